package suites

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

func TestTopicMatches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		filter, topic string
		want          bool
	}{
		{"a/b", "a/b", true}, {"a/+", "a/b", true}, {"a/#", "a/b/c", true}, {"a/#", "a", true}, {"#", "a/b", true},
		{"#", "$SYS/x", false}, {"a/+", "a/b/c", false}, {"a/b", "a", false}, {"a", "a/b", false}, {"+/b", "a/b", true},
	} {
		assert.Equal(t, c.want, TopicMatches(c.filter, c.topic), "%s ~ %s", c.filter, c.topic)
	}
}

func newNames(t *testing.T, values map[string]any) *names {
	t.Helper()
	x, err := check.NewExpressions()
	require.NoError(t, err)
	return &names{values: values, exprs: x, bbox: []float64{118, 29, 121, 31}, salt: "r/c"}
}

func TestNamesFill(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 6e6, time.UTC)
	n := newNames(t, map[string]any{"run": "R1", "now": at, "lamp": map[string]any{"id": "urn:x:L1", "tags": []any{"a"}}})
	for _, c := range []struct {
		name     string
		in, want any
	}{
		{"text around", "id ${lamp.id}!", "id urn:x:L1!"},
		{"whole value keeps its type", "${lamp.tags}", []any{"a"}},
		{"deep", map[string]any{"a": []any{"${run}"}}, map[string]any{"a": []any{"R1"}}},
		{"instants", "${now + duration('4s')}", "2026-01-02T03:04:09.006Z"},
		{"place in the city", "${lon(0.5, 0)}", nil},
		{"no placeholder", "$run", "$run"},
	} {
		got, err := n.fill(c.in)
		require.NoError(t, err, c.name)
		if c.want != nil {
			assert.Equal(t, c.want, got, c.name)
		}
	}
	lon, err := n.text("${lon(0.5, 0)}")
	require.NoError(t, err)
	assert.Equal(t, "119.5", lon)
	_, err = n.fill("${nobody.id}")
	assert.ErrorContains(t, err, "nobody")
}

func TestEveryCallOfUniqueIsAnother(t *testing.T) {
	t.Parallel()
	n := newNames(t, map[string]any{})
	one, err := n.fill("${unique(12)}")
	require.NoError(t, err)
	assert.Regexp(t, "^[A-Z0-9]{12}$", one)
	two, err := n.text("${unique(8) + '-' + unique(8)} ${unique(8)}")
	require.NoError(t, err)
	parts := strings.FieldsFunc(two, func(r rune) bool { return r == '-' || r == ' ' })
	require.Len(t, parts, 3)
	assert.Len(t, map[string]bool{parts[0]: true, parts[1]: true, parts[2]: true}, 3, two)
}

func TestUniqueIsUnique(t *testing.T) {
	t.Parallel()
	n := newNames(t, nil)
	seen := map[string]bool{}
	for range 1000 {
		s := n.unique(12)
		assert.Regexp(t, "^[A-Z0-9]{12}$", s)
		assert.False(t, seen[s])
		seen[s] = true
	}
	assert.Len(t, n.unique(64), 64)
}

func TestLeasesGiveADeviceToOneCaseAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLeases()
		a, err := l.take(t.Context(), []string{"x", "y"}, 1, 1)
		require.NoError(t, err)
		assert.Equal(t, []string{"y"}, a)
		got := make(chan []string)
		go func() {
			both, _ := l.take(t.Context(), []string{"x", "y"}, 2, 0)
			got <- both
		}()
		synctest.Wait()
		select {
		case <-got:
			t.Fatal("a taken device was handed out")
		default:
		}
		l.give(a)
		assert.ElementsMatch(t, []string{"x", "y"}, <-got)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = l.take(ctx, []string{"x"}, 1, 0)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestGuardStopsAMeaninglessRun(t *testing.T) {
	t.Parallel()
	answer := func(status int) *check.View {
		return check.Look(wire.Exchange{Protocol: "http", Received: []wire.Message{{Status: status}}})
	}
	var wrong guard
	for i := range sampled {
		why := wrong.look(answer(401), false)
		assert.Equal(t, i == sampled-1, why != "", "answer %d", i)
	}
	var right guard
	for range 2 * sampled {
		assert.Empty(t, right.look(answer(401), true), "an expected 401 is no sign of a wrong token")
	}
}

// lostClient is a connection of the tester that broke.
type lostClient struct {
	wire.Client
	log *wire.Log
}

func (c lostClient) Log() *wire.Log      { return c.log }
func (c lostClient) Broken() *wire.Fault { return &wire.Fault{Kind: "reset", Detail: "gone"} }

// What does not arrive over a broken connection of the tester is nobody's
// fault.
func TestALostClientBlamesNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		exprs, err := check.NewExpressions()
		require.NoError(t, err)
		r := &run{suite: &Suite{Standard: &specs.Standard{}}, iut: &IUT{}, exprs: exprs, names: map[string]any{},
			sys: System{Now: time.Now}}
		e := r.newExecution(&TestCase{ID: "x"})
		e.clients = map[string]*client{"watch": {Client: lostClient{log: wire.NewLog(10)}}}
		_, err = e.await(t.Context(), &Await{Client: "watch", Topic: "a", For: "PT1S"})
		var u *unreachable
		require.ErrorAs(t, err, &u)
		assert.Contains(t, u.Error(), "gone")
		_, err = e.await(t.Context(), &Await{Client: "watch", Topic: "a", For: "PT1S", All: true})
		require.NoError(t, err, "silence over a case's own connection that a system may close")
	})
}
