package trace_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

func TestSteps(t *testing.T) {
	t.Parallel()
	std := small(t).Standard
	raw, header := "{broken", "text/plain"
	for name, c := range map[string]struct {
		step suites.Step
		want trace.Step
	}{
		"a request by operation": {
			suites.Step{Send: &suites.Send{Operation: "getLamp", Parameters: map[string]any{"id": "${lampId}", "fields": []any{"a", json.Number("1")}}}},
			trace.Step{Does: said("send", "发送"), Code: "GET " + std.BasePath + "/lgt/lamps/${lampId}?fields=a,1", Headers: []string{"Authorization: Bearer ${token}"}},
		},
		"a body": {
			suites.Step{Send: &suites.Send{Operation: "createLamp", Body: map[string]any{"serial": "A<1>"}, As: "other"}},
			trace.Step{Does: said("send", "发送"), Code: "POST " + std.BasePath + "/lgt/lamps", Body: "{\n  \"serial\": \"A<1>\"\n}",
				Headers: []string{"Authorization: Bearer ${token of other}", "Content-Type: application/json"}},
		},
		"exact octets below the host, without a token": {
			suites.Step{Send: &suites.Send{Method: "POST", Path: "//x", Raw: &raw, As: "none", Headers: map[string]*string{"Content-Type": &header, "Accept": nil}, Query: "q=1"}},
			trace.Step{Does: said("send", "发送"), Code: "POST /x?q=1", Body: raw, Headers: []string{"Content-Type: text/plain"}},
		},
		"a message": {
			suites.Step{Publish: &suites.Publish{Topic: "a/b", QoS: 1, Retain: true, Payload: "x"}},
			trace.Step{Does: said("publish", "发布"), Code: "a/b  QoS 1  retain", Body: `"x"`},
		},
		"an action in the field": {
			suites.Step{Operate: &suites.Operate{Action: "lamp-failure", On: "${id}"}},
			trace.Step{Does: said("in the field", "现场操作"), Code: "lamp-failure  ${id}"},
		},
		"a wait": {suites.Step{Pause: "PT2S"}, trace.Step{Does: said("wait", "等待"), Code: "PT2S"}},
	} {
		got := trace.Steps(std, &suites.TestCase{Steps: []suites.Step{c.step}})
		require.Len(t, got, 1, name)
		assert.Equal(t, c.want, got[0], name)
	}
}

func TestCircumstances(t *testing.T) {
	t.Parallel()
	got := trace.Steps(small(t).Standard, &suites.TestCase{Steps: []suites.Step{
		{Await: &suites.Await{Topic: "t", Where: "payload.x == 1", For: "PT5S"}, Within: "PT9S", Repeat: 4, Always: true},
		{Await: &suites.Await{Topic: "t", For: "PT5S", All: true}},
	}})
	var notes []string
	for _, n := range got[0].Notes {
		notes = append(notes, n.EN)
	}
	assert.Equal(t, []string{"those for which payload.x == 1", "until 1 came, at most PT5S",
		"again until what is expected holds, at most PT9S", "4 times at once", "also after a failure: it puts the system back"}, notes)
	assert.Equal(t, "持续等待 PT5S", got[1].Notes[0].ZH)
}

func TestExpectations(t *testing.T) {
	t.Parallel()
	got := trace.Steps(small(t).Standard, &suites.TestCase{Steps: []suites.Step{{Pause: "PT1S", Expect: []check.Expect{
		{Requirement: "R-1", Status: []int{200, 204}, Header: map[string]string{"ETag": "present", "Age": "absent", "Link": "next"}, NoBody: true, Problem: true},
		{Contains: map[string]any{"a": true}, Equals: []any{}, Schema: "s#/x", That: "size(body) > 0"},
		{By: "mqtt.payload", That: "true"},
	}}}})
	var all []string
	for _, e := range got[0].Expect {
		all = append(all, e.Text.EN+" | "+e.Code)
		assert.NotEmpty(t, e.Text.ZH)
	}
	assert.Equal(t, []string{"status | 200 | 204", "header absent | Age", "header present | ETag", "header | Link: next", "no body | ",
		"problem details with the same status | ", `body with at least | { "a": true }`, "body equal to | []", "body valid against | s#/x",
		"holds | size(body) > 0", "conforms to the channel | mqtt.payload"}, all)
	assert.Equal(t, "R-1", got[0].Expect[0].Requirement)
}

func said(en, zh string) specs.Text { return specs.Text{EN: en, ZH: zh} }
