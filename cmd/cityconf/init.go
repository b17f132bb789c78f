package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

func initCommand(c console) *cobra.Command {
	var out, ci string
	var noInput, force bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write an IUT file for your system by a few questions",
		Args:  cobra.NoArgs,
		RunE: verb(func(context.Context, []string) error {
			if ci != "" {
				return printJob(c, ci)
			}
			std, err := published()
			if err != nil {
				return err
			}
			if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) && !force {
				return usage(fmt.Errorf("%s is there already", out), "--force replaces it, --out names another file")
			}
			iut := proposal(std)
			if !noInput {
				if err := interview(c, iut); err != nil {
					return err
				}
			}
			if err := writeWhole(out, 0o644, func(w io.Writer) error { return writeIUT(w, iut) }); err != nil {
				return usage(fmt.Errorf("write the IUT file: %w", err), "")
			}
			token := iut.IXIT.Credentials["default"].TokenEnv
			fmt.Fprintf(c.err, "wrote %s\nnext: export %s=… && cityconf doctor --iut %s\n", out, token, out)
			return nil
		}),
	}
	cmd.Flags().StringVar(&out, "out", "iut.yaml", "file to write")
	cmd.Flags().BoolVar(&noInput, "no-input", false, "ask nothing; write the proposal for editing")
	cmd.Flags().StringVar(&ci, "ci", "", "print a job for a CI system, or the definition of an image, instead: "+ciNames())
	cmd.Flags().BoolVar(&force, "force", false, "replace the file")
	return cmd
}

// proposal is an IUT of which every value can be a default.
func proposal(std *specs.Standard) *suites.IUT {
	return &suites.IUT{
		ICS: suites.ICS{Vendor: "our company", Product: "our platform", Version: "1.0", Standard: std.ID + "/" + std.Version,
			Role: "domain-platform", Classes: []string{"core", "sec-1", "lgt-read"}},
		IXIT: suites.IXIT{BaseURL: "https://city.example:8443", City: "330100",
			Credentials: map[string]suites.Credential{"default": {TokenEnv: "CITYCONF_TOKEN"}}},
	}
}

// interview asks for the values; an empty answer takes the proposal. The end of
// the input takes all the rest.
func interview(c console, iut *suites.IUT) error {
	token := iut.IXIT.Credentials["default"].TokenEnv
	classes := strings.Join(iut.ICS.Classes, " ")
	in := bufio.NewScanner(c.in)
	for _, q := range []struct {
		text string
		into *string
	}{
		{"URL of the system, without the base path", &iut.IXIT.BaseURL},
		{"environment variable that holds the token", &token},
		{"city code", &iut.IXIT.City},
		{"vendor", &iut.ICS.Vendor},
		{"product", &iut.ICS.Product},
		{"version", &iut.ICS.Version},
		{"role", &iut.ICS.Role},
		{"conformance classes", &classes},
	} {
		fmt.Fprintf(c.err, "%s [%s]: ", q.text, *q.into)
		if !in.Scan() {
			fmt.Fprintln(c.err)
			break
		}
		if answer := strings.TrimSpace(in.Text()); answer != "" {
			*q.into = answer
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read an answer: %w", err)
	}
	iut.IXIT.Credentials["default"] = suites.Credential{TokenEnv: token}
	iut.ICS.Classes = strings.FieldsFunc(classes, func(r rune) bool { return r == ' ' || r == ',' })
	return nil
}
