package render_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
)

// junitRule is what the readers of Jenkins and GitLab take of one element.
type junitRule struct {
	in                 []string // parents
	required, optional []string // attributes
	text               bool
}

// junitRules are the facts of the form that both read: what Jenkins' xUnit
// plugin validates, less what GitLab passes over.
var junitRules = map[string]junitRule{
	"testsuites": {in: []string{""}, optional: []string{"name", "time", "tests", "failures", "errors"}},
	"testsuite":  {in: []string{"testsuites"}, required: []string{"name", "tests", "failures", "errors"}, optional: []string{"skipped", "time", "timestamp", "id"}},
	"properties": {in: []string{"testsuite"}},
	"property":   {in: []string{"properties"}, required: []string{"name", "value"}},
	"testcase":   {in: []string{"testsuite"}, required: []string{"name"}, optional: []string{"classname", "time"}},
	"failure":    {in: []string{"testcase"}, optional: []string{"type", "message"}, text: true},
	"error":      {in: []string{"testcase"}, optional: []string{"type", "message"}, text: true},
	"skipped":    {in: []string{"testcase"}, optional: []string{"type", "message"}, text: true},
}

// junitFaults lists where a document departs from the rules.
func junitFaults(doc string) (faults []string) {
	d, stack := xml.NewDecoder(strings.NewReader(doc)), []string{""}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return faults
		}
		if err != nil {
			return append(faults, err.Error())
		}
		switch e := tok.(type) {
		case xml.StartElement:
			faults = append(faults, elementFaults(e, stack[len(stack)-1])...)
			stack = append(stack, e.Name.Local)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if strings.TrimSpace(string(e)) != "" && !junitRules[stack[len(stack)-1]].text {
				faults = append(faults, "text in "+stack[len(stack)-1])
			}
		}
	}
}

func elementFaults(e xml.StartElement, parent string) (faults []string) {
	rule, known := junitRules[e.Name.Local]
	if !known || !slices.Contains(rule.in, parent) {
		return []string{fmt.Sprintf("%s in %q", e.Name.Local, parent)}
	}
	var have []string
	for _, a := range e.Attr {
		have = append(have, a.Name.Local)
		if !slices.Contains(slices.Concat(rule.required, rule.optional), a.Name.Local) {
			faults = append(faults, e.Name.Local+" has "+a.Name.Local)
		}
		number := slices.Contains([]string{"tests", "failures", "errors", "skipped"}, a.Name.Local)
		if _, err := strconv.Atoi(a.Value); number && err != nil {
			faults = append(faults, a.Name.Local+" is no number")
		}
	}
	for _, r := range rule.required {
		if !slices.Contains(have, r) {
			faults = append(faults, e.Name.Local+" lacks "+r)
		}
	}
	return faults
}

func TestJUnitIsWhatJenkinsAndGitLabRead(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*reports.Report{"own claim": sampleReport(t), "under a profile": underTerms(t, sample.Run, nil)} {
		assert.Empty(t, junitFaults(rendered(t, r, render.JUnit, render.Options{})), name)
	}
	for bad, want := range map[string]string{
		`<testsuites skipped="1"/>`: "testsuites has skipped", `<testsuite/>`: `testsuite in ""`, `<testsuites>x</testsuites>`: "text in testsuites",
		`<testsuites><testsuite name="a" tests="x" failures="0" errors="0"/></testsuites>`: "tests is no number", `<testsuites><testsuite/></testsuites>`: "testsuite lacks name", `<testsuites>`: "XML syntax error",
	} {
		assert.Contains(t, strings.Join(junitFaults(bad), "; "), want)
	}
}

// TestJUnitCountsTheTenderScope: its failures are what the tender scope counts
// as failed or not offered.
func TestJUnitCountsTheTenderScope(t *testing.T) {
	t.Parallel()
	r := underTerms(t, sample.Run, nil)
	var doc junit
	require.NoError(t, xml.Unmarshal([]byte(rendered(t, r, render.JUnit, render.Options{})), &doc))
	failures, errors := 0, 0
	in := map[string]bool{}
	for _, it := range r.Evaluation.Items {
		in[it.Requirement] = true
	}
	for _, s := range doc.Suites {
		for _, c := range s.Cases {
			id, _, _ := strings.Cut(c.Name, " ")
			if in[id] && c.Failure != nil {
				failures++
			}
			if in[id] && c.Error != nil {
				errors++
			}
		}
	}
	counts := r.Evaluation.Scope.Counts
	assert.Equal(t, counts.Fail+counts.NotOffered, failures)
	assert.Equal(t, counts.Inconclusive, errors)
}
