package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// showFlags say which standard is shown, and how much of it.
type showFlags struct {
	dir, proof, lang string
	all              bool
}

func specShowCommand(c console) *cobra.Command {
	var f showFlags
	cmd := &cobra.Command{
		Use:   "show [REQUIREMENT|CLASS]",
		Short: "Show a requirement with all that tests it, or a class; without a name, list all of them",
		Long: `Show prints the sentence of a requirement, why it is there, where it stands,
what tests it, an example of what is sent and expected, the steps of its
scenarios, and the planted faults that it must notice.`,
		Example: "  cityconf spec show LGT-001\n  cityconf spec show lgt-read\n  cityconf spec show LGT-001 --all --proof proof.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			lang, err := language(c, f.lang)
			if err != nil {
				return err
			}
			std, err := standard(f.dir)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				for _, class := range std.Classes {
					showClass(c.out, std, &class)
				}
				return nil
			}
			return f.show(c.out, std, args[0], lang)
		}),
	}
	cmd.Flags().StringVar(&f.dir, "standard", "", "folder of the standard (default: the embedded one)")
	cmd.Flags().StringVar(&f.proof, "proof", "", "kill matrix that cityconf prove --out wrote")
	cmd.Flags().BoolVar(&f.all, "all", false, "list every case, not the first of each operation")
	cmd.Flags().StringVar(&f.lang, "lang", "", "zh-CN, en or both (default: the locale's)")
	return cmd
}

func (f showFlags) show(w io.Writer, std *specs.Standard, name string, lang render.Lang) error {
	if class := std.Class(name); class != nil {
		showClass(w, std, class)
		return nil
	}
	if std.Requirement(name) == nil {
		return unknownName(std, name)
	}
	in, err := traceInput(std, f.proof)
	if err != nil {
		return err
	}
	m := trace.New(in)
	s := shower{w: w, std: std, lang: lang, all: f.all, proof: m.Proof}
	s.requirement(m.Requirement(name))
	return nil
}

// unknownName is the error for what is neither requirement nor class, with the
// name it looks like.
func unknownName(std *specs.Standard, name string) error {
	var known []string
	for _, r := range std.Requirements {
		known = append(known, r.ID)
	}
	for _, class := range std.Classes {
		known = append(known, class.ID)
	}
	hint := document.Suggest(strings.ToUpper(name), known)
	if hint == "" {
		hint = document.Suggest(name, known)
	}
	return usage(errors.New("no requirement or class "+name+" in "+std.ID+"/"+std.Version), hint)
}

func showClass(w io.Writer, std *specs.Standard, class *specs.Class) {
	fmt.Fprintf(w, "%s  %s  %s  (%s)\n", class.ID, class.Title.EN, class.Title.ZH, class.Level)
	for _, r := range std.Requirements {
		if r.Class == class.ID {
			fmt.Fprintf(w, "  %-9s %-6s %s\n", r.ID, r.Level, r.Statement.EN)
		}
	}
}
