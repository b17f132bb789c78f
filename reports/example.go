package reports

import (
	"net/http"
	"slices"

	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// example shows one occurrence whole: what was sent, what came back, what was
// expected, and how to see it again.
func example(o occurrence, broker string) Example {
	f := o.finding
	e := Example{Case: o.c.Case.ID, Purpose: o.c.Case.Purpose, Requirement: o.j.Requirement, At: f.At, Want: f.Want,
		Got: f.Got, Message: f.Message, Transcript: []Exchange{}, Commands: []string{}, Replay: Replay("report.json", o.c.Case.ID)}
	e.Expected, e.Observed = sentences(f)
	for _, i := range shown(o) {
		x := &o.c.Exchanges[i]
		judgedAt := -1
		if i == o.j.Exchange {
			judgedAt = f.MessageAt
			e.Excerpt = excerpt(x, judgedAt, f.At)
		}
		e.Transcript = append(e.Transcript, transcript(x, judgedAt))
		e.Commands = append(e.Commands, command(x, broker)...)
	}
	return e
}

// Replay is the command that repeats a whole case, with everything it needs to
// exist before; path leads to the report.
func Replay(path, caseID string) string {
	return "cityconf replay " + quote(path+"#"+caseID) + " --send"
}

// shown picks the exchanges that tell the story: the judged one and, when that
// only listened or read, the stimulus before it.
func shown(o occurrence) []int {
	at := o.j.Exchange
	if at < 0 || at >= len(o.c.Exchanges) {
		return nil
	}
	if stimulates(&o.c.Exchanges[at]) {
		return []int{at}
	}
	for i := at - 1; i >= 0; i-- {
		if stimulates(&o.c.Exchanges[i]) && before(o.c, i) {
			return []int{i, at}
		}
	}
	return []int{at}
}

// stimulates tells whether an exchange changes something, as against reading
// or listening.
func stimulates(x *wire.Exchange) bool {
	return !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions,
		"LISTEN", "SUBSCRIBE", "CONNECT", "DISCONNECT"}, x.Sent.Method)
}

// before tells whether an exchange was answered: one that failed explains
// nothing that came after it.
func before(c *suites.CaseResult, i int) bool { return c.Exchanges[i].Fault == nil }
