package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/tender"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

func profileCommand(c console) *cobra.Command {
	return group("profile", "Check and print a tender profile", profileLintCommand(c), profileShowCommand(c), profileRenderCommand(c))
}

// onProfile makes a verb over one profile file.
func onProfile(use, short, example string, do func(p *reports.Profile, warnings document.Problems, std *specs.Standard) error) *cobra.Command {
	var dir string
	cmd := &cobra.Command{Use: use, Short: short, Example: example, Args: cobra.ExactArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			std, err := standard(dir)
			if err != nil {
				return err
			}
			p, warnings, err := readProfile(args[0], std)
			if err != nil {
				return err
			}
			return do(p, warnings, std)
		})}
	cmd.Flags().StringVar(&dir, "standard", "", "folder of the standard (default: the embedded one)")
	return cmd
}

func profileLintCommand(c console) *cobra.Command {
	return onProfile("lint FILE", "Check a tender profile: weights, bands, gates, symbols",
		"  cityconf profile lint tender.yaml",
		func(p *reports.Profile, warnings document.Problems, _ *specs.Standard) error {
			for _, w := range warnings {
				fmt.Fprintln(c.err, "warning: "+w.Error())
			}
			fmt.Fprintf(c.out, "%s: %d classes, %d requirements that decide alone, %d that earn points: no defect\n%s\n",
				p.ID, len(p.Classes), len(p.Gates), len(p.Scores), p.Digest)
			return nil
		})
}

func profileShowCommand(c console) *cobra.Command {
	return onProfile("show FILE", "Print a tender profile with every rule resolved to requirements, as JSON",
		"  cityconf profile show tender.yaml",
		func(p *reports.Profile, _ document.Problems, _ *specs.Standard) error {
			e := json.NewEncoder(c.out)
			e.SetIndent("", "  ")
			e.SetEscapeHTML(false)
			return e.Encode(p)
		})
}

func profileRenderCommand(c console) *cobra.Command {
	var out string
	cmd := onProfile("render FILE", "Write the annex of the tender document: bilingual HTML that prints on A4, with the digest",
		"  cityconf profile render tender.yaml --out annex.html",
		func(p *reports.Profile, _ document.Problems, std *specs.Standard) error {
			if out == "" {
				return tender.Annex(c.out, p, std)
			}
			if err := writeWhole(out, 0o644, func(w io.Writer) error { return tender.Annex(w, p, std) }); err != nil {
				return usage(fmt.Errorf("write the annex: %w", err), "")
			}
			fmt.Fprintf(c.out, "%s\n%s\n", out, p.Digest)
			return nil
		})
	cmd.Flags().StringVar(&out, "out", "", "file to write (default: standard output)")
	return cmd
}
