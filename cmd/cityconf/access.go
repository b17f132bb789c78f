package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/suites"
)

// writeAccess writes what a tester needs to reach a city into a folder: the IUT
// file, whose path it returns, the certificates and, readable by the owner
// alone, one file for each secret.
func writeAccess(dir string, a city.Access) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make the folder of the city: %w", err)
	}
	put := func(name string, mode os.FileMode, text string) error {
		return writeWhole(filepath.Join(dir, name), mode, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
	}
	iut := statement(a)
	if pem := a.CA + a.BrokerCA; pem != "" {
		iut.IXIT.CAFile = "ca.pem"
		if err := put("ca.pem", 0o644, pem); err != nil {
			return "", err
		}
	}
	iut.IXIT.Credentials = map[string]suites.Credential{}
	secrets := citySecrets(a)
	for _, name := range document.Keys(secrets) {
		s := secrets[name]
		named := suites.Credential{User: s.user}
		if s.token != "" {
			named.TokenFile = name + ".token"
			if err := put(named.TokenFile, 0o600, s.token+"\n"); err != nil {
				return "", err
			}
		}
		if s.user != "" {
			named.PasswordFile = name + ".password"
			if err := put(named.PasswordFile, 0o600, s.password+"\n"); err != nil {
				return "", err
			}
		}
		iut.IXIT.Credentials[name] = named
	}
	path := filepath.Join(dir, "iut.yaml")
	return path, writeWhole(path, 0o644, func(w io.Writer) error { return writeIUT(w, iut) })
}
