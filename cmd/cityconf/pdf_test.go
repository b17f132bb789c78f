package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
)

// TestPDF prints page one twice: one sheet, Chinese as text and in a font that
// has it, and the same bytes both times.
func TestPDF(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	f, err := pdfFormat(os.Getenv)
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	require.NoError(t, err)
	result, std := sample.Run()
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	var one, two bytes.Buffer
	require.NoError(t, f.Func(&one, r, render.Options{Lang: render.Chinese}))
	require.NoError(t, f.Func(&two, r, render.Options{Lang: render.Chinese}))
	assert.True(t, bytes.Equal(one.Bytes(), two.Bytes()), "the same report gives the same bytes")
	assert.Contains(t, one.String(), "D:20261120060441+00'00'", "the date of the run")
	path := filepath.Join(t.TempDir(), f.File)
	require.NoError(t, os.WriteFile(path, one.Bytes(), 0o600))
	text, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	require.NoError(t, err, "Debian package poppler-utils")
	assert.Equal(t, 1, strings.Count(string(text), "\f"), "one sheet")
	assert.Contains(t, string(text), "符合性测试报告")
	assert.Contains(t, string(text), "本报告不是 CMA/CNAS 检测报告")
	fonts, err := exec.Command("pdffonts", path).Output()
	require.NoError(t, err)
	for _, line := range strings.Split(strings.TrimSpace(string(fonts)), "\n")[2:] {
		assert.Regexp(t, `\syes\s+(yes|no)\s+(yes|no)\s`, line, "every font is in the file")
	}
}

func TestABrowserThatFailsIsSaid(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	err = printer("false").decision(&bytes.Buffer{}, r, render.Options{})
	var said bytes.Buffer
	assert.Equal(t, exitUsage, explain(&said, err))
	assert.Contains(t, said.String(), "could not make the PDF")
}
