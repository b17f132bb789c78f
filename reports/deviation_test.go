package reports_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

func TestOneCauseIsOneDeviation(t *testing.T) {
	t.Parallel()
	d := sampleReport(t).Deviations
	require.Len(t, d, 6)
	first := d[0]
	assert.Equal(t, "E-01", first.ID)
	assert.Equal(t, "createLuminaire", first.Operation)
	assert.Len(t, first.Cases, 4, "four accepted faults, one missing check")
	assert.Equal(t, []string{"LGT-001"}, first.Requirements)
	assert.Equal(t, specs.Should, d[5].Level, "a SHOULD comes last")
}

func TestClustering(t *testing.T) {
	t.Parallel()
	finding := func(at, keyword, got, message string) check.Finding {
		return check.Finding{At: at, Keyword: keyword, Want: "w", Got: got, Message: specs.Text{EN: message, ZH: message}}
	}
	condition := func(want string) check.Finding {
		return check.Finding{Keyword: "that", Want: want, Got: "false"}
	}
	for name, c := range map[string]struct {
		one, two         check.Finding
		operation, other string
		clusters         int
	}{
		"one limit missing at two members": {finding("/a/0", "maximum", "101", "/a is at most 100, got 101."), finding("/b", "maximum", "250", "/b is at most 7, got 250."), "op", "op", 1},
		"observed text of any kind":        {finding("", "", "lamp one", "expected x, got lamp one."), finding("", "", "灯具二", "expected x, got 灯具二."), "op", "op", 1},
		"two messages without keyword":     {finding("", "", "1", "the first"), finding("", "", "1", "the other"), "op", "op", 2},
		"two headers":                      {finding("header/A", "required", "absent", "m"), finding("header/B", "required", "absent", "m"), "op", "op", 2},
		"two conditions":                   {condition("a == 1"), condition("b == 1"), "op", "op", 2},
		"another keyword":                  {finding("/a", "maximum", "1", "m"), finding("/a", "minimum", "1", "m"), "op", "op", 2},
		"another operation":                {finding("/a", "maximum", "1", "m"), finding("/a", "maximum", "1", "m"), "op", "other", 2},
		"another status":                   {finding("status", "status", "201", "m"), finding("status", "status", "500", "m"), "op", "op", 2},
		"same status":                      {finding("status", "status", "201", "m 1"), finding("status", "status", "201", "m 2"), "op", "op", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld("c")
			w.class("c")
			w.add("R-1", "c", specs.Must, suites.Fail)
			w.result.Cases = []suites.CaseResult{failing("a", c.operation, c.one), failing("b", c.other, c.two)}
			assert.Len(t, w.report(t).Deviations, c.clusters)
		})
	}
}

func failing(id, operation string, f check.Finding) suites.CaseResult {
	return suites.CaseResult{Case: &suites.TestCase{ID: id, Operation: operation},
		Judgements: []suites.Judgement{{Requirement: "R-1", Assertion: "k", Outcome: suites.Failed, Exchange: -1, Count: 1, Findings: []check.Finding{f}}}}
}

func TestAFailureWithoutFindingsIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld("c")
	w.class("c")
	w.add("R-1", "c", specs.Must, suites.Fail)
	c := failing("a", "op", check.Finding{})
	c.Judgements[0].Findings = nil
	c.Judgements[0].Reason = specs.Text{EN: "Because.", ZH: "因为。"}
	w.result.Cases = []suites.CaseResult{c}
	r := w.report(t)
	require.Len(t, r.Deviations, 1)
	assert.Equal(t, "因为。", r.Deviations[0].Example.Expected.ZH)
	assert.Equal(t, []string{"E-01"}, r.Requirements[0].Evidence)
}

