package render

import "github.com/cityconf/cityconf/specs"

// trendWords are those of one product over time.
var trendWords = map[string]specs.Text{
	"trend.title":    {EN: "Trend of one product", ZH: "历次测试趋势"},
	"trend.skip":     {EN: "Skip to the runs", ZH: "跳至历次测试"},
	"trend.lines":    {EN: "Passed and applicable", ZH: "通过数与适用数"},
	"trend.line":     {EN: "Step lines of the requirements that passed (solid) and that apply (dashed) in %[1]v runs; the table below holds the numbers.", ZH: "%[1]v 次测试中通过数（实线）与适用数（虚线）的阶梯线，数值见下表。"},
	"trend.what":     {EN: "A line goes on only between runs that may be compared (C0 or C1). Where the standard, the suite or the manner of the run changed, it breaks: numbers on the two sides are not the same measure.", ZH: "仅在可比的相邻两次测试（C0 或 C1）之间连线。标准、套件或测试方式有变化之处断开：断开两侧的数值不是同一尺度。"},
	"trend.passed":   {EN: "passed", ZH: "通过数"},
	"trend.applies":  {EN: "applicable", ZH: "适用数"},
	"trend.break":    {EN: "break", ZH: "断开"},
	"trend.runs":     {EN: "Runs", ZH: "历次测试"},
	"trend.run":      {EN: "Run %[1]v", ZH: "第 %[1]v 次"},
	"trend.before":   {EN: "Against the run before", ZH: "与前次相比"},
	"trend.first":    {EN: "first run", ZH: "首次"},
	"trend.joined":   {EN: "comparable", ZH: "可比"},
	"trend.broken":   {EN: "not comparable: %[1]v", ZH: "不可比：%[1]v"},
	"trend.worse":    {EN: "regressions", ZH: "退步"},
	"trend.better":   {EN: "mended", ZH: "改进"},
	"trend.changed":  {EN: "%[1]v requirements read or are tested differently than in the run before; a difference in them says nothing of the product.", ZH: "有 %[1]v 项要求的条文或用例与前次不同，其判定变化不说明产品有变化。"},
	"trend.section":  {EN: "Regressions and improvements", ZH: "退步与改进"},
	"trend.none":     {EN: "No requirement moved.", ZH: "没有要求项的判定发生变化。"},
	"trend.then":     {EN: "Before", ZH: "前次"},
	"trend.now":      {EN: "Now", ZH: "本次"},
	"trend.versions": {EN: "Versions", ZH: "产品版本"},
}
