package reports

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// Quantity is an entry of the catalogue of what a run measures beside its
// verdicts. A profile may give points by bands of it.
type Quantity struct {
	ID     string
	Name   specs.Text
	Unit   string // UCUM
	Better string // higher or lower
	of     func(*wire.Exchange) bool
}

// Quantities is the catalogue, by id.
func Quantities() []Quantity {
	return []Quantity{
		{"read-latency-p95", specs.Text{EN: "response time of readings, 95th percentile", ZH: "读取请求应答时间（95 百分位）"}, "ms", "lower",
			func(x *wire.Exchange) bool { return x.Sent.Method == http.MethodGet && answered(x, 200, 299) }},
		{"write-latency-p95", specs.Text{EN: "response time of changes, 95th percentile", ZH: "写入请求应答时间（95 百分位）"}, "ms", "lower",
			func(x *wire.Exchange) bool {
				return slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, x.Sent.Method) && answered(x, 200, 299)
			}},
	}
}

func answered(x *wire.Exchange, from, to int) bool {
	return x.Protocol == "http" && x.Fault == nil && len(x.Received) > 0 && x.Received[0].Status >= from && x.Received[0].Status <= to
}

// fewestSamples is the number of values below which a percentile says more
// than is known.
const fewestSamples = 20

// measurements computes what the kept exchanges allow.
func measurements(cases []suites.CaseResult) []Measurement {
	var out []Measurement
	for _, q := range Quantities() {
		var times []time.Duration
		for i := range cases {
			for j := range cases[i].Exchanges {
				if x := &cases[i].Exchanges[j]; q.of(x) {
					times = append(times, x.Elapsed)
				}
			}
		}
		if len(times) >= fewestSamples {
			out = append(out, Measurement{ID: q.ID, Value: milliseconds(percentile95(times)), Unit: q.Unit, Better: q.Better, Samples: len(times)})
		}
	}
	slices.SortFunc(out, func(a, b Measurement) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// percentile95 is the smallest value that 95 of 100 do not exceed (nearest
// rank).
func percentile95(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[(95*len(times)+99)/100-1]
}

func milliseconds(d time.Duration) string {
	us := d.Microseconds()
	return fmt.Sprintf("%d.%03d", us/1000, us%1000)
}
