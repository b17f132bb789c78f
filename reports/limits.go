package reports

import (
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

func limits(result *suites.Result, o Options) Limits {
	return Limits{Partial: partial(result.Partial), Filters: list(o.Filters), ReadOnly: o.ReadOnly,
		InsecureTLS: o.InsecureTLS, Simulator: result.IUT.IXIT.Simulator, Repetitions: max(1, o.Repetitions)}
}

// partials says in both languages why a run stopped early, by how the reason
// given by the runner begins.
var partials = []struct {
	begins string
	text   specs.Text
}{
	{"interrupted", specs.Text{
		EN: "The run was interrupted; what had been measured is kept.",
		ZH: "测试运行被中断，已保留中断前的测量结果。"}},
	{suites.NeverReady, specs.Text{
		EN: "The system was started and never became ready; nothing was tested.",
		ZH: "被测系统启动后始终未就绪，未执行任何测试。"}},
	{"the system no longer answers", specs.Text{
		EN: "The run stopped: the system no longer answered, not even its landing page. What had been measured is kept.",
		ZH: "被测系统不再应答，入口页面亦无法访问，测试提前终止；此前的测量结果予以保留。"}},
	{"at least 18 of the first 20 answers", specs.Text{
		EN: "The run stopped after the first 20 answers, for nearly all were 401, 403 or 404. Check ixit.credentials and ixit.baseURL.",
		ZH: "前 20 次应答几乎全部为 401、403 或 404，测试提前终止。请检查 ixit.credentials 与 ixit.baseURL。"}},
}

// partial says why a run is not whole. The lines below the first are what the
// system wrote last, and stand in both languages as they are.
func partial(reason string) specs.Text {
	if reason == "" {
		return specs.Text{}
	}
	reason, said, _ := strings.Cut(reason, "\n")
	text := because(reason)
	if said != "" {
		text.EN += " The end of its log:\n" + said
		text.ZH += "其日志末尾为：\n" + said
	}
	return text
}

func because(reason string) specs.Text {
	for _, p := range partials {
		if strings.HasPrefix(reason, p.begins) {
			return p.text
		}
	}
	return specs.Text{EN: "The run is not whole: " + reason, ZH: "测试运行不完整，执行记录中的原因为：" + reason}
}
