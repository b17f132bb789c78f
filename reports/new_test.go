package reports_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/suites"
)

func sampleReport(t *testing.T) *reports.Report {
	t.Helper()
	result, std := sample.Run()
	r, err := reports.New(result, std, reports.Options{Filters: []string{"--class evt"}})
	require.NoError(t, err)
	return r
}

func encode(t *testing.T, r *reports.Report) []byte {
	t.Helper()
	data, err := json.Marshal(r)
	require.NoError(t, err)
	return data
}

func TestReportIsValidAgainstItsSchema(t *testing.T) {
	t.Parallel()
	require.NoError(t, reports.Validate(encode(t, sampleReport(t))))
}

func TestReportSurvivesWritingAndReading(t *testing.T) {
	t.Parallel()
	want := sampleReport(t)
	got, err := reports.ReadReport(bytes.NewReader(encode(t, want)))
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(want, got))
}

func TestReadReportRefuses(t *testing.T) {
	t.Parallel()
	good := string(encode(t, sampleReport(t)))
	for name, c := range map[string]struct{ old, new, says string }{
		"an edited verdict":    {`"verdict":"fail"`, `"verdict":"pass"`, "changed after it was written"},
		"an unknown member":    {`"exchanges":1214`, `"exchanges":1214,"mood":1`, "mood"},
		"a doubled member":     {`"exchanges":1214`, `"exchanges":1214,"exchanges":1214`, "twice"},
		"another format":       {`"cityconf-report/1"`, `"cityconf-report/2"`, "format"},
		"an unknown verdict":   {`"verdict":"fail"`, `"verdict":"nearly"`, "verdict"},
		"something after it":   {`"format":`, `"format":`, "follows"},
		"a percentage of ours": {`(68.9%)`, `(68.96%)`, "/ownClaim/rate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := string(bytes.Replace([]byte(good), []byte(c.old), []byte(c.new), 1))
			if name == "something after it" {
				bad += "{}"
			}
			require.False(t, good == bad, "the test changes nothing")
			_, err := reports.ReadReport(bytes.NewReader([]byte(bad)))
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestEqualResultsDifferInStampOnly(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	first, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	again, std := sample.Run()
	offset := 200 * time.Millisecond
	again.Started, again.Finished, again.Waited = again.Started.Add(time.Hour), again.Finished.Add(2*time.Hour), time.Second
	second, err := reports.New(again, std, reports.Options{ClockOffset: &offset})
	require.NoError(t, err)
	assert.NotEqual(t, first.Stamp, second.Stamp)
	assert.Equal(t, first.ID, second.ID)
	second.Stamp = first.Stamp
	assert.Equal(t, string(encode(t, first)), string(encode(t, second)))
}

func TestOrderOfCasesDoesNotShow(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	first, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	for i, j := 0, len(result.Cases)-1; i < j; i, j = i+1, j-1 {
		result.Cases[i], result.Cases[j] = result.Cases[j], result.Cases[i]
	}
	second, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	assert.Equal(t, string(encode(t, first)), string(encode(t, second)))
}

func TestNewRefusesAMovingDenominator(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*suites.Result)
		says   string
	}{
		"a missing verdict":    {func(r *suites.Result) { r.Verdicts = r.Verdicts[1:] }, "has no verdict"},
		"a doubled verdict":    {func(r *suites.Result) { r.Verdicts = append(r.Verdicts, r.Verdicts[0]) }, "two verdicts"},
		"a foreign verdict":    {func(r *suites.Result) { r.Verdicts[0].Requirement = "XXX-1" }, "does not have"},
		"an undefined verdict": {func(r *suites.Result) { r.Verdicts[0].Verdict = "warning" }, "unknown verdict"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, std := sample.Run()
			c.change(result)
			_, err := reports.New(result, std, reports.Options{})
			require.ErrorContains(t, err, c.says)
		})
	}
}
