package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports/site"
	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/suites/derive"
)

func specHTMLCommand(c console) *cobra.Command {
	var dir, proofFile string
	cmd := &cobra.Command{
		Use:   "html DIR",
		Short: "Write the standard as pages to browse, in Chinese and English",
		Long: `Html writes a static site of the standard: domains, classes, operations,
channels, schemas, and every requirement with its permanent anchor, what tests
it and which planted faults it must notice. It needs no server, no network and
no script. Open DIR/index.html.`,
		Example: "  cityconf spec html site\n  cityconf spec html site --proof proof.json",
		Args:    cobra.ExactArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			std, err := standard(dir)
			if err != nil {
				return err
			}
			in, err := traceInput(std, proofFile)
			if err != nil {
				return err
			}
			files, err := site.Write(site.Input{Standard: std, Matrix: trace.New(in), Suite: in.Suite.Digest, Assertion: derive.Assertion})
			if err != nil {
				return err
			}
			size, err := writeSite(args[0], files)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s: %d files, %.1f MB\n", filepath.Join(args[0], "index.html"), len(files), float64(size)/1e6)
			return nil
		}),
	}
	cmd.Flags().StringVar(&dir, "standard", "", "folder of the standard (default: the embedded one)")
	cmd.Flags().StringVar(&proofFile, "proof", "", "kill matrix that cityconf prove --out wrote")
	return cmd
}

// writeSite writes the files below a folder and returns their size in octets.
func writeSite(dir string, files []site.File) (int, error) {
	size := 0
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return 0, usage(fmt.Errorf("make the folder of the site: %w", err), "")
		}
		if err := os.WriteFile(path, f.Content, 0o644); err != nil {
			return 0, usage(fmt.Errorf("write the site: %w", err), "")
		}
		size += len(f.Content)
	}
	return size, nil
}
