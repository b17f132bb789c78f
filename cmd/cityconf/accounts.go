package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/city/identity"
)

func simAccountsCommand(c console) *cobra.Command {
	var dir, standardDir string
	cmd := &cobra.Command{
		Use:   "accounts",
		Short: "Write the accounts and rights a foreign broker must know for sim up --broker",
		Long: `Accounts writes two files into a folder: accounts, a line name:password for each
account with a fresh password, for "sim up --broker-accounts"; and acl, the
rights of the accounts as Mosquitto reads them (acl_file). A copy of accounts
hashed with "mosquitto_passwd -U" is the password_file of Mosquitto.`,
		Args: cobra.NoArgs,
		RunE: verb(func(context.Context, []string) error {
			std, err := standard(standardDir)
			if err != nil {
				return err
			}
			all, err := city.Accounts(std)
			if err != nil {
				return err
			}
			if err := writeAccounts(dir, all); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "wrote %s and %s\n", filepath.Join(dir, "accounts"), filepath.Join(dir, "acl"))
			return nil
		}),
	}
	cmd.Flags().StringVar(&dir, "dir", "broker", "folder to write into")
	cmd.Flags().StringVar(&standardDir, "standard", "", "folder of the standard (default: the embedded one)")
	return cmd
}

func writeAccounts(dir string, all []identity.Account) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of the broker: %w", err)
	}
	if err := writeWhole(filepath.Join(dir, "accounts"), 0o600, func(w io.Writer) error {
		for _, a := range all {
			if _, err := fmt.Fprintf(w, "%s:%s\n", a.Name, a.Password); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return fmt.Errorf("write the accounts: %w", err)
	}
	return writeWhole(filepath.Join(dir, "acl"), 0o644, func(w io.Writer) error { return writeACL(w, all) })
}

// writeACL writes rights as mosquitto.conf(5), acl_file, describes them.
func writeACL(w io.Writer, all []identity.Account) error {
	for _, a := range all {
		if _, err := fmt.Fprintf(w, "user %s\n", a.Name); err != nil {
			return err
		}
		for _, right := range []struct {
			verb   string
			topics []string
		}{{"write", a.Publish}, {"read", a.Subscribe}} {
			for _, topic := range right.topics {
				if _, err := fmt.Fprintf(w, "topic %s %s\n", right.verb, topic); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