// TestCommands holds the commands against what a shell must see.
func TestCommands(t *testing.T) {
	t.Parallel()
	post := func(body string) wire.Sent {
		return wire.Sent{As: "default", Method: "POST", URL: "https://h/p?a=1&b=2", Body: []byte(body),
			Header: http.Header{"Authorization": {"Bearer •••"}, "Content-Type": {"application/json"}, "Accept": {"*/*"}, "Content-Length": {"9"}}}
	}
	anonymous := post("")
	anonymous.Header.Del("Authorization")
	leaked := post("")
	leaked.Header.Set("Authorization", "Bearer s3cr3t")
	limited := post("")
	limited.As = "read-only"
	head := wire.Sent{Method: "HEAD", URL: "https://h/"}
	for name, c := range map[string]struct {
		protocol string
		sent     wire.Sent
		want     string
	}{
		"post":         {"http", post(`{"a":"it's"}`), `curl -i -g --path-as-is -X POST -H 'Accept: */*' -H "Authorization: Bearer ${CITYCONF_TOKEN}" -H 'Content-Type: application/json' --data-raw '{"a":"it'\''s"}' 'https://h/p?a=1&b=2'`},
		"no token":     {"http", anonymous, `curl -i -g --path-as-is -X POST -H 'Accept: */*' -H 'Content-Type: application/json' 'https://h/p?a=1&b=2'`},
		"a leak":       {"http", leaked, `curl -i -g --path-as-is -X POST -H 'Accept: */*' -H "Authorization: Bearer ${CITYCONF_TOKEN}" -H 'Content-Type: application/json' 'https://h/p?a=1&b=2'`},
		"another":      {"http", limited, `curl -i -g --path-as-is -X POST -H 'Accept: */*' -H "Authorization: Bearer ${CITYCONF_TOKEN_READ_ONLY}" -H 'Content-Type: application/json' 'https://h/p?a=1&b=2'`},
		"octets":       {"http", post("\x00\xff"), `echo AP8= | base64 -d | curl -i -g --path-as-is -X POST -H 'Accept: */*' -H "Authorization: Bearer ${CITYCONF_TOKEN}" -H 'Content-Type: application/json' --data-binary @- 'https://h/p?a=1&b=2'`},
		"head":         {"http", head, `curl -i -g --path-as-is --head -H Accept: https://h/`},
		"query secret": {"http", wire.Sent{Method: "GET", URL: "https://h/?access_token=•••&x=$y"}, `curl -i -g --path-as-is -X GET -H Accept: 'https://h/?access_token='"${CITYCONF_TOKEN}"'&x=$y'`},
		"publish":      {"mqtt", wire.Sent{As: "default", Method: "PUBLISH", Topic: "a/b", QoS: 1, Retain: true, Body: []byte(`{"x":1}`)}, `mosquitto_pub -h b -p 8883 --tls-use-os-certs -u "${CITYCONF_USER}" -P "${CITYCONF_TOKEN}" -t a/b -q 1 -r -m '{"x":1}'`},
		"clear":        {"mqtt", wire.Sent{As: "none", Method: "PUBLISH", URL: "mqtt://other:1883", Topic: "a/b"}, `mosquitto_pub -h other -p 1883 -t a/b -q 0 -n`},
		"listen":       {"mqtt", wire.Sent{Method: "LISTEN", Topic: "a/+/#", QoS: 1}, `mosquitto_sub -h b -p 8883 --tls-use-os-certs -u "${CITYCONF_USER}" -P "${CITYCONF_TOKEN}" -t a/+/# -q 1 -W 60 -F '%t qos=%q retain=%r %p'`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := exampleOf(t, wire.Exchange{Protocol: c.protocol, Sent: c.sent}, "/a")
			assert.Equal(t, []string{c.want}, x.Commands)
			for _, line := range append(x.Commands, strings.Join(x.Transcript[0].Headers, "\n")) {
				assert.NotContains(t, line, "s3cr3t")
			}
		})
	}
}

