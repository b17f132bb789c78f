package derive

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

func TestAPlanIsTheSuiteAndWhatItExercises(t *testing.T) {
	t.Parallel()
	std, err := specs.Load(specs.Published(), "ucis/1.0")
	require.NoError(t, err)
	o := Options{Role: "domain-platform", Classes: []string{"lgt-read", "lgt-write", "lgt-ctrl", "lgt-stream"}, Seed: 1}
	p, err := NewPlan(std, o)
	require.NoError(t, err)
	s, err := Derive(std, o)
	require.NoError(t, err)
	assert.Equal(t, s.Digest, p.Digest, "planning changes nothing")

	for _, counted := range [][]Count{p.Rules, p.Operations} {
		sum := 0
		for _, n := range counted {
			sum += n.Cases
			assert.LessOrEqual(t, n.Changing, n.Cases, n.Name)
		}
		assert.Len(t, p.Cases, sum)
	}
	for _, c := range p.Coverage.Constraints {
		assert.Equal(t, c.Valid && c.Invalid, c.Why == nil, "%s %s: what is missing has a reason, and nothing else", c.Pointer, c.Keyword)
	}
	for _, a := range p.Coverage.Answers {
		assert.Equal(t, a.Expected, a.Why == nil, "%s %s", a.Operation, a.Status)
	}
	answer := func(operation, status string) (found AnswerCover) {
		for _, a := range p.Coverage.Answers {
			if a.Operation == operation && a.Status == status {
				found = a
			}
		}
		return found
	}
	assert.True(t, answer("createLuminaire", "201").Expected)
	assert.True(t, answer("createLuminaire", "422").Expected)
	assert.False(t, answer("createLuminaire", "500").Expected)
	require.NotEmpty(t, p.Coverage.Channels)
	for _, c := range p.Coverage.Channels {
		assert.True(t, c.Exercised, c.Channel)
	}
}

func TestWithoutItsCaseAConstraintIsNotCovered(t *testing.T) {
	t.Parallel()
	std, err := specs.Load(specs.Published(), "ucis/1.0")
	require.NoError(t, err)
	ref := std.Operation("createLuminaire").Body.Content[0].Schema
	d := newDeriver(std, Options{Role: "domain-platform", Classes: []string{"lgt-write"}, Seed: 1})
	d.sent = &bodiesSent{}
	one := bodySent{operation: "createLuminaire", ref: ref}
	one.keep(synth.Instance{Schema: ref, Keyword: "required", Side: synth.SideInvalid}, false)
	d.sent.add(one)
	all, err := d.constraintCover()
	require.NoError(t, err)
	require.NotEmpty(t, all)
	for _, c := range all {
		assert.False(t, c.Valid || c.Invalid, c.Pointer)
		require.NotNil(t, c.Why)
		assert.NotEmpty(t, c.Why.EN+c.Why.ZH)
	}
}

func TestExpectedStatuses(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []int{201, 409, 412}, statuses([]check.Expect{{Status: []int{201}}, {That: "status == 409 || status in [412.0]"}, {That: "size(body.items) == 100"}}))
	for _, c := range []struct {
		name              string
		expected          expectedAnswer
		status, mediaType string
		is                bool
	}{
		{"JSON unless said otherwise", expectedAnswer{200, ""}, "200", "application/json", true},
		{"another type", expectedAnswer{200, ""}, "200", "application/x-protobuf", false},
		{"another type asked for", expectedAnswer{200, "application/x-protobuf"}, "200", "application/x-protobuf", true},
		{"a range", expectedAnswer{404, ""}, "4XX", "application/problem+json", true},
		{"a problem whatever was asked for", expectedAnswer{406, "application/x-none"}, "406", "application/problem+json", true},
		{"no body", expectedAnswer{204, ""}, "204", "", true},
		{"another status", expectedAnswer{204, ""}, "200", "", false},
	} {
		assert.Equal(t, c.is, c.expected.is(c.status, c.mediaType), c.name)
	}
}

func TestChannelOf(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a", channelOf(&suites.Step{Observe: &suites.Observe{Channel: "a"}}))
	assert.Equal(t, "b", channelOf(&suites.Step{Await: &suites.Await{Channel: "b"}}))
	assert.Equal(t, "c", channelOf(&suites.Step{Publish: &suites.Publish{Channel: "c"}}))
	assert.Empty(t, channelOf(&suites.Step{Pause: "PT1S"}))
}
