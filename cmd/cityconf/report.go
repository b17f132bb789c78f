package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/bundle"
)

// reportFlags say how to render a bundle.
type reportFlags struct {
	trustFlags
	formats         []string
	lang, tier, out string
}

// copyFormat is the format that is a bundle itself.
const copyFormat = "bundle"

func reportCommand(c console) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report BUNDLE",
		Short: "Render a report from an evidence bundle",
		Long: `Report renders the report of a bundle in any format. It checks the digests of
the bundle first; "cityconf verify" also judges again.

The tier decides what is shown: public leaves out what was exchanged, buyer
shows it with secrets masked, private shows everything. The format "bundle"
writes a copy of the bundle for a tier: what is left out keeps its digest, so
that manifest and signature stay valid.`,
		Example: `  cityconf report run-1/bundle.zip --format html,csv --lang zh-CN
  cityconf report run-1/bundle.zip --format bundle --tier public --out website`,
		Args: cobra.ExactArgs(1),
		RunE: verb(func(_ context.Context, args []string) error { return f.do(c, args[0]) }),
	}
	f.register(cmd)
	cmd.Flags().StringSliceVar(&f.formats, "format", []string{"html"}, "json, html, junit, md, csv, bundle")
	cmd.Flags().StringVar(&f.lang, "lang", "", "zh-CN, en or both (default: CITYCONF_LANG, else the locale's)")
	cmd.Flags().StringVar(&f.tier, "tier", string(bundle.Private), "public, buyer or private")
	cmd.Flags().StringVar(&f.out, "out", "", "folder to write to (default: that of the bundle)")
	return cmd
}

func (f *reportFlags) do(c console, path string) error {
	lang, err := language(c, f.lang)
	if err != nil {
		return err
	}
	tier := bundle.Tier(f.tier)
	if !slices.Contains(bundle.Tiers, tier) {
		return usage(fmt.Errorf("no tier %q", f.tier), "known are public, buyer, private")
	}
	trust, err := f.trust()
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(f.formats), func(n string) bool { return n == copyFormat })
	as, err := formats(others)
	if err != nil {
		return err
	}
	b, err := openBundle(path)
	if err != nil {
		return err
	}
	defer b.Close()
	report, err := shownTo(b, tier, trust)
	if err != nil {
		return refused(path, err)
	}
	out := cmp.Or(f.out, filepath.Dir(bundleIn(path)))
	paths, err := writeReport(out, report, as, lang)
	if err != nil {
		return err
	}
	if len(others) < len(f.formats) {
		copied := filepath.Join(out, "bundle-"+f.tier+".zip")
		if err := writeWhole(copied, 0o644, func(w io.Writer) error { return b.Write(w, tier) }); err != nil {
			return err
		}
		paths = append(paths, copied)
	}
	for _, p := range paths {
		fmt.Fprintln(c.out, filepath.ToSlash(p))
	}
	return nil
}

// shownTo is the report of a bundle as readers of a tier may see it, with the
// level of assurance that it reaches for who holds these keys.
func shownTo(b *bundle.Bundle, tier bundle.Tier, trust bundle.Trust) (*reports.Report, error) {
	a, err := b.Assure(trust)
	if err != nil {
		return nil, err
	}
	report, err := b.Report()
	if err != nil {
		return nil, err
	}
	if tier == bundle.Public {
		report = reports.Disclosed(report)
	}
	report.Assurance = a.Level
	return report, nil
}