func exampleOf(t *testing.T, x wire.Exchange, at string) reports.Example {
	t.Helper()
	w := newWorld("c")
	w.class("c")
	w.add("R-1", "c", specs.Must, suites.Fail)
	w.result.IUT.IXIT.Broker.URL = "mqtts://b:8883"
	c := failing("a", "op", check.Finding{At: at, Keyword: "k", Want: "w", Got: "g"})
	c.Exchanges = []wire.Exchange{x}
	c.Judgements[0].Exchange = 0
	w.result.Cases = []suites.CaseResult{c}
	return w.report(t).Deviations[0].Example
}

func TestLongBodiesAreCutWhereTheyShow(t *testing.T) {
	t.Parallel()
	items := []string{}
	for i := range 200 {
		items = append(items, fmt.Sprintf(`{"id":"灯%d","v":%d}`, i, i))
	}
	long := `{"items":[` + strings.Join(items, ",") + `]}`
	x := exampleOf(t, wire.Exchange{Protocol: "http", Received: []wire.Message{{Status: 200, Body: []byte(long)}}}, "/items/150/v")
	body := x.Transcript[0].Received[0].Body
	assert.True(t, body.Cut())
	assert.Equal(t, len(long), body.Octets)
	assert.Equal(t, long[:body.Shown], body.Text, "cut between characters")
	assert.Contains(t, x.Excerpt, `"id": "灯150"`)
	assert.NotContains(t, x.Excerpt, "灯149")
}

func TestBinaryBodiesAreMarked(t *testing.T) {
	t.Parallel()
	x := exampleOf(t, wire.Exchange{Protocol: "http", Received: []wire.Message{{Body: []byte{0xff, 0x00}}}}, "")
	assert.Equal(t, reports.Body{Text: "/wA=", Binary: true, Octets: 2, Shown: 2}, x.Transcript[0].Received[0].Body)
}

func TestTheStimulusBeforeIsShown(t *testing.T) {
	t.Parallel()
	for _, d := range sampleReport(t).Deviations {
		if d.Example.Case == "evt/scenario/unsubscribe" {
			require.Len(t, d.Example.Transcript, 2)
			assert.Equal(t, "DELETE", d.Example.Transcript[0].Method)
			assert.False(t, d.Example.Transcript[0].Judged)
			assert.True(t, d.Example.Transcript[1].Judged)
			assert.Len(t, d.Example.Commands, 2)
			return
		}
	}
	t.Fatal("the sample lost its case")
}

func TestSentencesAreInBothLanguages(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	require.NotEmpty(t, r.Deviations)
	for _, d := range r.Deviations {
		for _, s := range []specs.Text{d.Example.Expected, d.Example.Observed, d.Example.Message, d.Example.Purpose} {
			assert.NotEmpty(t, s.EN, d.ID)
			assert.NotEmpty(t, s.ZH, d.ID)
		}
	}
	require.NotEmpty(t, r.Open)
	for _, o := range r.Open {
		assert.NotEmpty(t, o.Needed.EN, o.Requirement)
		assert.Regexp(t, `\p{Han}`, o.Needed.ZH, o.Requirement)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for reason, zh := range map[string]string{
		"":            "",
		"interrupted": "测试运行被中断，已保留中断前的测量结果。",
		"at least 18 of the first 20 answers were 401": "前 20 次应答几乎全部为 401、403 或 404，测试提前终止。请检查 ixit.credentials 与 ixit.baseURL。",
		"disk full": "测试运行不完整，执行记录中的原因为：disk full",
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			result, std := sample.Run()
			result.Partial = reason
			r, err := reports.New(result, std, reports.Options{})
			require.NoError(t, err)
			assert.Equal(t, zh, r.Limits.Partial.ZH)
			assert.Equal(t, reason == "", r.Limits.None())
		})
	}
}

func TestDurationsSplit(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	result.Finished, result.Waited = result.Started.Add(90*time.Second), 70*time.Second
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	assert.Equal(t, []int64{90_000, 20_000, 70_000}, []int64{r.Stamp.ElapsedMS, r.Stamp.ExchangesMS, r.Stamp.WaitsMS})
}
