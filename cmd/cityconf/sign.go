package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
)

func signCommand(c console) *cobra.Command {
	var key, out string
	cmd := &cobra.Command{
		Use:   "sign BUNDLE --key FILE",
		Short: "Sign an evidence bundle",
		Long: `Sign adds a signature (DSSE, Ed25519) over the digest of the manifest, which
lists the digest of every part: copies that leave parts out stay signed.`,
		Example: `  cityconf sign run-1/bundle.zip --key vendor.key`,
		Args:    cobra.ExactArgs(1),
		RunE: verb(func(_ context.Context, args []string) error {
			k, err := signingKey(key)
			if err != nil {
				return err
			}
			b, err := openBundle(args[0])
			if err != nil {
				return err
			}
			defer b.Close()
			if b.Envelope != nil {
				return usage(fmt.Errorf("%s is signed already, with the key %s", args[0], b.Envelope.Signatures[0].KeyID), "")
			}
			to := cmp.Or(out, args[0])
			if err := signFile(args[0], to, k); err != nil {
				return err
			}
			fmt.Fprintln(c.out, filepath.ToSlash(to))
			return nil
		}),
	}
	cmd.Flags().StringVar(&key, "key", "", "file of the private key")
	cmd.Flags().StringVar(&out, "out", "", "file to write (default: the bundle itself)")
	_ = cmd.MarkFlagRequired("key") // it exists
	return cmd
}
