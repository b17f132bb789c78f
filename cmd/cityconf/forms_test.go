package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/suites"
)

// formMistakes are the defects of the counter, with the requirement that each
// of them breaks.
var formMistakes = map[string]string{
	"names are in Latin letters": "apply.accept",
	"nobody is too old":          "apply.refuse",
	"one topic only":             "apply.accept",
	"titles of any length":       "addPhoto.refuse",
	"frames are not understood":  "addPhoto.accept",
	"any language":               "findOffices.refuse",
	"any distance":               "findOffices.refuse",
	"one floor only":             "findOffices.accept",
	"anybody is let in":          "me.credential",
	"any session will do":        "basket.credential",
	"tickets are not looked at":  "feed.credential",
}

func TestFormsCookiesAndCredentialsOfBrowsers(t *testing.T) {
	t.Parallel()
	r := testService(t, "testdata/forms.yaml", newCounter())
	blamesNobody(t, r)
	for _, q := range r.Requirements {
		want := suites.Pass
		if strings.Contains(q.ID, ".untested") {
			want = suites.SuiteGap
		} else if q.ID == "ledger.accept" || q.ID == "ledger.answer" {
			want = suites.Unclear // nobody is let in
		}
		assert.Equal(t, want, q.Verdict, "%s: %s", q.ID, q.Reason.EN)
	}
}

func TestEachMistakeWithFormsIsNamedAlone(t *testing.T) {
	t.Parallel()
	for name, want := range formMistakes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, []string{want}, failed(testService(t, "testdata/forms.yaml", newCounter(name))))
		})
	}
}

// What is not exercised is named in both languages, in the plan as in the report.
func TestWhatIsNotExercisedOfFormsIsNamed(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	r := testService(t, "testdata/forms.yaml", newCounter())
	for _, g := range r.Suite.Gaps {
		said[g.Reason.EN], said[g.Reason.ZH] = true, true
	}
	for _, q := range r.Requirements {
		said[q.Untested.EN], said[q.Untested.ZH] = true, true
	}
	var all bytes.Buffer
	for text := range said {
		all.WriteString(text + "\n")
	}
	for _, want := range []string{
		"bodies are sent as application/x-www-form-urlencoded, not as application/xml", "请求体以 application/x-www-form-urlencoded 发送，未以 application/xml 测试",
		"the tester writes bodies in JSON or as a form, not as application/xml", "测试工具只以 JSON 或表单形式发送请求体，不支持 application/xml",
		"the tester presents no credential of the kind of stamp", "测试工具无法出示 stamp 类凭据", "not violable in a form", "无法在表单中构造该违例",
	} {
		assert.Contains(t, all.String(), want)
	}
	plan, code := command(t, "X=1", "plan", "--openapi", "testdata/forms.yaml")
	require.Equal(t, exitOK, code, plan)
	assert.Contains(t, plan, "the tester writes bodies in JSON or as a form, not as application/xml")
	assert.Contains(t, plan, "not as application/xml")
}
