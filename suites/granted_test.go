package suites

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// granting is a client of a broker that answers every SUBSCRIBE with one code.
type granting struct {
	wire.Client
	code byte
	log  *wire.Log
}

func (g granting) Subscribe(context.Context, string, byte) (byte, error) { return g.code, nil }
func (g granting) Log() *wire.Log                                        { return g.log }
func (granting) Broken() *wire.Fault                                     { return nil }
func (granting) Close()                                                  {}

func TestASubscriptionThatIsRefusedShowsNeitherSilenceNorLoss(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code byte
		that string
		want Verdict
	}{
		"granted, and nothing may come": {1, "size(messages) == 0", Pass},
		"granted, and something should": {1, "size(messages) == 1", Fail},
		"refused, and nothing may come": {0x80, "size(messages) == 0", Unclear},
		"refused, and something should": {0x87, "size(messages) == 1", Unclear},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := suite(t)
			all.Cases = []*TestCase{{ID: "listens", Steps: []Step{{Await: &Await{Topic: "ucis/v1/c/#", For: "PT0S"}, Expect: a001("mqtt.acl-publish", c.that)}}}}
			sys := fakeSystem(&thing{objects: map[string]string{}})
			sys.Dial = func(context.Context, string, string) (wire.Client, wire.Exchange, error) {
				return granting{code: c.code, log: wire.NewLog(0)}, wire.Exchange{}, nil
			}
			res, err := Run(t.Context(), all, &IUT{}, sys, Options{RunID: "R1"})
			require.NoError(t, err)
			v := res.Verdicts[0]
			require.Equal(t, "A-001", v.Requirement)
			assert.Equal(t, c.want, v.Verdict, v.Reason.EN)
			if c.want == Unclear {
				assert.Contains(t, v.Reason.EN, "SUBACK")
				assert.Contains(t, v.Reason.ZH, "SUBACK")
			}
		})
	}
}

func TestTheQoSOfALoweredSubscriptionBlamesNoPublisher(t *testing.T) {
	t.Parallel()
	found := []check.Finding{{Message: specs.Text{EN: "Published with QoS 0; 1 is bound."}}}
	for name, c := range map[string]struct {
		assertion string
		granted   byte
		want      Outcome
	}{
		"granted as asked":          {"mqtt.qos", 1, Failed},
		"granted QoS 0":             {"mqtt.qos", 0, Inconclusive},
		"another thing was found":   {"mqtt.payload", 0, Failed},
		"another, granted as asked": {"mqtt.payload", 1, Failed},
	} {
		j := Judgement{Assertion: c.assertion, Outcome: Failed, Findings: found}
		excuseLowered(&j, c.granted)
		assert.Equal(t, c.want, j.Outcome, name)
		assert.Equal(t, c.want == Failed, len(j.Findings) == 1, name)
		assert.Equal(t, c.want == Inconclusive, j.Reason == lowered, name)
	}
	passed := Judgement{Assertion: "mqtt.qos", Outcome: Passed}
	excuseLowered(&passed, 0)
	assert.Equal(t, Passed, passed.Outcome)
}
