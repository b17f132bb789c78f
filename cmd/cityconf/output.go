package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
)

// language picks the language of what is shown: the flag, CITYCONF_LANG, then
// the locale.
func language(c console, flag string) (render.Lang, error) {
	for _, v := range []string{flag, c.getenv("CITYCONF_LANG")} {
		if v != "" {
			l, err := render.ParseLang(v)
			if err != nil {
				return "", usage(err, "")
			}
			return l, nil
		}
	}
	for _, v := range []string{c.getenv("LC_ALL"), c.getenv("LC_MESSAGES"), c.getenv("LANG")} {
		if v != "" {
			if strings.HasPrefix(v, "zh") {
				return render.Chinese, nil
			}
			break
		}
	}
	return render.English, nil
}

// summarise writes the report for the people in front of the terminal, with
// the paths of its files.
func summarise(c console, r *reports.Report, paths []string, lang render.Lang, noColor bool) error {
	if err := render.Terminal(c.err, r, terminal(c, paths, lang, noColor)); err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	fmt.Fprintf(c.err, "\n%s\n", strings.Join(paths, "\n"))
	return nil
}

func terminal(c console, paths []string, lang render.Lang, noColor bool) render.Options {
	width := terminalWidth(c.err)
	color := width > 0 && !noColor && c.getenv("NO_COLOR") == "" && c.getenv("TERM") != "dumb"
	if width == 0 {
		width = 100
	}
	o := render.Options{Lang: lang, Width: width, Color: color}
	if i := slices.IndexFunc(paths, func(p string) bool { return filepath.Base(p) == "report.json" }); i >= 0 {
		o.Report = filepath.ToSlash(paths[i])
	}
	return o
}

// formats finds the file formats by name, in the order of documentation.
func formats(getenv func(string) string, names []string) ([]render.Format, error) {
	var out []render.Format
	for _, f := range render.Formats() {
		if slices.Contains(names, f.Name) {
			out = append(out, f)
		}
	}
	known := formatNames()
	for _, n := range names {
		if !slices.Contains(known, n) {
			return nil, usage(fmt.Errorf("no report format %q", n), "known are "+strings.Join(known, ", "))
		}
	}
	if slices.Contains(names, pdfName) {
		f, err := pdfFormat(getenv)
		return append(out, f), err
	}
	return out, nil
}

func formatNames() []string {
	var names []string
	for _, f := range render.Formats() {
		names = append(names, f.Name)
	}
	return append(names, pdfName)
}

// writeReport writes a report into a folder, one file a format with what belongs
// beside it, and returns the paths in order. A file appears whole or not at all.
func writeReport(dir string, r *reports.Report, as []render.Format, lang render.Lang, where assets) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the report folder: %w", err)
	}
	var paths []string
	for _, f := range as {
		path := filepath.Join(dir, f.File)
		written, err := where.write(path, func(w io.Writer) error { return f.Func(w, r, render.Options{Lang: lang}) })
		if err != nil {
			return nil, fmt.Errorf("write the report: %w", err)
		}
		paths = append(paths, written...)
	}
	return paths, nil
}

// writeWhole writes a file beside its place and moves it there when complete.
func writeWhole(path string, mode os.FileMode, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), mode); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
