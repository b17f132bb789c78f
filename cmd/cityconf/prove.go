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

<<<<<<< HEAD
// proof is the outcome: what each city was blamed for.
type proof struct {
	Suite      string        `json:"suite"` // digest
	Seeds      int           `json:"seeds"`
	Blamed     []string      `json:"blamed"`     // "seed 2: CORE-001 (…)": what conforming cities were blamed for
	Variations int           `json:"variations"` // tried
	Kills      []kill        `json:"kills"`
	Took       time.Duration `json:"took"`

	mu sync.Mutex // of Blamed
}

// kill is one defect and the requirements that failed on it.
type kill struct {
	Fault    string   `json:"fault"`
	In       string   `json:"in,omitempty"` // device; a city when left out
	Named    []string `json:"named"`        // requirements of the defect that failed
	Besides  []string `json:"besides"`      // others that failed as well
	Expected []string `json:"expected"`     // requirements the defect names
}

func (p *proof) killed() int {
	n := 0
	for _, k := range p.Kills {
		if len(k.Named) > 0 {
			n++
		}
	}
	return n
}

func (p *proof) holds() bool { return len(p.Blamed) == 0 && p.killed() == len(p.Kills) }

// print is the summary for people.
func (p *proof) print(w io.Writer) {
	for _, k := range p.Kills {
		if len(k.Named) == 0 {
			fmt.Fprintf(w, "not killed  %s  expected %s; failed %s\n", strings.TrimSpace(k.Fault+" "+k.In), strings.Join(k.Expected, " "), orNone(k.Besides))
		}
	}
	for _, b := range p.Blamed {
		fmt.Fprintf(w, "false blame  %s\n", b)
	}
	besides := 0
	for _, k := range p.Kills {
		if len(k.Besides) > 0 {
			besides++
		}
	}
	fmt.Fprintf(w, "faults killed / planted            %d/%d\n", p.killed(), len(p.Kills))
	fmt.Fprintf(w, "faults that other requirements notice too   %d\n", besides)
	fmt.Fprintf(w, "false failures                     %d (%d conforming cities, %d variations)\n", len(p.Blamed), p.Seeds, p.Variations)
	fmt.Fprintf(w, "requirements with a kill proof     %d\n", len(p.proven()))
	fmt.Fprintf(w, "time of the proof                  %v\n", p.Took.Round(time.Second))
}

// proven lists the requirements that some defect made fail.
func (p *proof) proven() []string {
	var ids []string
	for _, k := range p.Kills {
		ids = append(ids, k.Named...)
		ids = append(ids, k.Besides...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func orNone(ids []string) string {
	if len(ids) == 0 {
		return "nothing"
	}
	return strings.Join(ids, " ")
}

func writeProof(path string, p *proof) error {
	b, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
=======
// writeProof writes one form of the proof into a file, if one is asked for.
func writeProof(path string, form func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	return writeWhole(path, 0o644, form)
>>>>>>> main
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
