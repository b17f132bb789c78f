package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/suites"
)

// deviceFlags say which devices to start, and to which broker they connect.
type deviceFlags struct {
	dir, standard, connect, ready string
	ca, cert, key                 string
	resource                      string
	count                         int
	faults, variations            []string
	period                        time.Duration
}

func simDeviceCommand(c console) *cobra.Command {
	var f deviceFlags
	cmd := &cobra.Command{
		Use:   "device",
		Short: "Connect simulated devices to a broker until interrupted",
		Long: `Device starts simulated devices without a city around them. They connect to the
broker at an address, which "cityconf run" hosts for the role device, as soon as
somebody listens there, and again whenever they lose it. An IUT file for the run
is written into a folder.`,
		Example: "  cityconf sim device --connect mqtt://127.0.0.1:18830\n  cityconf sim device --fault K05 --fault Q25",
		Args:    cobra.NoArgs,
		RunE:    verb(func(ctx context.Context, _ []string) error { return f.run(ctx, c) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.connect, "connect", "mqtt://127.0.0.1:18830", "URL of the broker, mqtt://host:port or mqtts://host:port")
	flags.StringVar(&f.dir, "dir", "device", "folder for iut.yaml")
	flags.StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	flags.StringVar(&f.ready, "ready-file", "", "file that appears when the devices are started")
	flags.StringVar(&f.ca, "ca", "", "PEM file of the authority of the broker")
	flags.StringVar(&f.cert, "cert", "", "PEM file of the devices' certificate, for mutual TLS")
	flags.StringVar(&f.key, "key", "", "PEM file of its key")
	flags.StringVar(&f.resource, "resource", "Luminaire", "resource whose objects have the devices")
	flags.IntVar(&f.count, "count", 2, "how many devices")
	flags.StringSliceVar(&f.faults, "fault", nil, "nonconformity to plant; sim list names them")
	flags.StringSliceVar(&f.variations, "variation", nil, "allowed liberty to take; sim list names them")
	flags.DurationVar(&f.period, "period", time.Second, "time between two telemetry messages of a device")
	return cmd
}

func (f *deviceFlags) run(ctx context.Context, c console) error {
	options, at, err := f.options()
	if err != nil {
		return err
	}
	sim, err := city.StartDevices(ctx, options)
	if err != nil {
		return untestable(err, "")
	}
	defer sim.Close()
	path, err := writeDeviceIUT(f.dir, sim.Access(), at)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "ready: devices connect to %s\nnext: cityconf run --iut %s\nstop: Ctrl-C\n", f.connect, path)
	return untilInterrupted(ctx, f.ready, path)
}

// options reads the flags; at is where the tester has to listen.
func (f *deviceFlags) options() (o city.DeviceOptions, at string, err error) {
	if o.Standard, err = standard(f.standard); err != nil {
		return o, "", err
	}
	if _, err := faults.NewSet(f.faults, f.variations); err != nil {
		return o, "", usage(err, "cityconf sim list names them all")
	}
	for _, id := range f.faults {
		if planted, _ := faults.Find(id); !planted.OfDevice() {
			return o, "", usage(fmt.Errorf("%s is a fault of a city, not of its devices", id), "cityconf sim up --fault "+id)
		}
	}
	u, err := url.Parse(f.connect)
	if err != nil || u.Port() == "" || u.Scheme != "mqtt" && u.Scheme != "mqtts" {
		return o, "", usage(fmt.Errorf("--connect %q is not mqtt://host:port or mqtts://host:port", f.connect), "")
	}
	if o.TLS, err = f.trust(); err != nil {
		return o, "", err
	}
	o.Broker, o.Faults, o.Variations, o.Resource, o.Count, o.Period = f.connect, f.faults, f.variations, f.resource, f.count, f.period
	return o, u.Host, nil
}

// trust is how the devices trust the broker and what they show it.
func (f *deviceFlags) trust() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if f.ca != "" {
		pem, err := os.ReadFile(f.ca)
		if err != nil {
			return nil, usage(fmt.Errorf("--ca: %w", err), "")
		}
		if config.RootCAs, err = certificates(pem); err != nil {
			return nil, usage(fmt.Errorf("--ca: %s %w", f.ca, err), "")
		}
	}
	if (f.cert == "") != (f.key == "") {
		return nil, usage(errors.New("--cert and --key go together"), "")
	}
	if f.cert != "" {
		pair, err := tls.LoadX509KeyPair(f.cert, f.key)
		if err != nil {
			return nil, usage(fmt.Errorf("--cert: %w", err), "")
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// simulatedPatience is how long simulated devices may take to connect again:
// attempts that were refused make them wait.
const simulatedPatience = 30 * time.Second

// deviceStatement is what the vendor of the simulated devices would write.
func deviceStatement(a city.Access, listen string) *suites.IUT {
	iut := statement(a)
	iut.ICS.Product = "simulated devices"
	iut.IXIT.Receiver = suites.ReceiverAddress{}
	iut.IXIT.Host = suites.HostAddress{Listen: listen, PatienceMS: int(simulatedPatience.Milliseconds())}
	return iut
}

func writeDeviceIUT(dir string, a city.Access, listen string) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make the folder of the devices: %w", err)
	}
	path := filepath.Join(dir, "iut.yaml")
	return path, writeWhole(path, 0o644, func(w io.Writer) error { return writeIUT(w, deviceStatement(a, listen)) })
}
