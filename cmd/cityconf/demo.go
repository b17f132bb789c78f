package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// planted are the defects of the demonstration: one of request validation, one
// of state over REST, one over MQTT.
var planted = []string{"N36", "S15", "Q27"}

func demoCommand(c console) *cobra.Command {
	var out, lang string
	var noColor bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Test a built-in city with three planted defects and write the report",
		Long: `Demo starts the embedded reference city with three planted defects, tests it
over real sockets and writes the report a vendor would get. It exits 0 when the
report blames exactly the planted defects, else 5.`,
		Args: cobra.NoArgs,
		RunE: verb(func(ctx context.Context, _ []string) error { return demo(ctx, c, out, lang, noColor) }),
	}
	cmd.Flags().StringVar(&out, "out", "demo", "folder for the report")
	cmd.Flags().StringVar(&lang, "lang", "", "zh-CN, en or both (default: CITYCONF_LANG, else the locale's)")
	cmd.Flags().BoolVar(&noColor, "no-color", false, "no colours; so does NO_COLOR")
	return cmd
}

func demo(ctx context.Context, c console, out, langFlag string, noColor bool) error {
	lang, err := language(c, langFlag)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.err, inLanguage(specs.Text{EN: "A city with three defects planted is being tested:", ZH: "正在测试一座植入了三处缺陷的城市："}, lang))
	for _, id := range planted {
		f, err := faults.Find(id)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.err, "  %s  %s\n", f.ID, inLanguage(f.Text, lang))
	}
	report, partial, err := testCity(ctx, c, planted)
	if err != nil {
		return err
	}
	paths, err := writeReport(out, report, render.Formats(), lang, inline)
	if err != nil {
		return err
	}
	if err := summarise(c, report, paths, lang, noColor); err != nil {
		return err
	}
	if partial {
		return &failure{code: exitInterrupted, err: fmt.Errorf("interrupted; the report in %s is partial", out)}
	}
	failed := failedIn(report)
	fmt.Fprintf(c.out, "%s: %s\n%s: %s\n", inLanguage(specs.Text{EN: "requirements that failed", ZH: "不通过的要求项"}, lang), strings.Join(failed, " "),
		inLanguage(specs.Text{EN: "report", ZH: "报告"}, lang), page(paths))
	return confirm(failed)
}

// page is the file for people among those of a report.
func page(paths []string) string {
	for _, p := range paths {
		if filepath.Ext(p) == ".html" {
			return filepath.ToSlash(p)
		}
	}
	return strings.Join(paths, " ")
}

// demoDomain is what the city of the demo claims besides the cross-domain
// classes: one domain is enough to see, and takes a quarter of a minute.
const demoDomain = "lgt"

// ofDomain keeps the cross-domain classes and those of one domain.
func ofDomain(std *specs.Standard, classes []string, domain string) []string {
	return slices.DeleteFunc(slices.Clone(classes), func(id string) bool {
		c := std.Class(id)
		return c != nil && c.Domain != "" && c.Domain != domain
	})
}

// testCity tests a reference city with the given defects planted.
func testCity(ctx context.Context, c console, defects []string) (report *reports.Report, partial bool, err error) {
	std, err := published()
	if err != nil {
		return nil, false, err
	}
	sim, err := city.Start(ctx, city.Options{Standard: std, Faults: defects})
	if err != nil {
		return nil, false, err
	}
	defer sim.Close()
	t, err := approach(sim.Access(), std)
	if err != nil {
		return nil, false, err
	}
	t.iut.ICS.Classes = ofDomain(std, t.iut.ICS.Classes, demoDomain)
	suite, err := derive.Derive(std, derive.Options{Role: t.iut.ICS.Role, Classes: t.iut.ICS.Classes, Seed: 1})
	if err != nil {
		return nil, false, err
	}
	offset, err := t.reach(ctx)
	if err != nil {
		return nil, false, err
	}
	p := newProgress(c, suite, nil, false)
	run := trial{suite: suite, target: t, options: suites.Options{RunID: runID(), Guard: true, Progress: p.report}}
	result, err := run.run(ctx)
	p.end()
	if err != nil {
		return nil, false, err
	}
	report, err = reports.New(result, std, reports.Options{ClockOffset: offset, Laboratory: reports.Laboratory{Command: "cityconf demo"}})
	return report, ctx.Err() != nil, err
}

func failedIn(r *reports.Report) []string {
	var out []string
	for _, q := range r.Requirements {
		if q.Verdict == suites.Fail {
			out = append(out, q.ID)
		}
	}
	slices.Sort(out)
	return out
}

// confirm makes sure that the demonstration showed what it promises: each
// planted defect is named by a requirement it breaks, and nothing else failed.
func confirm(failed []string) error {
	var innocent []string
	for _, id := range failed {
		if !slices.ContainsFunc(planted, func(p string) bool { return breaks(p, id) }) {
			innocent = append(innocent, id)
		}
	}
	for _, p := range planted {
		if !slices.ContainsFunc(failed, func(id string) bool { return breaks(p, id) }) {
			return fmt.Errorf("the demonstration did not notice its planted defect %s", p)
		}
	}
	if len(innocent) > 0 {
		return fmt.Errorf("the demonstration blamed what was not planted: %s", strings.Join(innocent, " "))
	}
	return nil
}

func breaks(fault, requirement string) bool {
	f, err := faults.Find(fault)
	return err == nil && slices.Contains(f.Requirements, requirement)
}
