package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports"
)

// reportFlags say how a stored report is shown again.
type reportFlags struct {
	out, lang, standard string
	formats             []string
	terms               termsFlags
	shown               shownFlags
	gate, noColor       bool
	assets              assets
}

func reportCommand(c console) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report REPORT|BUNDLE",
		Short: "Render a report again, under a tender profile if one is given",
		Long: `Report reads a report.json or an evidence bundle and writes it in other formats
or languages. With --profile it is read under the rules of a tender: its gate, the tender scope,
the score. The number of the report stays the same, for the run does.

Of a bundle the digests are checked first; "cityconf verify" also judges again.
--tier public leaves out what was exchanged. --copy writes a copy of the bundle
for a tier: what is left out keeps its digest, so that manifest and signature
stay valid.

It exits 0 when it has rendered: producing and enforcing are different jobs.
With --gate the decision is the exit code: 0 PASS, 1 FAIL, 3 INCOMPLETE.`,
		Example: `  cityconf report run-1/report.json --profile tender.yaml --out tender
  cityconf report run-1/report.json --profile tender.yaml --gate
  cityconf report run-1/bundle.zip --format html --tier public --copy public.zip`,
		Args: cobra.ExactArgs(1),
		RunE: verb(func(_ context.Context, args []string) error { return f.do(c, args[0]) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	flags.StringVar(&f.out, "out", "", "folder for the files (default: that of the report)")
	flags.StringSliceVar(&f.formats, "format", []string{"html"}, "file formats: "+strings.Join(formatNames(), ", "))
	flags.StringVar(&f.lang, "lang", "", "zh-CN, en or both (default: CITYCONF_LANG, else the locale's)")
	flags.BoolVar(&f.gate, "gate", false, "exit by the decision")
	flags.BoolVar(&f.noColor, "no-color", false, "no colours; so does NO_COLOR")
	f.terms.register(flags)
	f.terms.notes(flags)
	f.assets.register(flags)
	f.shown.register(cmd)
	return cmd
}

func (f *reportFlags) do(c console, path string) error {
	lang, err := language(c, f.lang)
	if err != nil {
		return err
	}
	as, err := formats(c.getenv, f.formats)
	if err != nil {
		return err
	}
	r, err := f.read(path)
	if err != nil {
		return err
	}
	if f.out == "" {
		f.out = filepath.Dir(bundleIn(path))
	}
	paths, err := writeReport(f.out, r, as, lang, f.assets)
	if err != nil {
		return err
	}
	if err := summarise(c, r, paths, lang, f.noColor); err != nil {
		return err
	}
	if f.gate {
		return enforced(expected(c, r))
	}
	return nil
}

// read reads a report under the rules of the flags.
func (f *reportFlags) read(path string) (*reports.Report, error) {
	r, err := f.shown.read(path)
	if err != nil {
		return nil, err
	}
	std, err := standard(f.standard)
	if err != nil {
		return nil, err
	}
	t, err := f.terms.read(std)
	if err != nil {
		return nil, err
	}
	if err := t.published(path, f.shown.held); err != nil {
		return nil, err
	}
	if r, err = t.evaluate(r); err != nil {
		return nil, usage(fmt.Errorf("%s: %w", path, err), "")
	}
	return r, nil
}
