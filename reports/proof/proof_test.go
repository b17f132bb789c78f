package proof_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports/proof"
)

// sample has a fault that is killed, one that is blamed on the wrong
// requirement, one that nothing notices, and a pair that hides one of two.
func sample() *proof.Proof {
	return &proof.Proof{
		Standard: "ucis/1.0", Digest: "sha256:1", Suite: "sha256:2", Whole: true, Conforming: 2, Variations: []string{"V01"},
		Musts: []string{"A-1", "A-2", "A-3"}, Keys: []string{"reject.body", "page.limit"}, Seed: 7, Took: 90 * time.Second,
		Kills: []proof.Trial{
			{Fault: "N01", Expected: []string{"A-1"}, Named: []string{"A-1"}, Besides: []string{"A-2"}, Checks: map[string][]string{"A-1": {"reject.body"}}},
			{Fault: "N02", Expected: []string{"A-3"}, Besides: []string{"A-2"}},
			{Fault: "N03", Expected: []string{"A-3"}},
		},
		Pairs:  []proof.Pair{{Faults: [2]string{"N01", "N02"}, Named: [2][]string{{"A-1"}, nil}}},
		Blamed: []proof.Blame{{System: "variation V01", Requirement: "A-2", Finding: "status"}},
	}
}

// sound is a proof in which nothing is amiss.
func sound() *proof.Proof {
	p := sample()
	p.Kills, p.Pairs, p.Blamed, p.Musts = p.Kills[:1], nil, nil, []string{"A-1", "A-2"}
	return p
}

func TestTextNamesEveryShortcoming(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, sample().Text(&b, true))
	for _, want := range []string{
		"N01   A-1  besides A-2\n", "N03   nothing\n",
		"wrong blame    N02  expected A-3; failed A-2\n",
		"not noticed    N03  expected A-3\n",
		"masked pair    N01 N02  named A-1 and nothing\n",
		"false blame    variation V01: A-2 (status)\n",
		"never failed   A-3: no fault makes it fail\n",
		"never failed   the assertion page.limit\n",
		"faults killed / planted                    1/3\n",
		"blamed on what they break / noticed        1/2\n",
		"pairs with both faults named               0/1 (seed 7)\n",
		"MUSTs with a kill proof / with a test      2/3\n",
		"assertions that failed / that judge        1/2\n",
		"false failures                             1 (2 conforming cities, 1 variations)\n",
		"time of the proof                          1m30s\n",
	} {
		assert.Contains(t, b.String(), want)
	}
}

func TestTextOfAPartDoesNotSpeakOfTheWhole(t *testing.T) {
	t.Parallel()
	p := sample()
	p.Whole = false
	var b strings.Builder
	require.NoError(t, p.Text(&b, false))
	assert.NotContains(t, b.String(), "never failed")
	assert.NotContains(t, b.String(), "MUSTs")
	assert.False(t, strings.HasPrefix(b.String(), "N01"), "the matrix was not asked for")
}

func TestHolds(t *testing.T) {
	t.Parallel()
	assert.True(t, sound().Holds())
	for name, spoil := range map[string]func(*proof.Proof){
		"a fault that nothing notices":     func(p *proof.Proof) { p.Kills = append(p.Kills, proof.Trial{Fault: "N03"}) },
		"a fault blamed on something else": func(p *proof.Proof) { p.Kills[0].Named = nil },
		"a pair of which one is hidden":    func(p *proof.Proof) { p.Pairs = sample().Pairs },
		"something that conforms blamed":   func(p *proof.Proof) { p.Blamed = sample().Blamed },
		"a MUST that no fault makes fail":  func(p *proof.Proof) { p.Musts = append(p.Musts, "A-9") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := sound()
			spoil(p)
			assert.False(t, p.Holds())
		})
	}
	part := sound()
	part.Whole, part.Musts = false, append(part.Musts, "A-9")
	assert.True(t, part.Holds(), "a part of the faults cannot prove every requirement")
}

func TestAProofIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, sample().JSON(&b))
	again, err := proof.Read(&b)
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(sample(), again))
	for name, text := range map[string]string{"no JSON": "matrix", "another document": `{"kills": []}`, "nothing": ""} {
		_, err := proof.Read(strings.NewReader(text))
		assert.ErrorIs(t, err, proof.ErrNoProof, name)
	}
}

func TestMatrixForSpreadsheets(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, sample().CSV(&b))
	assert.Equal(t, "\uFEFFfault,A-1,A-2\r\nN01,x,o\r\nN02,,o\r\nN03,,\r\n", b.String())
}
