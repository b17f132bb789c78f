package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/specs/document"
)

// console is the process as a verb sees it.
type console struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, c console) int {
	root := commands(c)
	root.SetArgs(args)
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	return explain(c.err, root.ExecuteContext(ctx))
}

func commands(c console) *cobra.Command {
	root := &cobra.Command{
		Use:   "cityconf",
		Short: "Test a city system against the unified city interface standard",
		Long: `Cityconf compiles the unified city interface standard into test cases, runs
them against a system over REST and MQTT, and counts the outcome into a report
that a buyer can decide on.

Start with "cityconf demo"; then "cityconf init", "cityconf doctor",
"cityconf run" against your own system.`,
		Example: `  cityconf demo
  cityconf init --out iut.yaml
  cityconf run --iut iut.yaml`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          known,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(err, cmd.CommandPath()+" --help lists the flags")
	})
	root.AddCommand(demoCommand(c), initCommand(c), doctorCommand(c), runCommand(c), replayCommand(c), verifyCommand(c), signCommand(c), keysCommand(c),
		simCommand(c), proveCommand(c), specCommand(c), planCommand(c), profileCommand(c), waiveCommand(c), reportCommand(c), compareCommand(c), reviewCommand(c), versionCommand(c))
	return root
}

// known refuses a word that is no command, and names the one it looks like.
func known(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	return usage(fmt.Errorf("unknown command %q", args[0]), document.Suggest(args[0], names))
}

// verb makes the body of a command: an error that nobody classed is our own.
func verb(do func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := do(cmd.Context(), args)
		var f *failure
		if err == nil || errors.As(err, &f) {
			return err
		}
		if errors.Is(err, context.Canceled) && cmd.Context().Err() != nil {
			return &failure{code: exitInterrupted, err: errors.New("interrupted")}
		}
		return &failure{code: exitOwn, err: err, hint: "this is a defect of cityconf, not of the system under test"}
	}
}

// group makes a command that only holds others.
func group(use, short string, subs ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: known,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(errors.New(cmd.CommandPath()+" needs a subcommand"), cmd.CommandPath()+" --help lists them")
		}}
	cmd.AddCommand(subs...)
	return cmd
}
