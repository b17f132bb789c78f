package check

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/wire"
)

// page is a list answer of the published standard with so many luminaires, and
// what a check may know besides it.
func page(b *testing.B, items int) (*Context, wire.Exchange) {
	b.Helper()
	std, problems := specs.Lint(specs.Published(), "ucis/1.0")
	require.Empty(b, problems)
	at := slices.IndexFunc(std.Examples, func(e specs.Example) bool { return e.Name == "lgt/examples/valid/luminaire-as-returned" })
	require.GreaterOrEqual(b, at, 0)
	body, err := json.Marshal(map[string]any{"items": slices.Repeat([]any{std.Examples[at].Value}, items)})
	require.NoError(b, err)
	exprs, err := NewExpressions()
	require.NoError(b, err)
	x := answer(200, string(body)).Exchange
	x.Operation, x.Received[0].At = "listLuminaires", time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	return &Context{Standard: std, Operation: std.Operation("listLuminaires"), Names: map[string]any{}, Exprs: exprs, BBox: []float64{118, 29, 121, 31}}, x
}

// BenchmarkStanding is the work on every answer of a run: parse it and make
// every standing check.
func BenchmarkStanding(b *testing.B) {
	c, x := page(b, 20)
	b.ReportAllocs()
	for b.Loop() {
		judged, err := Standing(Look(x), c)
		if broken := slices.ContainsFunc(judged, func(j Judged) bool { return len(j.Findings) > 0 }); err != nil || len(judged) == 0 || broken {
			b.Fatal(judged, err)
		}
	}
}

// BenchmarkCondition is one condition of a scenario on a page of objects.
func BenchmarkCondition(b *testing.B) {
	c, x := page(b, 100)
	v := Look(x)
	b.ReportAllocs()
	for b.Loop() {
		if found, err := Judge(Expect{That: "size(body.items) == 100 && body.items.all(i, i.level.value == 80.0)"}, v, c); err != nil || len(found) > 0 {
			b.Fatal(found, err)
		}
	}
}
