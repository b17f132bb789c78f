package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/tender"
)

func waiveCommand(c console) *cobra.Command {
	return group("waive", "Keep the deviations that a buyer or the committee accepted", waiveAddCommand(c), waiveListCommand(c), waiveCheckCommand(c))
}

func waiveAddCommand(c console) *cobra.Command {
	var file string
	var w reports.Waiver
	cmd := &cobra.Command{
		Use:   "add REQUIREMENT",
		Short: "Add a waiver to a file",
		Long: `Add writes a waiver to the end of a file. It changes how a failure is disposed
of and nothing else: the verdict stays, and the strict gate stays beside the
gate with waivers.`,
		Example: `  cityconf waive add LGT-001 --issuer buyer --name "City lighting department" \
    --reason "replaced by the field bus" --scope "Lamp Platform 4.2" --expires 2027-06-30`,
		Args: cobra.ExactArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			w.Requirement = args[0]
			return addWaiver(c, file, w)
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&file, "file", "waivers.yaml", "file of waivers; made when it is not there")
	flags.StringVar(&w.Issuer, "issuer", "", "who accepts: "+strings.Join(reports.Issuers(), " or "))
	flags.StringVar(&w.Name, "name", "", "name of the issuing body")
	flags.StringVar(&w.Reason, "reason", "", "why")
	flags.StringVar(&w.Scope, "scope", "", "product it is given for, with or without its version")
	flags.StringVar(&w.Expires, "expires", "", "last day it holds, like 2027-06-30")
	return cmd
}

func addWaiver(c console, file string, w reports.Waiver) error {
	std, err := published()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return usage(err, "")
	}
	var have []reports.Waiver
	if len(text) > 0 {
		if have, err = readTerms(file, std, tender.ReadWaivers); err != nil {
			return err
		}
	}
	w.ID, w.Issued = nextID(have), time.Now().Format(time.DateOnly)
	if why := w.Invalid(time.Now()); why.EN != "" {
		return usage(fmt.Errorf("this waiver would have no effect. %s", why.EN), "cityconf waive add --help names the flags")
	}
	all := string(text)
	if all != "" && !strings.HasSuffix(all, "\n") {
		all += "\n"
	}
	all += tender.WriteWaiver(w, len(have) == 0)
	if _, problems := tender.ReadWaivers(file, []byte(all), std); len(problems) > 0 {
		return usage(problems, "")
	}
	if err := os.WriteFile(file, []byte(all), 0o644); err != nil {
		return usage(err, "")
	}
	fmt.Fprintf(c.out, "%s: %s\n", file, w.ID)
	return nil
}

// nextID is a number that no waiver has yet.
func nextID(have []reports.Waiver) string {
	for n := len(have) + 1; ; n++ {
		id := fmt.Sprintf("W-%d", n)
		if !slices.ContainsFunc(have, func(w reports.Waiver) bool { return w.ID == id }) {
			return id
		}
	}
}

func waiveListCommand(c console) *cobra.Command {
	return onWaivers("list [FILE]", "List the waivers of a file", func(all []reports.Waiver) error {
		for _, w := range all {
			fmt.Fprintf(c.out, "%s  %s  %s (%s)  %s  until %s\n    %s\n", w.ID, w.Requirement, w.Name, w.Issuer, w.Scope, w.Expires, w.Reason)
		}
		return nil
	})
}

func waiveCheckCommand(c console) *cobra.Command {
	return onWaivers("check [FILE]", "Say which waivers hold today; exit 1 when one does not", func(all []reports.Waiver) error {
		code := exitOK
		for _, w := range all {
			state := "holds until " + w.Expires
			if why := w.Invalid(time.Now()); why.EN != "" {
				state, code = why.EN, exitFail
			}
			fmt.Fprintf(c.out, "%s  %s  %s\n", w.ID, w.Requirement, state)
		}
		return exit(code)
	})
}

// onWaivers makes a verb over one file of waivers.
func onWaivers(use, short string, do func([]reports.Waiver) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: cobra.MaximumNArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			std, err := published()
			if err != nil {
				return err
			}
			all, err := readTerms(append(args, "waivers.yaml")[0], std, tender.ReadWaivers)
			if err != nil {
				return err
			}
			return do(all)
		})}
}
