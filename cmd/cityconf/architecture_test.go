package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// module is the prefix of every package of the tree.
const module = "github.com/cityconf/cityconf/"

// may is the whole of who imports whom inside the tree. "x/..." stands for x
// and everything below it. A line that nothing uses is stale and fails.
var may = []struct{ from, to, why string }{
	{"specs/asyncapi", "specs/document", "a channel document is a YAML text first"},
	{"specs/openapi", "specs/document", "an interface document is a YAML text first"},
	{"specs", "specs/document", "registries, requirements and scenarios are YAML texts"},
	{"specs", "specs/asyncapi", "channels are part of a standard"},
	{"specs", "specs/openapi", "operations are part of a standard"},
	{"specs", "specs/schema", "examples are held against schemas"},
	{"specs/foreign", "specs/...", "anybody's document is read as a standard"},
	{"suites/synth", "specs/schema", "an instance is made from a schema and proven by it"},
	{"suites/synth", "specs/document", "places are written as JSON pointers"},
	{"suites/check", "specs/...", "a judgement quotes the standard"},
	{"suites/check", "suites/wire", "a judgement is about an exchange"},
	{"suites", "specs/...", "a suite is about a standard"},
	{"suites", "suites/check", "a step's expectations are judged"},
	{"suites", "suites/wire", "a step is exchanged"},
	{"suites/wire", "suites/wire/embedded", "the broker for devices is a library's"},
	{"suites/derive", "specs/...", "test cases are derived from a standard"},
	{"suites/derive", "suites", "a derived case is a test case"},
	{"suites/derive", "suites/check", "a case says what is to be judged"},
	{"suites/derive", "suites/synth", "bodies and parameters are synthesised"},
	{"fixtures/...", "specs/...", "the city speaks the standard"},
	{"fixtures/...", "fixtures/...", "a city is made of parts"},
	{"fixtures/city/broker", "suites/wire/embedded", "what keeps a library from stopping is no part of judging"},
	{"reports", "specs/...", "a report quotes the standard"},
	{"reports", "suites", "a report counts verdicts"},
	{"reports", "suites/check", "a deviation shows findings"},
	{"reports", "suites/wire", "a deviation shows exchanges"},
	{"reports/...", "reports/...", "every format is rendered from the one report"},
	{"reports/...", "specs", "sentences are bilingual texts of the standard"},
	{"reports/...", "suites", "verdicts have one vocabulary"},
	{"reports/tender", "specs/document", "profiles, waivers and errata are YAML texts"},
	{"reports/trace", "specs/...", "traceability follows the documents"},
	{"reports/trace", "suites/check", "some assertions are made on every exchange"},
	{"reports/site", "specs/...", "the pages show the documents"},
	{"reports/bundle", "specs/schema", "a manifest has a schema"},
	{"reports/bundle", "suites/wire", "evidence is what went over the wire"},
	{"reports/sample", "suites/...", "a sample report is counted from a sample result"},
	{"cmd/...", "...", "the command puts everything together"},
}

// only pins what reaches outside of the process, or makes two runs differ.
var only = []pin{
	{"socket", []string{"suites/wire/...", "fixtures/...", "cmd/..."}, sockets,
		"what the report calls evidence went through the wire package"},
	{"clock", nil, []string{"time.Now", "time.Since", "time.Until"},
		"the suite is a function of its inputs, a report of its result"},
	{"chance", nil, []string{"math/rand.*", "math/rand/v2.*"},
		"each generated value is seeded by its case"},
	{"container", []string{"fixtures/launch"}, []string{"github.com/testcontainers/*", "github.com/moby/*"},
		"one package knows that systems may run in containers"},
	{"os", []string{"cmd/...", "fixtures/launch/...", "fixtures/chromium", "reports/bundle"}, []string{"os.*", "os/exec.*", "os/signal.*"},
		"others take fs.FS, io.Reader and io.Writer"},
}

// Where the clock and chance are pinned: not in the whole tree.
var judged = []string{"suites/check/...", "suites/derive/...", "suites/synth/...", "reports/..."}

var sockets = []string{
	"net.Dial*", "net.Listen*", "net.Dialer", "net.ListenConfig", "crypto/tls.Dial*", "crypto/tls.Listen", "crypto/tls.Dialer",
	"net/http.Get", "net/http.Post", "net/http.Head", "net/http.PostForm", "net/http.Client", "net/http.DefaultClient",
	"net/http.Transport", "net/http.DefaultTransport", "net/http.Server", "net/http.ListenAndServe*", "net/http.Serve*",
	"github.com/eclipse/paho.*", "github.com/mochi-mqtt/*",
}

// pin says in which packages alone names may be used.
type pin struct {
	name  string
	in    []string // nil: nowhere among the judged packages, anywhere else
	names []string // package.Name, "*" at the end stands for anything
	why   string
}

func (p pin) allows(pkg string) bool {
	if p.in == nil {
		return !slices.ContainsFunc(judged, func(j string) bool { return within(pkg, j) })
	}
	return slices.ContainsFunc(p.in, func(in string) bool { return within(pkg, in) })
}

