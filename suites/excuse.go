package suites

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// excuse says why an answer establishes nothing, false when it does: the tester
// sent too fast, was not let in, met something that the standard does not speak
// of, or asked with a value that it made up. The last matters only when the
// answer is not as expected.
func (e *execution) excuse(by string, v *check.View, holds bool) (specs.Text, bool) {
	switch excused := e.run.suite.Standard.Conventions.Excuses(by, v.Status); {
	case v.Status == 429 && (!holds || excused) && !strings.HasPrefix(by, "limit."):
		return specs.Text{
			EN: "The system limited the tester's rate (429); lower ixit.limits.rate.",
			ZH: "系统对测试请求限流（429）；请调低 ixit.limits.rate。"}, true
	case excused && (v.Status == 401 || v.Status == 403):
		return specs.Text{
			EN: fmt.Sprintf("The system answered %d: the tester needs a credential with the rights for this request (ixit.credentials.default, or --token-env).", v.Status),
			ZH: fmt.Sprintf("系统返回 %d：测试方需要具备相应权限的凭据（ixit.credentials.default 或 --token-env）。", v.Status)}, true
	case excused:
		return specs.Text{
			EN: fmt.Sprintf("The system answered %d, for a reason that the document does not put into the request; so nothing follows for the request.", v.Status),
			ZH: fmt.Sprintf("系统返回 %d，其原因不在文档对请求的规定之内，故不能据此判定。", v.Status)}, true
	case e.c.Sample && !holds && v.Status/100 == 4:
		return specs.Text{
			EN: fmt.Sprintf("The system answered %d to a request with values that the tester made up; an example in the document would show whether it takes the requests described there.", v.Status),
			ZH: fmt.Sprintf("系统对测试方自拟取值的请求返回 %d；文档中给出示例后，方可判定其是否接受所规定的请求。", v.Status)}, true
	}
	return specs.Text{}, false
}

// echoes tells that a request which should have been refused was served: the
// answer may show what was wrong with it. Where values are samples, that is
// blamed once.
func (e *execution) echoes(judged []Judgement) bool {
	return e.run.suite.Standard.Conventions.Samples && slices.ContainsFunc(judged, func(j Judgement) bool {
		return strings.HasPrefix(j.Assertion, "reject.") && j.Outcome == Failed
	})
}
