package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/suites"
)

// iutFile is a vendor's statement as it stands in a file, checked against the
// standard it speaks of. Paths in it are relative to its folder.
type iutFile struct {
	*suites.IUT
	doc *document.Document
	dir string
}

// readIUT reads an IUT file. Everything wrong with it is reported at once,
// each defect with its line.
func readIUT(path string, std *specs.Standard) (*iutFile, error) { return readIUTAt(path, std, nil) }

// readIUTAt reads the IUT file of a system that is reached at these addresses.
func readIUTAt(path string, std *specs.Standard, at *addresses) (*iutFile, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usage(fmt.Errorf("read the IUT file: %w", err), `write one with "cityconf init --out iut.yaml"`)
	}
	return parseIUT(path, data, std, at)
}

// parseIUT reads the text of an IUT file.
func parseIUT(path string, data []byte, std *specs.Standard, at *addresses) (*iutFile, error) {
	doc, err := document.Parse(path, data)
	if err != nil {
		return nil, usage(err, "")
	}
	f := &iutFile{IUT: &suites.IUT{}, doc: doc, dir: filepath.Dir(path)}
	problems := document.Problems(document.Decode(doc, "", f.IUT))
	if len(problems) == 0 {
		if problems, err = f.placed(at); err != nil {
			return nil, err
		}
	}
	if len(problems) == 0 {
		problems = f.check(std)
	}
	if len(problems) > 0 {
		return nil, usage(problems, "")
	}
	return f, nil
}

// check holds the statement against the standard.
func (f *iutFile) check(std *specs.Standard) document.Problems {
	var all document.Problems
	report := func(pointer, message, hint string) { all = append(all, f.doc.Problem(pointer, message, hint)) }
	name := std.ID + "/" + std.Version
	if f.ICS.Standard != name {
		report("/ics/standard", fmt.Sprintf("the statement is about %q, this is a suite for %q", f.ICS.Standard, name), "")
	}
	f.checkNames(report)
	f.checkRole(std, report)
	f.checkClasses(std, report)
	if std.Connects(f.ICS.Role) {
		f.checkHost(report)
	} else if u, err := url.Parse(f.IXIT.BaseURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		report("/ixit/baseURL", fmt.Sprintf("%q is not an http or https URL", f.IXIT.BaseURL), "like https://city.example:8443, without "+std.BasePath)
	} else if std.BasePath != "" && strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), std.BasePath) {
		report("/ixit/baseURL", "ends in the base path of the standard", "leave out "+std.BasePath)
	}
	if f.IXIT.City == "" && !std.Conventions.Samples {
		report("/ixit/city", "is needed", "the code of the city in the identifiers, like 330100")
	}
	if n := len(f.IXIT.BBox); n != 0 && n != 4 {
		report("/ixit/bbox", fmt.Sprintf("has %d numbers", n), "west, south, east, north in degrees")
	}
	f.checkLimits(report)
	f.checkCredentials(report)
	return all
}

type reporter func(pointer, message, hint string)

// longestName is how many characters a name in the statement may have.
const longestName = 1000

// checkNames keeps what reports show on their first page to a length that
// somebody may read.
func (f *iutFile) checkNames(report reporter) {
	for _, n := range []struct{ key, value string }{{"vendor", f.ICS.Vendor}, {"product", f.ICS.Product}, {"version", f.ICS.Version}, {"build", f.ICS.Build}} {
		if size := utf8.RuneCountInString(n.value); size > longestName {
			report("/ics/"+n.key, fmt.Sprintf("has %d characters, at most %d are shown", size, longestName), "a name, not a description")
		}
	}
}

func (f *iutFile) checkRole(std *specs.Standard, report reporter) {
	var roles []string
	for _, r := range std.Roles {
		roles = append(roles, r.ID)
	}
	if !slices.Contains(roles, f.ICS.Role) {
		report("/ics/role", fmt.Sprintf("no role %q", f.ICS.Role), document.Suggest(f.ICS.Role, roles))
	}
}

func (f *iutFile) checkClasses(std *specs.Standard, report reporter) {
	known := make([]string, len(std.Classes))
	for i, c := range std.Classes {
		known[i] = c.ID
	}
	if len(f.ICS.Classes) == 0 {
		report("/ics/classes", "claims no conformance class", "cityconf spec show lists them")
	}
	for i, c := range f.ICS.Classes {
		if !slices.Contains(known, c) {
			report(fmt.Sprintf("/ics/classes/%d", i), fmt.Sprintf("no conformance class %q", c), document.Suggest(c, known))
		}
	}
}

func (f *iutFile) checkLimits(report reporter) {
	l := f.IXIT.Limits
	for _, at := range []struct {
		key      string
		negative bool
	}{{"rate", l.Rate < 0}, {"concurrency", l.Concurrency < 0}, {"timeoutMs", l.TimeoutMS < 0}} {
		if at.negative {
			report("/ixit/limits/"+at.key, "is negative", "leave it out for the default")
		}
	}
}

// checkCredentials wants exactly one source of the secret of each credential.
func (f *iutFile) checkCredentials(report reporter) {
	for _, name := range document.Keys(f.IXIT.Credentials) {
		c, at := f.IXIT.Credentials[name], document.Join("/ixit/credentials", name)
		token, password := count(c.TokenEnv, c.TokenFile), count(c.PasswordEnv, c.PasswordFile)
		switch {
		case slices.Contains(builtIn, name):
			report(at, name+" is a credential that the tester brings along", "rename it")
		case token > 1 || password > 1:
			report(at, "names its secret twice", "keep the environment variable or the file")
		case password > 0 && c.User == "":
			report(at, "has a password without a user", "add user")
		case c.User != "" && password == 0:
			report(at, "has a user without a password", "add passwordEnv or passwordFile")
		case token == 0 && c.User == "":
			report(at, "names no secret", "add tokenEnv or tokenFile")
		}
	}
}

func count(texts ...string) int {
	n := 0
	for _, t := range texts {
		if t != "" {
			n++
		}
	}
	return n
}

// path makes a path of the file relative to the file's folder.
func (f *iutFile) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(f.dir, p)
}
