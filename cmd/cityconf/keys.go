package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports/bundle"
)

func keysCommand(c console) *cobra.Command {
	return group("keys", "Make keys for signing bundles", keysNewCommand(c))
}

func keysNewCommand(c console) *cobra.Command {
	var name, role, out string
	var days int
	cmd := &cobra.Command{
		Use:   "new --name NAME --out FILE",
		Short: "Make a key: FILE.key to sign with, FILE.pub to give away",
		Long: `New makes an Ed25519 key. FILE.key signs (run --sign, sign --key); keep it to
yourself. FILE.pub verifies (verify --key); hand it over in a way that the other
side can trust, such as with the tender documents: whoever keeps it vouches for
name and role.`,
		Example: `  cityconf keys new --name "our company" --out vendor
  cityconf keys new --name "city laboratory" --role laboratory --out lab`,
		Args: cobra.NoArgs,
		RunE: verb(func(context.Context, []string) error { return newKey(c, name, role, out, days) }),
	}
	cmd.Flags().StringVar(&name, "name", "", "holder of the key, as reports show it")
	cmd.Flags().StringVar(&role, "role", "vendor", strings.Join(bundle.Roles, ", "))
	cmd.Flags().StringVar(&out, "out", "cityconf", "files to write, without their endings")
	cmd.Flags().IntVar(&days, "days", 730, "validity in days")
	return cmd
}

func newKey(c console, name, role, out string, days int) error {
	if days < 1 {
		return usage(fmt.Errorf("--days %d: a key is valid for a day at least", days), "")
	}
	key, err := bundle.NewKey(rand.Reader, name, role, time.Now(), time.Duration(days)*24*time.Hour)
	if err != nil {
		return usage(err, "")
	}
	for _, f := range []struct {
		path string
		mode fs.FileMode
		key  *bundle.Key
	}{{out + ".key", 0o600, key}, {out + ".pub", 0o644, key.Open()}} {
		if _, err := os.Stat(f.path); !errors.Is(err, fs.ErrNotExist) {
			return usage(fmt.Errorf("%s exists", f.path), "--out names other files")
		}
		text, err := f.key.Encode()
		if err != nil {
			return err
		}
		if err := writeWhole(f.path, f.mode, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
			return usage(fmt.Errorf("write %s: %w", f.path, err), "")
		}
		fmt.Fprintln(c.out, filepath.ToSlash(f.path))
	}
	return nil
}

// readKey reads the file of a key.
func readKey(path string) (*bundle.Key, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usage(fmt.Errorf("read the key: %w", err), `make one with "cityconf keys new"`)
	}
	k, err := bundle.ReadKey(data)
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", path, err), "")
	}
	return k, nil
}

// signingKey reads a key that can sign today.
func signingKey(path string) (*bundle.Key, error) {
	k, err := readKey(path)
	switch now := time.Now(); {
	case err != nil:
		return nil, err
	case k.Private == "":
		return nil, usage(fmt.Errorf("%s holds the public key only", path), "sign with the .key file")
	case now.Before(k.NotBefore) || !now.Before(k.NotAfter):
		return nil, usage(fmt.Errorf("%s is valid from %s to %s", path, k.NotBefore.Format(time.DateOnly), k.NotAfter.Format(time.DateOnly)), `make a new one with "cityconf keys new"`)
	}
	return k, nil
}
