package reports_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// FuzzReadReport: whatever is read is refused with an error or is a whole
// report that can be written and read again.
func FuzzReadReport(f *testing.F) {
	small := newWorld("c")
	small.class("c")
	small.add("R-1", "c", specs.Must, suites.Fail)
	good, err := json.Marshal(small.report(f))
	require.NoError(f, err)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(`{"format":"cityconf-report/1"}`))
	f.Add([]byte("\xff{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := reports.ReadReport(bytes.NewReader(data))
		if err != nil {
			return
		}
		again, err := json.Marshal(r)
		require.NoError(t, err)
		_, err = reports.ReadReport(bytes.NewReader(again))
		require.NoError(t, err)
	})
}
