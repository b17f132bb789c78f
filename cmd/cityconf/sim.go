package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/specs"
)

func simCommand(c console) *cobra.Command {
	return group("sim", "Start the reference city, conforming or with planted faults", simUpCommand(c), simBrokerCommand(c), simDeviceCommand(c), simListCommand(c), simAccountsCommand(c))
}

// simFlags say which city to start and where to leave its particulars.
type simFlags struct {
	dir, standard, ready, secret string
	places                       placeFlags
	faults, variations           []string
	broker                       brokerFlags
	period                       time.Duration
}

func simUpCommand(c console) *cobra.Command {
	var f simFlags
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Serve the reference city until interrupted",
		Long: `Up starts the reference city, writes an IUT file with certificates and
credentials for it into a folder, prints the next command and serves until it
is interrupted.

With --broker the simulated devices connect to a broker of yours; see "cityconf
sim accounts".`,
		Example: "  cityconf sim up\n  cityconf sim up --fault N12 --fault Q15 --dir flawed",
		Args:    cobra.NoArgs,
		RunE:    verb(func(ctx context.Context, _ []string) error { return f.up(ctx, c) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.dir, "dir", "city", "folder for iut.yaml, certificates and credentials")
	flags.StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	flags.StringVar(&f.ready, "ready-file", "", "file that appears when the city is ready")
	flags.StringVar(&f.secret, "secret", "", "phrase from which tokens, passwords and keys follow, so that a restart keeps them (default: fresh ones)")
	flags.StringSliceVar(&f.faults, "fault", nil, "nonconformity to plant; sim list names them")
	flags.StringSliceVar(&f.variations, "variation", nil, "allowed liberty to take; sim list names them")
	flags.DurationVar(&f.period, "period", time.Second, "time between two telemetry messages of a device")
	f.broker.register(flags)
	f.places.register(flags)
	return cmd
}

func (f *simFlags) up(ctx context.Context, c console) error {
	options, err := f.options()
	if err != nil {
		return err
	}
	sim, err := city.Start(ctx, options)
	if err != nil {
		return untestable(err, "")
	}
	defer sim.Close()
	path, err := writeAccess(f.dir, sim.Access())
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "ready: %s\nnext: cityconf run --iut %s\nstop: Ctrl-C\n", sim.Access().BaseURL, path)
	return untilInterrupted(ctx, f.ready, path)
}

// untilInterrupted shows by a file, if one is named, that the simulator is
// ready, and waits for the end.
func untilInterrupted(ctx context.Context, ready, path string) error {
	if ready == "" {
		<-ctx.Done()
		return nil
	}
	if err := writeWhole(ready, 0o644, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, path)
		return err
	}); err != nil {
		return fmt.Errorf("write the ready file: %w", err)
	}
	<-ctx.Done()
	if err := os.Remove(ready); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the ready file: %w", err)
	}
	return nil
}

func (f *simFlags) options() (city.Options, error) {
	std, err := standard(f.standard)
	if err != nil {
		return city.Options{}, err
	}
	if _, err := faults.NewSet(f.faults, f.variations); err != nil {
		return city.Options{}, usage(err, "cityconf sim list names them all")
	}
	foreign, err := f.broker.external(std)
	if err != nil {
		return city.Options{}, err
	}
	o := city.Options{Standard: std, Faults: f.faults, Variations: f.variations, Broker: foreign, Period: f.period, Secret: f.secret}
	err = f.places.into(&o)
	return o, err
}

func simListCommand(c console) *cobra.Command {
	var lang string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the faults that can be planted and the liberties that can be taken",
		Args:  cobra.NoArgs,
		RunE: verb(func(context.Context, []string) error {
			l, err := language(c, lang)
			if err != nil {
				return err
			}
			listFaults(c.out, l)
			return nil
		}),
	}
	cmd.Flags().StringVar(&lang, "lang", "", "zh-CN, en or both (default: CITYCONF_LANG, else the locale's)")
	return cmd
}

func listFaults(w io.Writer, lang render.Lang) {
	row := func(id string, t specs.Text, fails string) {
		fmt.Fprintf(w, "%-5s %s%s\n", id, inLanguage(t, lang), fails)
	}
	for _, f := range faults.All() {
		row(f.ID, f.Text, "  ["+strings.Join(f.Requirements, " ")+"]")
	}
	for _, v := range faults.Variations() {
		row(v.ID, v.Text, "")
	}
}
