package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cityconf/cityconf/specs/document"
)

// job runs the shell steps of a CI definition as the CI system would, but for
// those that install cityconf, which is there: job 1 gitlab.yml. Each step is
// taken, whatever became of the one before; the exit code is the first that is
// not 0.
func job(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: job CODE FILE")
	}
	steps := shellSteps(ts, args[1])
	if len(steps) == 0 {
		ts.Fatalf("%s has no shell steps", args[1])
	}
	code := "0"
	for _, s := range steps {
		cmd := exec.Command("sh", "-e", "-c", s)
		cmd.Dir = ts.MkAbs(".")
		cmd.Env = append(os.Environ(), "PATH="+ts.Getenv("PATH"), "GITHUB_STEP_SUMMARY="+ts.MkAbs("step-summary.md"), "CITYCONF_TOKEN="+ts.Getenv("CITYCONF_TOKEN"))
		out, err := cmd.CombinedOutput()
		ts.Logf("$ %s\n%s", s, out)
		if err != nil && code == "0" {
			code = strings.TrimPrefix(err.Error(), "exit status ")
		}
	}
	if code != args[0] {
		ts.Fatalf("the job ended with %s, want %s", code, args[0])
	}
}

func shellSteps(ts *testscript.TestScript, file string) []string {
	text := ts.ReadFile(file)
	if filepath.Ext(file) != ".yml" {
		var out []string
		for _, m := range regexp.MustCompile(`(?m)^\s*sh '(.*)'$`).FindAllStringSubmatch(text, -1) {
			out = append(out, m[1])
		}
		return out
	}
	doc, err := document.Parse(file, []byte(text))
	ts.Check(err)
	return slices.DeleteFunc(commandsIn(doc.Root), func(s string) bool { return strings.HasPrefix(s, "go install ") })
}

// commandsIn are the texts under run and script, in the order of the file.
func commandsIn(v any) []string {
	var out []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			out = append(out, commandsIn(item)...)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch s := v[key].(type) {
			case string:
				if key == "run" {
					out = append(out, s)
				}
			case []any:
				if key == "script" {
					for _, line := range s {
						out = append(out, line.(string))
					}
					continue
				}
				out = append(out, commandsIn(s)...)
			default:
				out = append(out, commandsIn(s)...)
			}
		}
	}
	return out
}
