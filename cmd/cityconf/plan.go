package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/foreign"
	"github.com/cityconf/cityconf/suites/derive"
)

// planFlags say which suite to derive: that of an IUT file, or that of every
// class a role can claim.
type planFlags struct {
	iut, standard, role, lang string
	classes                   []string
	level                     string
	domains                   []string
	seed                      uint64
	json, summary             bool
	openapi                   openAPI
}

func planCommand(c console) *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "List the test cases a run would execute; sends nothing",
		Long: `Plan derives the test cases and lists them with the requirements they judge and
their purpose. Cases marked w change the state of the system; "run --read-only"
leaves those out. Below stand the counts by rule and operation, how long cases
wait by declaration at each roll-out level, and how much of the documents is
exercised: constraints of request bodies (allowed and broken
values), documented answers, channels. What is not exercised is listed with its
place and the reason.`,
		Example: "  cityconf plan --iut iut.yaml\n  cityconf plan --summary --lang zh-CN\n  cityconf plan --class lgt-read --json\n  cityconf plan --level L2 --domain lgt --summary\n  cityconf plan --openapi openapi.yaml",
		Args:    cobra.NoArgs,
		RunE: verb(func(context.Context, []string) error {
			plan, err := f.derive(c)
			if err != nil {
				return err
			}
			if f.json {
				return json.NewEncoder(c.out).Encode(plan)
			}
			lang, err := language(c, f.lang)
			if err != nil {
				return err
			}
			if !f.summary {
				listCases(c.out, plan, lang)
			}
			return planSheet{w: c.out, plan: plan, lang: lang}.write()
		}),
	}
	cmd.Flags().StringVar(&f.iut, "iut", "", "IUT file whose classes are planned")
	cmd.Flags().StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	f.openapi.document(cmd.Flags())
	cmd.Flags().StringVar(&f.role, "role", "domain-platform", "role, without --iut")
	cmd.Flags().StringSliceVar(&f.classes, "class", nil, "conformance classes, without --iut (default: all the role can claim)")
	cmd.Flags().StringVar(&f.level, "level", "", "classes up to this roll-out level, without --iut (default: the last)")
	cmd.Flags().StringSliceVar(&f.domains, "domain", nil, "domains whose classes are planned, without --iut (default: all)")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "seed of generated values")
	cmd.Flags().StringVar(&f.lang, "lang", "", "zh-CN, en or both (default: the locale's)")
	cmd.Flags().BoolVar(&f.summary, "summary", false, "leave the list of cases out")
	cmd.Flags().BoolVar(&f.json, "json", false, "print suite, counts and coverage as one JSON document")
	return cmd
}

func (f planFlags) derive(c console) (*derive.Plan, error) {
	std, err := against(c, f.standard, &f.openapi)
	if err != nil {
		return nil, err
	}
	if f.openapi.File != "" {
		f.role = foreign.Role
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(planMemory))
	}
	o := derive.Options{Role: f.role, Classes: f.classes, Seed: f.seed}
	if f.iut != "" {
		iut, err := readIUTAt(f.iut, std, newAddresses("127.0.0.1", 0))
		if err != nil {
			return nil, err
		}
		o.Role, o.Classes = iut.ICS.Role, iut.ICS.Classes
	}
	if err := (selection{classes: o.Classes}).check(std); err != nil {
		return nil, err
	}
	if f.level != "" || len(f.domains) > 0 {
		if o.Classes, err = f.wanted(std, o.Role); err != nil {
			return nil, err
		}
	}
	if len(o.Classes) == 0 {
		o.Classes = claimable(std, o.Role)
	}
	plan, err := derive.NewPlan(std, o)
	return plan, underivable(err)
}

// planMemory is what the plan of a stranger's document may take, in octets,
// before memory is reclaimed more often: what is left over from making values is
// several times what a plan keeps.
const planMemory = 380 << 20

// claimable lists the classes a role can claim.
func claimable(std *specs.Standard, role string) []string {
	var out []string
	for _, c := range std.Classes {
		if c.Roles[role] != "" {
			out = append(out, c.ID)
		}
	}
	return out
}

// listCases writes a line for each case.
func listCases(w io.Writer, p *derive.Plan, lang render.Lang) {
	for _, c := range p.Cases {
		mark := " "
		if c.Mutates {
			mark = "w"
		}
		fmt.Fprintf(w, "%s %-60s %-20s %s\n", mark, c.ID, strings.Join(c.Requirements(), ","), inLanguage(c.Purpose, lang))
	}
	fmt.Fprintln(w)
}

// inLanguage is a sentence in the language of the reader.
func inLanguage(t specs.Text, lang render.Lang) string {
	switch lang {
	case render.Chinese:
		return t.ZH
	case render.Both:
		return t.ZH + " / " + t.EN
	}
	return t.EN
}
