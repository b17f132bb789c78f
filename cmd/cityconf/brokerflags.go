package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/specs"
)

// brokerFlags name a foreign broker for the simulated devices.
type brokerFlags struct{ url, ca, accounts string }

func (b *brokerFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&b.url, "broker", "", "URL of a foreign broker, mqtts://host:port (default: a broker of its own)")
	flags.StringVar(&b.ca, "broker-ca", "", "PEM file of the authority of the foreign broker")
	flags.StringVar(&b.accounts, "broker-accounts", "", "file with a line name:password for each account of the foreign broker")
}

// external is the foreign broker of a city of this standard, nil when none is
// named.
func (b *brokerFlags) external(std *specs.Standard) (*city.ExternalBroker, error) {
	if b.url == "" {
		if b.ca != "" || b.accounts != "" {
			return nil, usage(fmt.Errorf("--broker-ca and --broker-accounts need --broker"), "")
		}
		return nil, nil
	}
	out := &city.ExternalBroker{URL: b.url, Accounts: map[string]string{}}
	if b.ca != "" {
		pem, err := os.ReadFile(b.ca)
		if err != nil {
			return nil, usage(fmt.Errorf("--broker-ca: %w", err), "")
		}
		out.CA = string(pem)
	}
	if b.accounts == "" {
		return nil, usage(fmt.Errorf("--broker needs --broker-accounts"), "cityconf sim accounts writes that file")
	}
	var err error
	if out.Accounts, err = readAccounts(b.accounts); err != nil {
		return nil, err
	}
	needed, err := city.Accounts(std)
	if err != nil {
		return nil, err
	}
	for _, a := range needed {
		if out.Accounts[a.Name] == "" {
			return nil, usage(fmt.Errorf("%s has no line for the account %s", b.accounts, a.Name), "cityconf sim accounts writes that file")
		}
	}
	return out, nil
}

// readAccounts reads lines of name:password.
func readAccounts(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usage(fmt.Errorf("--broker-accounts: %w", err), "")
	}
	out := map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		name, password, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || name == "" || password == "" {
			return nil, usage(fmt.Errorf("%s:%d: want name:password", path, i+1), "")
		}
		out[name] = password
	}
	return out, nil
}
