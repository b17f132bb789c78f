package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

func specCommand(c console) *cobra.Command {
	return group("spec", "Read and check a standard", specLintCommand(c), specShowCommand(c))
}

func specLintCommand(c console) *cobra.Command {
	return &cobra.Command{
		Use:     "lint [DIR]",
		Short:   "Check the documents of a standard; without a folder, the embedded one",
		Example: "  cityconf spec lint specs/ucis/1.0",
		Args:    cobra.MaximumNArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			if len(args) == 0 {
				args = []string{""}
			}
			std, err := standard(args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s/%s: %d requirements, %d classes, %d operations, %d channels, %d examples, %d scenarios: no defect\n",
				std.ID, std.Version, len(std.Requirements), len(std.Classes), len(std.Operations), len(std.Channels), len(std.Examples), len(std.Scenarios))
			return nil
		}),
	}
}

func specShowCommand(c console) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:     "show [REQUIREMENT|CLASS]",
		Short:   "Show a requirement or a class; without a name, list all of them",
		Example: "  cityconf spec show LGT-001\n  cityconf spec show lgt-read",
		Args:    cobra.MaximumNArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			std, err := standard(dir)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				showAll(c.out, std)
				return nil
			}
			return show(c.out, std, args[0])
		}),
	}
	cmd.Flags().StringVar(&dir, "standard", "", "folder of the standard (default: the embedded one)")
	return cmd
}

func showAll(w io.Writer, std *specs.Standard) {
	for _, class := range std.Classes {
		showClass(w, std, &class)
	}
}

func show(w io.Writer, std *specs.Standard, name string) error {
	if r := std.Requirement(name); r != nil {
		showRequirement(w, std, r)
		return nil
	}
	if class := std.Class(name); class != nil {
		showClass(w, std, class)
		return nil
	}
	var known []string
	for _, r := range std.Requirements {
		known = append(known, r.ID)
	}
	for _, class := range std.Classes {
		known = append(known, class.ID)
	}
	return usage(errors.New("no requirement or class "+name+" in "+std.ID+"/"+std.Version), document.Suggest(name, known))
}

func showClass(w io.Writer, std *specs.Standard, class *specs.Class) {
	fmt.Fprintf(w, "%s  %s  %s  (%s)\n", class.ID, class.Title.EN, class.Title.ZH, class.Level)
	for _, r := range std.Requirements {
		if r.Class == class.ID {
			fmt.Fprintf(w, "  %-9s %-6s %s\n", r.ID, r.Level, r.Statement.EN)
		}
	}
}

func showRequirement(w io.Writer, std *specs.Standard, r *specs.Requirement) {
	fmt.Fprintf(w, "%s  %s  %s\n%s\n\n", r.ID, r.Level, r.Severity, r.URI(std))
	fmt.Fprintf(w, "%s\n%s\n", r.Statement.EN, r.Statement.ZH)
	if r.Rationale.EN != "" {
		fmt.Fprintf(w, "\n%s\n%s\n", r.Rationale.EN, r.Rationale.ZH)
	}
	for _, line := range []struct{ label, text string }{
		{"tested by", strings.Join(r.Test.By, ", ")},
		{"needs", strings.Join(r.Test.Needs, ", ")},
		{"requires", strings.Join(r.Test.Requires, ", ")},
		{"not tested", r.Untested.EN},
		{"sources", strings.Join(r.Sources, "; ")},
		{"since", r.Since},
		{"stands at", fmt.Sprintf("%s:%d", r.At.File, r.At.Line)},
	} {
		if line.text != "" {
			fmt.Fprintf(w, "\n%-11s%s", line.label, line.text)
		}
	}
	fmt.Fprintln(w)
}
