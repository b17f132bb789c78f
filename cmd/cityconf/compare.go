package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/render"
)

// compareFlags say which bundles are laid beside each other, and how.
type compareFlags struct {
	standard, out, lang string
	formats             []string
	terms               termsFlags
	trust               trustFlags
	verify, trend       bool
	assets              assets
}

func compareCommand(c console) *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare BUNDLE…",
		Short: "Lay the bundles of several vendors, or of one product over time, side by side",
		Long: `Compare reads evidence bundles (or the folders of runs), holds every octet
against the manifests, and writes one page: how far the bundles can be compared
(C0, C1, C2) and why, the decision on each vendor, points and pass rates by
class, the requirements in which the vendors differ with the evidence side by
side, and a request for clarification for each vendor.

With --profile all are read under the rules of a tender. Only bundles that are
comparable stand in one table; only who passes the gate is ranked. The order in
which the bundles are named changes nothing.

--trend takes the bundles of one product instead and shows it over time: the
line breaks where standard, suite or the manner of the run changed, and every
regression is named.

It exits 0 when it has rendered; 2 for a file that is no bundle, one of another
version or a run named twice; 6 for a bundle that was changed.`,
		Example: `  cityconf compare bids/*.zip --profile tender.yaml --format html,xlsx --out comparison
  cityconf compare --trend run-1 run-2 run-3`,
		Args: cobra.MinimumNArgs(1),
		RunE: verb(func(ctx context.Context, args []string) error { return f.do(ctx, c, args) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	flags.StringVar(&f.out, "out", "comparison", "folder for the files")
	flags.StringSliceVar(&f.formats, "format", []string{"html"}, "file formats: html, xlsx")
	flags.StringVar(&f.lang, "lang", "", "zh-CN, en or both (default: CITYCONF_LANG, else the locale's)")
	flags.BoolVar(&f.verify, "verify", false, "also judge every verdict again from the evidence")
	flags.BoolVar(&f.trend, "trend", false, "the bundles are of one product: show it over time")
	f.terms.register(flags)
	f.assets.register(flags)
	f.trust.register(cmd)
	return cmd
}

func (f *compareFlags) do(ctx context.Context, c console, paths []string) error {
	lang, err := language(c, f.lang)
	if err != nil {
		return err
	}
	for _, name := range f.formats {
		if !slices.Contains([]string{"html", "xlsx"}, name) {
			return usage(fmt.Errorf("no comparison format %q", name), "known are html, xlsx")
		}
	}
	d, err := f.desk()
	if err != nil {
		return err
	}
	entries, err := d.read(ctx, paths)
	if err != nil {
		return err
	}
	files, err := f.pages(d, entries, render.Options{Lang: lang})
	if err != nil {
		return usage(err, "")
	}
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return usage(err, "")
	}
	for _, file := range files {
		path := filepath.Join(f.out, file.name)
		written, err := f.assets.write(path, file.write)
		if err != nil {
			return fmt.Errorf("write the comparison: %w", err)
		}
		fmt.Fprintln(c.out, strings.Join(written, "\n"))
	}
	return nil
}

// rendering is a file about to be written.
type rendering struct {
	name  string
	write func(io.Writer) error
}

// pages are the files of the comparison, or of the trend, in the formats asked
// for.
func (f *compareFlags) pages(d *desk, entries []compare.Entry, o render.Options) ([]rendering, error) {
	if f.trend {
		t, err := compare.Over(entries, d.terms.profile)
		if err != nil {
			return nil, err
		}
		return f.wanted("trend", func(w io.Writer) error { return render.Trend(w, t, o) },
			func(w io.Writer) error { return render.TrendXLSX(w, t, o) }), nil
	}
	cmp, err := compare.New(entries, d.terms.profile)
	if err != nil {
		return nil, err
	}
	cmp.Again = d.verify && !d.some
	return f.wanted("comparison", func(w io.Writer) error { return render.Comparison(w, cmp, o) },
		func(w io.Writer) error { return render.ComparisonXLSX(w, cmp, o) }), nil
}

func (f *compareFlags) wanted(name string, html, xlsx func(io.Writer) error) (out []rendering) {
	for _, p := range []rendering{{name + ".html", html}, {name + ".xlsx", xlsx}} {
		if slices.Contains(f.formats, strings.TrimPrefix(filepath.Ext(p.name), ".")) {
			out = append(out, p)
		}
	}
	return out
}
