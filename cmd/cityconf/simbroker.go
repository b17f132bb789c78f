package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/fixtures/city"
)

// hostFlags say where a broker opens and where it leaves its particulars.
type hostFlags struct {
	dir, standard, ready, secret string
	at                           city.Place
}

func simBrokerCommand(c console) *cobra.Command {
	var f hostFlags
	cmd := &cobra.Command{
		Use:   "broker",
		Short: "Serve the broker of the reference city alone until interrupted",
		Long: `Broker starts the MQTT broker of the reference city without the city and writes
ca.pem, accounts and acl into a folder: what "sim up --broker" needs to connect
its devices there.`,
		Example: "  cityconf sim broker --mqtt 127.0.0.1:8883\n  cityconf sim up --broker mqtts://127.0.0.1:8883 --broker-ca broker/ca.pem --broker-accounts broker/accounts",
		Args:    cobra.NoArgs,
		RunE:    verb(func(ctx context.Context, _ []string) error { return f.serve(ctx, c) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.dir, "dir", "broker", "folder for ca.pem, accounts and acl")
	flags.StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	flags.StringVar(&f.ready, "ready-file", "", "file that appears when the broker is ready")
	flags.StringVar(&f.secret, "secret", "", "phrase from which passwords and keys follow, so that a restart keeps them (default: fresh ones)")
	flags.StringVar(&f.at.Listen, "mqtt", "127.0.0.1:0", "address of the broker")
	flags.StringVar(&f.at.Public, "mqtt-public", "", "HOST:PORT by which others reach the broker (default: where it listens)")
	return cmd
}

func (f *hostFlags) serve(ctx context.Context, c console) error {
	std, err := standard(f.standard)
	if err != nil {
		return err
	}
	for _, given := range []struct{ flag, address string }{{"mqtt", f.at.Listen}, {"mqtt-public", f.at.Public}} {
		if _, _, err := net.SplitHostPort(given.address); given.address != "" && err != nil {
			return usage(fmt.Errorf("--%s %q is not HOST:PORT", given.flag, given.address), "")
		}
	}
	b, accounts, err := city.StartBroker(city.Options{Standard: std, MQTT: f.at, Secret: f.secret})
	if err != nil {
		return untestable(err, "")
	}
	defer b.Close()
	if err := writeAccounts(f.dir, accounts); err != nil {
		return err
	}
	ca, at := filepath.Join(f.dir, "ca.pem"), b.Access()
	if err := writeWhole(ca, os.FileMode(0o644), func(w io.Writer) error { _, err := io.WriteString(w, at.BrokerCA); return err }); err != nil {
		return fmt.Errorf("write the authority of the broker: %w", err)
	}
	fmt.Fprintf(c.out, "ready: %s\nnext: cityconf sim up --broker %s --broker-ca %s --broker-accounts %s\nstop: Ctrl-C\n",
		at.Broker, at.Broker, ca, filepath.Join(f.dir, "accounts"))
	return untilInterrupted(ctx, f.ready, f.dir)
}
