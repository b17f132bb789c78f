package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

func specPublishCommand(c console) *cobra.Command {
	return &cobra.Command{
		Use:   "publish DIR",
		Short: "Freeze a version of a standard: from now on spec lint refuses changes",
		Long: `Publish records what a version says at the moment of its publication in
DIR/issued.yaml: the digest of every sentence and of every normative document.
Set status: published in standard.yaml first. From then on spec lint refuses
every change of this version; tests, examples and scenarios may still be mended.
A later version starts as a copy of the folder, with issued.yaml in it, so that
withdrawn ids are never used again.`,
		Example: "  cityconf spec publish specs/ucis/1.0",
		Args:    cobra.ExactArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			path, err := publish(args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s\nCommit it with the version.\n", path)
			return nil
		}),
	}
}

// publish writes the record of a version. A version that was published before
// is left alone, whether or not it was changed since.
func publish(dir string) (string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", usage(fmt.Errorf("read the standard: %w", err), "name the folder that holds standard.yaml")
	}
	defer root.Close()
	text, err := specs.Issue(root.FS(), ".")
	var problems document.Problems
	switch {
	case errors.As(err, &problems):
		return "", usage(below(dir, problems), "mend the standard first; nothing was published")
	case errors.Is(err, specs.ErrIssued):
		return "", usage(fmt.Errorf("publish %s: %w", dir, err), "give the changed standard the next version")
	case errors.Is(err, specs.ErrDraft):
		return "", usage(fmt.Errorf("publish %s: %w", dir, err), "set status: published in standard.yaml")
	case err != nil:
		return "", err
	}
	if err := root.WriteFile(specs.IssuedFile, text, 0o644); err != nil {
		return "", usage(fmt.Errorf("publish: %w", err), "")
	}
	return filepath.Join(dir, specs.IssuedFile), nil
}
