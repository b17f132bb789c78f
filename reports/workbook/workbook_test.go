package workbook

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func sheets() []Sheet {
	return []Sheet{
		{Name: "汇总", Widths: []int{12, 40}, Rows: [][]any{{"产品", "路灯管理平台"}, {"通过", 19}}, Marks: map[int]Mark{0: Title}},
		{Name: "偏离表", Widths: []int{6, 60}, Head: []string{"序号", "招标要求"}, Marks: map[int]Mark{1: Grave, 2: Absent},
			Rows: [][]any{{1, "=1+1"}, {2, "@SUM(A1)"}, {3, strings.Repeat("灯", 40000)}, {4, nil}}},
	}
}

func written(t *testing.T, in []Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, in))
	return b.Bytes()
}

func TestSheetsAreReadBack(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, sheets())))
	require.NoError(t, err)
	assert.Equal(t, []string{"汇总", "偏离表"}, f.GetSheetList())
	rows, err := f.GetRows("偏离表")
	require.NoError(t, err)
	assert.Equal(t, []string{"序号", "招标要求"}, rows[0])
	assert.Equal(t, []string{"1", "=1+1"}, rows[1])
	formula, err := f.GetCellFormula("偏离表", "B2")
	require.NoError(t, err)
	assert.Empty(t, formula, "what a system said is text")
	assert.Len(t, []rune(rows[3][1]), longest, "as much as a cell holds")
	assert.True(t, strings.HasSuffix(rows[3][1], "…"))
}

func TestEqualSheetsGiveEqualBytes(t *testing.T) {
	t.Parallel()
	assert.Equal(t, written(t, sheets()), written(t, sheets()))
}

func TestSheetName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"偏离表": "偏离表", "a/b:c": "a b c", strings.Repeat("长", 40): strings.Repeat("长", 31), " [x] ": "x"} {
		assert.Equal(t, want, SheetName(in))
	}
}

func TestABadNameOfASheetIsSaid(t *testing.T) {
	t.Parallel()
	err := Write(&bytes.Buffer{}, []Sheet{{Name: "a/b"}})
	assert.ErrorContains(t, err, "write the sheet a/b")
	assert.Error(t, Write(full{}, sheets()))
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// TestLibreOfficeOpensIt converts a sheet with a program that is not ours.
func TestLibreOfficeOpensIt(t *testing.T) {
	t.Parallel()
	office, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("CI needs LibreOffice (Debian package libreoffice-calc)")
		}
		t.Skip("LibreOffice is not installed")
	}
	dir := t.TempDir()
	book := filepath.Join(dir, "book.xlsx")
	require.NoError(t, os.WriteFile(book, written(t, sheets()), 0o600))
	cmd := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", dir, book)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	text, err := os.ReadFile(filepath.Join(dir, "book-偏离表.csv"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "序号,招标要求\n1,=1+1\n2,@SUM(A1)\n")
}

func TestASheetPrintsOnA4AndItsRowsShowTheirText(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, sheets())))
	require.NoError(t, err)
	page, err := f.GetPageLayout("偏离表")
	require.NoError(t, err)
	assert.Equal(t, 9, *page.Size, "A4")
	assert.Equal(t, "landscape", *page.Orientation)
	assert.Equal(t, 1, *page.FitToWidth)
	low, err := f.GetRowHeight("偏离表", 2)
	require.NoError(t, err)
	high, err := f.GetRowHeight("偏离表", 4)
	require.NoError(t, err)
	assert.InDelta(t, lineHeight, low, 0.1)
	assert.InDelta(t, highest, high, 0.1, "a long text")
	assert.Len(t, f.GetDefinedName(), 2, "the head repeats on every page, and the filter")
}
