package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/foreign"
	"github.com/cityconf/cityconf/suites"
)

// openAPI says which OpenAPI document takes the place of the standard, and
// where the service is that it describes.
type openAPI struct {
	File     string   `json:"openapi,omitempty"`
	Root     string   `json:"openapiRoot,omitempty"`
	Refs     []string `json:"refMap,omitempty"`
	Target   string   `json:"target,omitempty"`
	TokenEnv string   `json:"tokenEnv,omitempty"`
}

// document adds the flags that name the document.
func (o *openAPI) document(flags *pflag.FlagSet) {
	flags.StringVar(&o.File, "openapi", "", "test against this OpenAPI 3.x or Swagger 2.0 document instead of the standard")
	flags.StringVar(&o.Root, "openapi-root", "", "folder whose files the document may refer to (default: the document's)")
	flags.StringArrayVar(&o.Refs, "ref-map", nil, "URL=FILE: read FILE where the document refers to URL; nothing is ever fetched")
}

// service adds the flags that name the service.
func (o *openAPI) service(flags *pflag.FlagSet) {
	flags.StringVar(&o.Target, "target", "", "with --openapi: URL of the service, in the place of the document's first server; no IUT file is needed")
	flags.StringVar(&o.TokenEnv, "token-env", "", "with --target: environment variable that holds the bearer token, the API key or user:password")
}

// check refuses flags that do not go together.
func (o *openAPI) check(standard string) error {
	switch {
	case o.File == "" && (o.Target != "" || o.TokenEnv != "" || o.Root != "" || len(o.Refs) > 0):
		return usage(errors.New("--target, --token-env, --openapi-root and --ref-map belong to --openapi"), "name the document with --openapi FILE")
	case o.File != "" && standard != "":
		return usage(errors.New("--openapi and --standard exclude each other"), "")
	case o.TokenEnv != "" && o.Target == "":
		return usage(errors.New("--token-env belongs to --target"), "an IUT file names credentials itself")
	}
	return nil
}

// mostFaults is how many faults of a document are told; the report has them all.
const mostFaults = 20

// load reads the document and tells what of it is not tested.
func (o *openAPI) load(w io.Writer) (*foreign.Service, error) {
	refs, files, err := o.references()
	if err != nil {
		return nil, err
	}
	svc, root, err := openDocument(o.File, o.Root, files, refs)
	if err != nil {
		return nil, err
	}
	for i, p := range below(root, svc.Quarantined) {
		if i == mostFaults {
			fmt.Fprintf(w, "… and %d more faults of the document\n", len(svc.Quarantined)-i)
			break
		}
		fmt.Fprintf(w, "the document is at fault, this part is not tested: %s\n", p.Error())
	}
	return svc, nil
}

// references are the addresses of --ref-map with the names under which their
// files are reached, and those names with the files.
func (o *openAPI) references() (refs, files map[string]string, err error) {
	refs, files = map[string]string{}, map[string]string{}
	for i, pair := range o.Refs {
		address, file, ok := strings.Cut(pair, "=")
		if !ok || address == "" || file == "" {
			return nil, nil, usage(fmt.Errorf("--ref-map %s is no URL=FILE", pair), "")
		}
		name := fmt.Sprintf("ref-map/%d%s", i, filepath.Ext(file))
		refs[address], files[name] = name, file
	}
	return refs, files, nil
}

// openDocument reads an OpenAPI document and what it refers to below a folder.
func openDocument(file, dir string, files, refs map[string]string) (*foreign.Service, string, error) {
	if dir == "" {
		dir = filepath.Dir(file)
	}
	name, err := filepath.Rel(dir, file)
	if err != nil || !filepath.IsLocal(name) {
		return nil, dir, usage(fmt.Errorf("%s is not below %s", file, dir), "--openapi-root names a folder that holds the document")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, dir, usage(fmt.Errorf("read the document: %w", err), "")
	}
	defer root.Close()
	svc, err := foreign.Load(withFiles{root.FS(), files}, filepath.ToSlash(name), refs)
	var problems document.Problems
	if errors.As(err, &problems) {
		err = below(dir, problems)
	}
	if err != nil {
		return nil, dir, usage(err, "mend the document first; nothing was sent")
	}
	return svc, dir, nil
}

// withFiles is a folder with further files that the user named.
type withFiles struct {
	fs.FS
	files map[string]string // name → path
}

// Open opens a file that the user named, else one of the folder.
func (w withFiles) Open(name string) (fs.File, error) {
	if path, ok := w.files[name]; ok {
		return os.Open(path)
	}
	return w.FS.Open(name)
}

// iut is the statement about a service of which nothing is known but its
// document and its address. An address without a path keeps that of the
// document's first server.
func (o *openAPI) iut(svc *foreign.Service) (*suites.IUT, error) {
	u, err := url.Parse(o.Target)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, usage(fmt.Errorf("--target %q is not an http or https URL", o.Target), "like http://localhost:8080")
	}
	at := strings.TrimRight(o.Target, "/")
	if strings.TrimRight(u.Path, "/") == "" {
		at += svc.BasePath
	}
	std := svc.Standard
	iut := &suites.IUT{ICS: suites.ICS{Product: std.Title.EN, Version: std.Version, Standard: std.ID + "/" + std.Version, Role: foreign.Role},
		IXIT: suites.IXIT{BaseURL: at}}
	for i := range std.Classes {
		iut.ICS.Classes = append(iut.ICS.Classes, std.Classes[i].ID)
	}
	return iut, nil
}

// reach prepares the wires to the service.
func (o *openAPI) reach(svc *foreign.Service, rate float64, getenv func(string) string) (*target, error) {
	iut, err := o.iut(svc)
	if err != nil {
		return nil, err
	}
	secrets := map[string]secret{}
	if o.TokenEnv != "" {
		token := strings.TrimSpace(getenv(o.TokenEnv))
		if token == "" {
			return nil, usage(fmt.Errorf("--token-env: the environment variable %s is empty", o.TokenEnv), "export "+o.TokenEnv+"=…")
		}
		secrets["default"] = secret{token: token}
	}
	iut.IXIT.Limits.Rate = rate
	t, err := newTarget(iut, svc.Standard, secrets, nil)
	if err != nil {
		return nil, usage(fmt.Errorf("--target: %w", err), "")
	}
	return t, nil
}

// words are the flags as the report tells them.
func (o *openAPI) words() []string {
	var out []string
	for _, w := range []struct{ flag, value string }{{"--openapi", o.File}, {"--openapi-root", o.Root}, {"--target", o.Target}, {"--token-env", o.TokenEnv}} {
		if w.value != "" {
			out = append(out, w.flag+" "+w.value)
		}
	}
	for _, r := range o.Refs {
		out = append(out, "--ref-map "+r)
	}
	return out
}
