package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/fixtures/faults"
)

func proveCommand(c console) *cobra.Command {
	var o proofOptions
	var out, table string
	var matrix bool
	var cmd *cobra.Command
	cmd = &cobra.Command{
		Use:   "prove [FAULT|VARIATION…]",
		Short: "Show that the tests fail on defects and pass on what conforms",
		Long: `Prove tests reference cities over real sockets: conforming ones in several
orders, ones that take every liberty the standard leaves, ones with one known
defect each, and ones with two. A defect is killed when a requirement that the
defect names fails; of a pair both have to be.

It exits 0 when all defects are killed, both of every pair are named, nothing
that conforms is blamed and, unless defects were picked, every MUST with a test
was seen to fail; else 1.`,
		Example: `  cityconf prove --out proof.json
  cityconf prove N12 Q15 --full --matrix
  cityconf prove V08
  cityconf prove --pairs 20 --pair-seed 7 N12 Q15 S04 G02`,
		RunE: verb(func(ctx context.Context, args []string) error {
			o.names = args
			if len(args) > 0 && !cmd.Flags().Changed("pairs") {
				o.pairs = 0
			}
			p, err := prove(ctx, c.err, o)
			if err != nil {
				return err
			}
			if err := errors.Join(writeProof(out, p.JSON), writeProof(table, p.CSV), p.Text(c.out, matrix)); err != nil {
				return err
			}
			if !p.Holds() {
				return exit(exitFail)
			}
			return nil
		}),
	}
	flags := cmd.Flags()
	flags.IntVar(&o.seeds, "seeds", 3, "conforming cities to test, each in another order")
	flags.IntVar(&o.pairs, "pairs", 100, "cities with two defects (none when defects are picked)")
	flags.Uint64Var(&o.pairSeed, "pair-seed", 1, "which pairs are drawn")
	flags.IntVar(&o.workers, "workers", 32, "cities tested at the same time")
	flags.BoolVar(&o.full, "full", false, "run every case against every defect, not only those that can notice it first")
	flags.BoolVar(&matrix, "matrix", false, "print what each defect made fail")
	flags.StringVar(&out, "out", "", "file for the proof, as JSON")
	flags.StringVar(&table, "csv", "", "file for the kill matrix (fault × requirement), for spreadsheets")
	return cmd
}

// writeProof writes one form of the proof into a file, if one is asked for.
func writeProof(path string, form func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	return writeWhole(path, 0o644, form)
}

// selectPlants finds the named defects and liberties, all when none is named.
func selectPlants(names []string) (all []faults.Fault, liberties []faults.Variation, err error) {
	if len(names) == 0 {
		return faults.All(), faults.Variations(), nil
	}
	var unknown []error
	for _, n := range names {
		if v, err := faults.FindVariation(n); err == nil {
			liberties = append(liberties, v)
			continue
		}
		f, err := faults.Find(n)
		if err != nil {
			unknown = append(unknown, usage(err, "cityconf sim list names them all"))
			continue
		}
		all = append(all, f)
	}
	return all, liberties, errors.Join(unknown...)
}