// unit is what the test looks at in a package.
type unit struct {
	name    string
	imports []string
	uses    []string // package.Name of every foreign name in the code, package.import of every import
}

func TestArchitecture(t *testing.T) {
	t.Parallel()
	units := tree(t)
	require.NotEmpty(t, units)
	assert.Empty(t, violations(units))
	assert.Empty(t, stale(units))
}

// TestArchitectureNotices proves that the rules can be broken.
func TestArchitectureNotices(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		unit unit
		want string
	}{
		"simulator with judge": {unit{name: "fixtures/city", imports: []string{module + "suites/check"}}, "fixtures/city imports suites/check"},
		"wire knows standard":  {unit{name: "suites/wire", imports: []string{module + "specs"}}, "suites/wire imports specs"},
		"derive sees system":   {unit{name: "suites/derive", imports: []string{module + "suites/wire"}}, "suites/derive imports suites/wire"},
		"socket in suites":     {unit{name: "suites", uses: []string{"net/http.Client"}}, "suites uses net/http.Client (socket)"},
		"clock in reports":     {unit{name: "reports/render", uses: []string{"time.Now"}}, "reports/render uses time.Now (clock)"},
		"chance in synth":      {unit{name: "suites/synth", uses: []string{"math/rand/v2.IntN"}}, "suites/synth uses math/rand/v2.IntN (chance)"},
		"file in specs":        {unit{name: "specs", uses: []string{"os.ReadFile"}}, "specs uses os.ReadFile (os)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := violations([]unit{c.unit})
			require.Len(t, got, 1)
			assert.Contains(t, got[0], c.want)
		})
	}
	assert.Empty(t, violations([]unit{{name: "suites", uses: []string{"time.Now"}}}), "the interpreter has a clock")
}

func violations(units []unit) []string {
	var all []string
	for _, u := range units {
		for _, to := range u.internal() {
			if !slices.ContainsFunc(may, func(m struct{ from, to, why string }) bool { return within(u.name, m.from) && within(to, m.to) }) {
				all = append(all, fmt.Sprintf("%s imports %s: no line of the table allows it", u.name, to))
			}
		}
		for _, use := range u.uses {
			for _, p := range only {
				if p.matches(use) && !p.allows(u.name) {
					all = append(all, fmt.Sprintf("%s uses %s (%s): %s", u.name, use, p.name, p.why))
				}
			}
		}
	}
	return all
}

func stale(units []unit) []string {
	var all []string
	for _, m := range may {
		used := slices.ContainsFunc(units, func(u unit) bool {
			return within(u.name, m.from) && slices.ContainsFunc(u.internal(), func(to string) bool { return within(to, m.to) })
		})
		if !used {
			all = append(all, fmt.Sprintf("%s → %s (%s): nothing uses this line", m.from, m.to, m.why))
		}
	}
	for _, p := range only {
		for _, in := range p.in {
			if !slices.ContainsFunc(units, func(u unit) bool { return within(u.name, in) && slices.ContainsFunc(u.uses, p.matches) }) {
				all = append(all, fmt.Sprintf("%s in %s: nothing uses this permission", p.name, in))
			}
		}
	}
	return all
}

func (u unit) internal() []string {
	var out []string
	for _, i := range u.imports {
		if rest, ok := strings.CutPrefix(i, module); ok {
			out = append(out, rest)
		}
	}
	return out
}

func (p pin) matches(use string) bool {
	return slices.ContainsFunc(p.names, func(n string) bool {
		if prefix, ok := strings.CutSuffix(n, "*"); ok {
			return strings.HasPrefix(use, prefix)
		}
		return use == n
	})
}

func within(pkg, pattern string) bool {
	if base, ok := strings.CutSuffix(pattern, "..."); ok {
		base = strings.TrimSuffix(base, "/")
		return base == "" || pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	return pkg == pattern
}

// tree reads every package of the module as the go command sees it.
func tree(t *testing.T) []unit {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", module+"...")
	out, err := cmd.Output()
	require.NoError(t, err)
	var units []unit
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath, Dir  string
			GoFiles, Imports []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return units
		} else {
			require.NoError(t, err)
		}
		u := unit{name: strings.TrimPrefix(p.ImportPath, module), imports: p.Imports}
		for _, i := range p.Imports {
			u.uses = append(u.uses, i+".import")
		}
		for _, f := range p.GoFiles {
			u.uses = append(u.uses, uses(t, filepath.Join(p.Dir, f))...)
		}
		units = append(units, u)
	}
}

// uses lists the foreign names a file mentions, each with its import path.
func uses(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	paths := map[string]string{}
	for _, i := range f.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		require.NoError(t, err)
		paths[localName(i, p)] = p
	}
	found := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && paths[x.Name] != "" {
				found[paths[x.Name]+"."+s.Sel.Name] = true
			}
		}
		return true
	})
	return slices.Sorted(maps.Keys(found))
}

// localName is the name a file uses for an import; a version suffix is none.
func localName(i *ast.ImportSpec, p string) string {
	if i.Name != nil {
		return i.Name.Name
	}
	base := path.Base(p)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(p))
	}
	return base
}
