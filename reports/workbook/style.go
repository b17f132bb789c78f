package workbook

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"
)

// styles are the cell styles of a file.
type styles struct {
	head int
	of   map[Mark]int
}

// font has Chinese and Latin letters on the desktops where reports are read;
// others replace it.
const font = "Microsoft YaHei"

func newStyles(f *excelize.File) (*styles, error) {
	s := &styles{of: map[Mark]int{}}
	var err error
	if s.head, err = f.NewStyle(style("ECEEF1", true, "")); err != nil {
		return nil, err
	}
	for _, look := range []struct {
		mark  Mark
		style *excelize.Style
	}{
		{0, style("", false, "")},
		{Title, style("ECEEF1", true, "")},
		{Grave, style("F6DEDC", true, "8C1D18")},
		{Absent, style("", false, "4B5157")},
	} {
		if s.of[look.mark], err = f.NewStyle(look.style); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func style(fill string, bold bool, color string) *excelize.Style {
	line := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		line = append(line, excelize.Border{Type: side, Color: "C9CED4", Style: 1})
	}
	s := &excelize.Style{Border: line, Font: &excelize.Font{Family: font, Size: 10, Bold: bold, Color: color},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}
	if fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	return s
}

// layout makes a sheet print on A4 with its head on every page and its name at
// the foot.
func layout(f *excelize.File, s *Sheet) error {
	a4, landscape, wide, tall := 9, "landscape", 1, 0
	if err := f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	fit := true
	if err := f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}); err != nil {
		return err
	}
	if len(s.Head) == 0 || len(s.Rows) == 0 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(len(s.Head), len(s.Rows)+1)
	if err != nil {
		return err
	}
	if err := f.AutoFilter(s.Name, "A1:"+last, nil); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.Name, RefersTo: fmt.Sprintf("'%s'!$1:$1", s.Name)})
}

// height makes a row as high as its longest text needs: programs that print
// without showing do not measure it themselves.
func height(row []any, widths []int) excelize.RowOpts {
	lines := 1
	for i, v := range row {
		text, ok := v.(string)
		if !ok {
			continue
		}
		n := 0
		for _, l := range strings.Split(text, "\n") {
			n += 1 + max(0, runewidth.StringWidth(l)-1)/max(1, widths[i]-2)
		}
		lines = max(lines, n)
	}
	return excelize.RowOpts{Height: min(highest, float64(lines)*lineHeight)}
}

// The height of a line, and of the highest row, in points.
const (
	lineHeight = 14.5
	highest    = 409.0
)
