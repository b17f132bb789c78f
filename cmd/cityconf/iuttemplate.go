package main

import (
	_ "embed"
	"encoding/json"
	"io"
	"text/template"

	"github.com/cityconf/cityconf/suites"
)

// iutTemplate is the commented form of an IUT file.
//
//go:embed iut.yaml.tmpl
var iutTemplate string

// writeIUT writes an IUT file that explains itself.
func writeIUT(w io.Writer, iut *suites.IUT) error {
	t, err := template.New("iut.yaml").Funcs(template.FuncMap{"q": quoted}).Parse(iutTemplate)
	if err != nil {
		return err
	}
	return t.Execute(w, iut)
}

// quoted writes a text or a list in flow style: JSON is YAML.
func quoted(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
