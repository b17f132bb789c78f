package trace_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// small is the traceability input of a whole standard in a few lines.
func small(t *testing.T) trace.Input {
	t.Helper()
	std, problems := specs.Lint(os.DirFS("../../specs/testdata/small"), ".")
	require.Empty(t, problems)
	suite, err := derive.Derive(std, derive.Options{Classes: []string{"core", "lgt-read", "lgt-write"}, Seed: 1})
	require.NoError(t, err)
	return trace.Input{Standard: std, Suite: suite}
}

func ids(cases []*suites.TestCase) []string {
	var all []string
	for _, c := range cases {
		all = append(all, c.ID)
	}
	return all
}

func TestWhatTestsARequirement(t *testing.T) {
	t.Parallel()
	m := trace.New(small(t))

	standing := m.Requirement("CORE-001")
	assert.Equal(t, []string{"response.schema", "response.status"}, standing.Always, "reject.body has cases of its own")
	assert.True(t, standing.Tested())
	assert.NotEmpty(t, standing.Places, "it is linked from an operation")

	cases := m.Requirement("LGT-001")
	assert.NotEmpty(t, cases.Cases)
	assert.Contains(t, cases.How(), "reject.body")
	assert.Empty(t, cases.Always)
	assert.Equal(t, "L2", cases.Rollout)
	assert.NotNil(t, trace.Example(cases))

	invariant := m.Requirement("LGT-002")
	assert.Equal(t, []string{"response.invariant"}, invariant.Always)

	scenario := m.Requirement("LGT-003")
	assert.Equal(t, []string{"scenario/lgt/override-ends"}, ids(scenario.Scenarios()))
	assert.Nil(t, trace.Example(scenario))

	reason := m.Requirement("CORE-002")
	assert.True(t, reason.Excused())
	assert.False(t, reason.Open())
	assert.Nil(t, m.Requirement("CORE-999"))
	assert.Empty(t, m.Open())
}

func TestOpen(t *testing.T) {
	t.Parallel()
	in := small(t)
	in.Suite.Cases = nil
	m := trace.New(in)
	assert.Equal(t, []string{"LGT-001", "LGT-003"}, m.Open(), "what needs cases of its own; the rest is judged on every answer")
	var b bytes.Buffer
	require.NoError(t, m.Text(&b))
	assert.Contains(t, b.String(), "NO TEST, NO REASON  LGT-001")
}

func TestCounts(t *testing.T) {
	t.Parallel()
	in := small(t)
	in.Faults = []trace.Fault{{ID: "A1", Requirements: []string{"LGT-001", "LGT-003"}}, {ID: "A2", Requirements: []string{"LGT-001"}}}
	in.Kills, in.Proof = []trace.Kill{{Fault: "A1", Named: []string{"LGT-001"}, Besides: []string{"CORE-001"}}}, true
	m := trace.New(in)
	assert.Equal(t, []string{"A1"}, m.Requirement("CORE-001").Killed)
	assert.Empty(t, m.Requirement("LGT-003").Killed)

	total := m.Total
	assert.Equal(t, []int{5, 4, 4, 0, 1, 0, 4}, []int{total.Requirements, total.Must, total.MustTested, total.MustExcused, total.Should, total.May, total.Tested})
	assert.Equal(t, 2, total.Faults)
	assert.Equal(t, 2, total.Killed)
	require.Len(t, m.Classes, 3)
	assert.Equal(t, "lgt-write", m.Classes[2].ID)
	assert.Equal(t, 2, m.Classes[2].Must)
	sum := 0
	for _, l := range m.Levels {
		sum += l.Requirements
	}
	assert.Equal(t, total.Requirements, sum, "each class is of one level")
}

func TestUntouched(t *testing.T) {
	t.Parallel()
	in := small(t)
	assert.Contains(t, names(trace.New(in), "operation"), "listLamps")
	assert.NotContains(t, names(trace.New(in), "operation"), "createLamp")
	in.Suite.Cases = nil
	in.Suite.Gaps = []suites.Gap{{Operation: "createLamp", Reason: specs.Text{EN: "out of reach"}}, {Pointer: "schemas/measured.yaml#/$defs/Level", Reason: specs.Text{EN: "x"}}}
	m := trace.New(in)
	assert.Contains(t, names(m, "operation"), "createLamp")
	assert.Equal(t, []string{"createLamp", "schemas/measured.yaml#/$defs/Level"}, names(m, "place"))
	for _, u := range m.Untouched {
		assert.Positive(t, u.At.Line, u.Name)
	}
}

func names(m *trace.Matrix, kind string) []string {
	var all []string
	for _, u := range m.Untouched {
		if u.Kind == kind {
			all = append(all, u.Name)
		}
	}
	return all
}

func TestReached(t *testing.T) {
	t.Parallel()
	reached := trace.Reached(small(t).Standard)
	assert.True(t, reached["schemas/measured.yaml#/$defs/Level"], "through a reference of a property")
	assert.True(t, reached["lgt/openapi.yaml#/components/schemas/Lamp/properties/serial"])
	assert.False(t, reached["lgt/openapi.yaml#/components/schemas/Nothing"])
}

func TestForms(t *testing.T) {
	t.Parallel()
	in := small(t)
	in.Standard.Requirements[0].Statement.EN = "=1+1"
	m := trace.New(in)

	var doc struct {
		Total        trace.Tally `json:"total"`
		Requirements []trace.Row `json:"requirements"`
	}
	var b bytes.Buffer
	require.NoError(t, m.JSON(&b))
	require.NoError(t, json.Unmarshal(b.Bytes(), &doc))
	assert.Equal(t, m.Total, doc.Total)
	assert.Len(t, doc.Requirements, 5)
	assert.Nil(t, doc.Requirements[0].Killed, "unknown without a proof")

	b.Reset()
	require.NoError(t, m.CSV(&b))
	assert.True(t, strings.HasPrefix(b.String(), "\uFEFFrequirement,class"))
	assert.Contains(t, b.String(), ",'=1+1,", "no formula")
	assert.Contains(t, b.String(), ",not proven\r\n")
}
