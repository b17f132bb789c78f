package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func specCommand(c console) *cobra.Command {
	return group("spec", "Read and check a standard", specLintCommand(c), specShowCommand(c), specCoverageCommand(c), specHTMLCommand(c), specPublishCommand(c))
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
			std, err := sound(args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s/%s: %d requirements, %d classes, %d operations, %d channels, %d examples, %d scenarios: no defect\n%s\n",
				std.ID, std.Version, len(std.Requirements), len(std.Classes), len(std.Operations), len(std.Channels), len(std.Examples), len(std.Scenarios), std.Digest)
			return nil
		}),
	}
}
