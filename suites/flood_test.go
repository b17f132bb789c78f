package suites

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// runSteps runs one case against a system and returns what became of A-001.
func runSteps(t *testing.T, s *thing, steps ...Step) (RequirementVerdict, CaseResult) {
	t.Helper()
	all := suite(t)
	all.Cases = []*TestCase{{ID: "steps", Mutates: true, Steps: steps}}
	res, err := Run(t.Context(), all, &IUT{}, fakeSystem(s), Options{RunID: "R1"})
	require.NoError(t, err)
	require.Len(t, res.Cases, 1)
	for _, v := range res.Verdicts {
		if v.Requirement == "A-001" {
			return v, res.Cases[0]
		}
	}
	t.Fatal("no verdict for A-001")
	return RequirementVerdict{}, CaseResult{}
}

func a001(by, that string) []check.Expect {
	return []check.Expect{{By: by, Requirement: "A-001", That: that}}
}

func TestALimitIsReachedButNotStormed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		times string
		want  Verdict
		sent  int
	}{
		"as often as captured":     {"quota + 5.0", Pass, 26},
		"more than a tester sends": {"quota * 100.0", Unclear, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := 0
			s := &thing{objects: map[string]string{}}
			s.refuse = func(wire.Request) *wire.Exchange {
				if sent++; sent > 21 {
					x := status(429)
					x.Received[0].Header.Set("Retry-After", "3")
					return x
				}
				return status(200)
			}
			get := &Send{Method: "GET", Path: "/a/things/x"}
			v, _ := runSteps(t, s,
				Step{Send: get, Capture: map[string]string{"quota": "20.0"}},
				Step{Send: get, Times: c.times, Expect: a001("limit.rate", "answers.exists(a, a.status == 429.0 && a.headers['retry-after'] == '3') && took >= 0.0")})
			assert.Equal(t, c.want, v.Verdict, v.Reason.EN)
			assert.Equal(t, c.sent, sent)
		})
	}
}

func TestARefusalForTooManyRequestsIsJudgedWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	for by, want := range map[string]Verdict{"limit.recovery": Fail, "create.location": Unclear} {
		s := &thing{refuse: func(wire.Request) *wire.Exchange { return status(429) }}
		v, _ := runSteps(t, s, Step{Send: &Send{Method: "GET", Path: "/"}, Expect: []check.Expect{{By: by, Requirement: "A-001", Status: []int{200}}}})
		assert.Equal(t, want, v.Verdict, by)
	}
}

func TestABodyIsPaddedToTheOctet(t *testing.T) {
	t.Parallel()
	var sizes []int
	s := &thing{refuse: func(r wire.Request) *wire.Exchange {
		sizes = append(sizes, len(r.Body))
		return status(201)
	}}
	post := func(pad string) Step {
		return Step{Send: &Send{Method: "POST", Path: "/a/things", Body: map[string]any{"name": "路灯"}, Pad: pad}, Expect: a001("limit.size", "status == 201.0")}
	}
	v, _ := runSteps(t, s, post("100.0"), post("100.0 + 1.0"), post("1.0"))
	assert.Equal(t, Pass, v.Verdict)
	assert.Equal(t, []int{100, 101, len(`{"name":"路灯"}`)}, sizes)
	v, _ = runSteps(t, s, post("1e12"))
	assert.Equal(t, Unclear, v.Verdict)
	assert.Contains(t, v.Reason.EN, "a tester sends")
}

func TestWhatATestTakesForGrantedIsNoFailure(t *testing.T) {
	t.Parallel()
	given := &Given{That: "status != 401", Else: specs.Text{EN: "The stranger is not let in.", ZH: "未获准入。"}}
	for name, c := range map[string]struct {
		status int
		want   Verdict
	}{"not let in": {401, Unclear}, "let in and refused": {403, Pass}, "let in and served": {200, Fail}} {
		s := &thing{refuse: func(wire.Request) *wire.Exchange { return status(c.status) }}
		v, _ := runSteps(t, s, Step{Send: &Send{Method: "GET", Path: "/"}, Given: given, Expect: []check.Expect{{By: "tenant.hidden", Requirement: "A-001", Status: []int{403, 404}}}})
		assert.Equal(t, c.want, v.Verdict, name)
		if c.want == Unclear {
			assert.Equal(t, given.Else, v.Reason, name)
		}
	}
}

func TestASecretThatTheSystemIssuesIsNotKept(t *testing.T) {
	t.Parallel()
	const secret = "KJ4QZ7YV2MNT6XRA"
	for name, that := range map[string]string{"as expected": "size(body.password) == 16", "otherwise": "body.password == 'x'"} {
		s := &thing{refuse: func(wire.Request) *wire.Exchange {
			return &wire.Exchange{Received: []wire.Message{{Status: 201, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`{"password":"` + secret + `"}`)}}}
		}}
		_, result := runSteps(t, s, Step{Send: &Send{Method: "POST", Path: "/"}, Stop: true, Conceal: []string{"password"},
			Capture: map[string]string{"password": "body.password"}, Expect: a001("create.location", that)})
		for _, x := range result.Exchanges {
			assert.Contains(t, string(x.Received[0].Body), wire.Mask, name)
		}
		for _, j := range result.Judgements {
			for _, f := range j.Findings {
				assert.False(t, strings.Contains(f.Got+f.Message.EN, secret), name)
			}
		}
	}
}
