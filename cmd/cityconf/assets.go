package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/cityconf/cityconf/reports/render"
)

// assets says where the style and the script of a page are.
type assets string

// The places.
const (
	inline  assets = "inline"  // in the page: one file is all
	sibling assets = "sibling" // in files beside it, for servers that forbid style inside of a page
)

func (a *assets) register(flags *pflag.FlagSet) {
	*a = inline
	flags.Var(a, "assets", "style and script of HTML: inline, or sibling files for servers that forbid them inside of a page, such as Jenkins")
}

// String is the place as typed.
func (a *assets) String() string { return string(*a) }

// Type names the kind of value in the help.
func (a *assets) Type() string { return "string" }

// Set takes the value of the flag.
func (a *assets) Set(s string) error {
	if s != string(inline) && s != string(sibling) {
		return fmt.Errorf("known are %s, %s", inline, sibling)
	}
	*a = assets(s)
	return nil
}

// write writes a file of a report, and what belongs beside it. It returns the
// paths, the file's own first.
func (a assets) write(path string, write func(io.Writer) error) ([]string, error) {
	if a != sibling || filepath.Ext(path) != ".html" {
		return []string{path}, writeWhole(path, 0o644, write)
	}
	var page bytes.Buffer
	if err := write(&page); err != nil {
		return nil, err
	}
	rest, beside, err := render.Apart(page.Bytes(), strings.TrimSuffix(filepath.Base(path), ".html"))
	if err != nil {
		return nil, err
	}
	paths := []string{path}
	for _, f := range append(beside, render.Asset{Name: filepath.Base(path), Content: rest}) {
		to := filepath.Join(filepath.Dir(path), f.Name)
		if err := writeWhole(to, 0o644, func(w io.Writer) error { _, err := w.Write(f.Content); return err }); err != nil {
			return nil, err
		}
		if to != path {
			paths = append(paths, to)
		}
	}
	return paths, nil
}
