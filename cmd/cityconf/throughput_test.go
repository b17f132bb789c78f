package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
	"github.com/cityconf/cityconf/suites/wire"
)

// restOnly are the classes whose throughput is measured: REST only.
var restOnly = []string{"core", "sec-1", "cond", "page", "query", "idem", "lgt-read", "lgt-write", "reg-read", "reg-write", "env-read", "env-write"}

// atOnce is how many requests are under way at a time, in a run and from the
// bare client: enough that none of two processors waits for an answer.
const atOnce = 12

// unlimited is a rate that no machine reaches.
const unlimited = 1e6

// prompt selects the cases that never wait by declaration: requests and
// answers only, each tried once.
func prompt(c *suites.TestCase) bool {
	waits := func(s suites.Step) bool { return s.Send == nil || s.Within != "" || s.Pause != "" }
	return !c.Alone && !slices.ContainsFunc(c.Steps, waits) && !slices.ContainsFunc(c.Needs, func(n suites.Need) bool { return n.Seed })
}

// pace is how fast a client came through a number of requests.
type pace struct {
	exchanges    int
	derived, ran time.Duration
}

func (p pace) perSecond() float64 { return float64(p.exchanges) / (p.derived + p.ran).Seconds() }

// recorder keeps all that a run sends, in the order in which the answers came.
type recorder struct {
	suites.Requester
	mu  sync.Mutex
	all []wire.Exchange
}

func (r *recorder) Do(ctx context.Context, q wire.Request) wire.Exchange {
	x := r.Requester.Do(ctx, q)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, x)
	return x
}

// quiet is a fresh city whose devices keep still.
func quiet(t testing.TB) *target {
	t.Helper()
	std, err := loaded()
	require.NoError(t, err)
	sim, err := city.Start(t.Context(), city.Options{Standard: std, Seed: 1, Period: time.Hour})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sim.Close()) })
	iut := statement(sim.Access())
	iut.IXIT.Limits = suites.Limits{Rate: unlimited, Concurrency: atOnce}
	to, err := approach(sim.Access(), std)
	require.NoError(t, err)
	to, err = newTarget(iut, std, to.secrets, to.roots)
	require.NoError(t, err)
	return to
}

// judgedPace derives the suite of some classes and runs its prompt cases:
// generated, sent, judged and recorded.
func judgedPace(t testing.TB) (pace, []wire.Exchange) {
	t.Helper()
	to := quiet(t)
	sys := to.system()
	r := &recorder{Requester: sys.HTTP}
	sys.HTTP, sys.Dial, sys.Enter, sys.Receiver = r, nil, nil, nil
	started := time.Now()
	suite, err := derive.Derive(to.std, derive.Options{Role: to.iut.ICS.Role, Classes: restOnly, Seed: 1})
	require.NoError(t, err)
	suite.Cases = slices.DeleteFunc(suite.Cases, func(c *suites.TestCase) bool { return !prompt(c) })
	derived := time.Since(started)
	result, err := suites.Run(t.Context(), suite, to.iut, sys, suites.Options{RunID: "throughput"})
	require.NoError(t, err)
	p := pace{result.Exchanges, derived, time.Since(started) - derived}
	require.Empty(t, failures(result))
	require.Zero(t, result.Waited)
	require.Len(t, r.all, result.Exchanges)
	return p, r.all
}

// barePace sends recorded requests once more with nothing but net/http, as
// many at a time as a run does, and reads the answers to their end. It returns
// how many had the status of the recording: not all, as identifiers are given
// out in another order and entity tags differ.
func barePace(t testing.TB, recorded []wire.Exchange) (p pace, same int) {
	t.Helper()
	to := quiet(t)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: to.roots}, MaxIdleConnsPerHost: atOnce, DisableCompression: true}
	defer transport.CloseIdleConnections()
	requests, statuses := make([]*http.Request, len(recorded)), make([]int, len(recorded))
	for i, x := range recorded {
		requests[i] = again(t, to, x)
	}
	turns := make(chan int)
	var clients sync.WaitGroup
	started := time.Now()
	for range atOnce {
		clients.Go(func() {
			for i := range turns {
				statuses[i] = answered(t, transport, requests[i])
			}
		})
	}
	for i := range requests {
		turns <- i
	}
	close(turns)
	clients.Wait()
	p = pace{exchanges: len(recorded), ran: time.Since(started)}
	for i, x := range recorded {
		if len(x.Received) > 0 && x.Received[0].Status == statuses[i] {
			same++
		}
	}
	return p, same
}

// again is a recorded request to another city, with the secret that the
// recording lacks.
func again(t testing.TB, to *target, x wire.Exchange) *http.Request {
	t.Helper()
	at, err := url.Parse(to.iut.IXIT.BaseURL)
	require.NoError(t, err)
	u, err := url.Parse(x.Sent.URL)
	require.NoError(t, err)
	u.Host = at.Host
	r, err := http.NewRequestWithContext(t.Context(), x.Sent.Method, u.String(), bytes.NewReader(x.Sent.Body))
	require.NoError(t, err)
	r.Header = x.Sent.Header.Clone()
	if s, ok := to.secrets[cmp.Or(x.Sent.As, "default")]; ok && r.Header.Get("Authorization") != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	return r
}

// answered sends a request, reads the answer to its end and returns its
// status, 0 when there is none.
func answered(t testing.TB, transport *http.Transport, r *http.Request) int {
	t.Helper()
	resp, err := transport.RoundTrip(r)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	assert.NoError(t, err)
	return resp.StatusCode
}

// rounds is how often judge and bare client take turns: the best of each
// counts, as other work on the machine only slows them down.
const rounds = 5

// What the judge must reach against a city in the same process, on two
// processors that have nothing else to do, and on any others: they are free
// when a bare client reaches so many exchanges per second.
const (
	wantedPace  = 3000
	freePace    = 10000
	wantedShare = 0.2
)

// throughputFigures measures how many exchanges per second are generated,
// sent, judged and recorded, and what a client would reach that does nothing of
// the kind, on the same two processors as the city that answers.
func throughputFigures(t *testing.T, say func(name, format string, args ...any)) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var judged, bare pace
	alike := 0
	for range rounds {
		j, recorded := judgedPace(t)
		b, same := barePace(t, recorded)
		if judged.exchanges == 0 || j.perSecond() > judged.perSecond() {
			judged = j
		}
		if bare.exchanges == 0 || b.perSecond() > bare.perSecond() {
			bare, alike = b, same
		}
	}
	sent := pace{exchanges: judged.exchanges, ran: judged.ran}
	say("judged exchanges per second", "%.0f, derivation of the cases included (%.0f without); %d exchanges, best of %d, 2 processors for judge and city",
		judged.perSecond(), sent.perSecond(), judged.exchanges, rounds)
	say("bare client, the same requests", "%.0f per second (%d %% with the same status)", bare.perSecond(), 100*alike/bare.exchanges)
	say("share of a bare client's rate", "%.0f %%, %.0f %% without derivation", 100*judged.perSecond()/bare.perSecond(), 100*sent.perSecond()/bare.perSecond())
	assert.GreaterOrEqual(t, judged.perSecond(), wantedShare*bare.perSecond())
	if bare.perSecond() >= freePace {
		assert.GreaterOrEqual(t, judged.perSecond(), float64(wantedPace))
	}
}

// TestThroughput prints the figures of throughput alone.
func TestThroughput(t *testing.T) {
	if !*figures {
		t.Skip("measures; make figures asks for it")
	}
	throughputFigures(t, sayFigure)
}
