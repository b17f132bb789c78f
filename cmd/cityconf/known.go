package main

import (
	"fmt"

	"github.com/cityconf/cityconf/reports"
)

// expected is the decision that a vendor's job acts on: documented failures are
// told and let it go on, and one that passes ends it, so that the note is taken
// back. The decision of the report stays as it is.
func expected(c console, r *reports.Report) reports.Decision {
	e := r.Evaluation
	if e == nil || len(e.Known) == 0 {
		return decisionOf(r)
	}
	for _, k := range e.Known {
		fmt.Fprintf(c.err, "known: %s %s (%s, until %s)\n", k.Requirement, k.State.Words().EN, k.Reason, k.Expires)
	}
	d := e.Expected()
	switch {
	case len(e.Stale()) > 0:
		fmt.Fprintln(c.err, "a documented failure passes: take it out of the list")
	case d != e.Gate.Decision:
		fmt.Fprintf(c.err, "the gate is %s; but for what is documented it would be %s\n", e.Gate.Decision, d)
	}
	return d
}
