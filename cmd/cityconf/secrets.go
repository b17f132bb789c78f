package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// Credentials that every tester has, beside those the IUT file names.
const (
	anonymous = "none"    // no credential at all
	garbage   = "garbage" // well formed and worthless
)

var builtIn = []string{anonymous, garbage}

// secret is what a credential of the IUT file stands for. A system may want a
// bearer token over REST and a user with a password at the broker.
type secret struct{ token, user, password string }

// secrets reads what the credentials of an IUT file point at. The values go to
// the wire and nowhere else.
func (f *iutFile) secrets(getenv func(string) string) (map[string]secret, error) {
	out := map[string]secret{}
	for _, name := range document.Keys(f.IXIT.Credentials) {
		c, at := f.IXIT.Credentials[name], document.Join("/ixit/credentials", name)
		token, err := f.secret(getenv, c.TokenEnv, c.TokenFile, at+"/token")
		if err != nil {
			return nil, err
		}
		password, err := f.secret(getenv, c.PasswordEnv, c.PasswordFile, at+"/password")
		if err != nil {
			return nil, err
		}
		out[name] = secret{token: token, user: c.User, password: password}
	}
	return out, nil
}

// secret reads one secret from the environment or a file; white space around
// it is not part of it.
func (f *iutFile) secret(getenv func(string) string, env, file, at string) (string, error) {
	switch {
	case env != "":
		v := strings.TrimSpace(getenv(env))
		if v == "" {
			return "", usage(f.doc.Problem(at+"Env", fmt.Sprintf("the environment variable %s is empty", env), ""), "export "+env+"=…")
		}
		return v, nil
	case file != "":
		b, err := os.ReadFile(f.path(file))
		if err != nil {
			return "", usage(f.doc.Problem(at+"File", err.Error(), ""), "")
		}
		v := strings.TrimSpace(string(b))
		if v == "" {
			return "", usage(f.doc.Problem(at+"File", f.path(file)+" is empty", ""), "")
		}
		return v, nil
	}
	return "", nil
}

// tokens names the credentials that hold a bearer token, sorted.
func (t *target) tokens() []string {
	return slices.DeleteFunc(document.Keys(t.secrets), func(name string) bool { return t.secrets[name].token == "" })
}
