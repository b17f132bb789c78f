package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports/trace"
)

func specCoverageCommand(c console) *cobra.Command {
	var dir, proofFile string
	var asJSON, asCSV bool
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "Requirement × tests × how; exits 1 when a MUST has neither test nor reason",
		Long: `Coverage derives the tests of every class and counts, for each class and
roll-out level: requirements, MUSTs with an executable test, test cases,
planted faults that name a requirement of it, and requirements that such a fault
made fail. It lists what is left: requirements that no machine judges with the
reason, and parts of the documents that no requirement or case touches.`,
		Example: "  cityconf spec coverage\n  cityconf spec coverage --proof proof.json --csv > coverage.csv",
		Args:    cobra.NoArgs,
		RunE: verb(func(context.Context, []string) error {
			if asJSON && asCSV {
				return usage(errors.New("--json and --csv exclude each other"), "")
			}
			std, err := standard(dir)
			if err != nil {
				return err
			}
			in, err := traceInput(std, proofFile)
			if err != nil {
				return err
			}
			m := trace.New(in)
			write := m.Text
			switch {
			case asJSON:
				write = m.JSON
			case asCSV:
				write = m.CSV
			}
			if err := write(c.out); err != nil {
				return err
			}
			if len(m.Open()) > 0 {
				return exit(exitFail)
			}
			return nil
		}),
	}
	cmd.Flags().StringVar(&dir, "standard", "", "folder of the standard (default: the embedded one)")
	cmd.Flags().StringVar(&proofFile, "proof", "", "kill matrix that cityconf prove --out wrote")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the whole matrix as one JSON document")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "print a row for each requirement, for a spreadsheet")
	return cmd
}
