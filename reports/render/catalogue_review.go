package render

import "github.com/cityconf/cityconf/specs"

// reviewWords are those of the page on which an evaluator hands in bundles.
var reviewWords = map[string]specs.Text{
	"review.title":   {EN: "Compare evidence bundles", ZH: "证据包对比"},
	"review.intro":   {EN: "Choose the bundles that the vendors handed in, or drag them onto the field. They are read on this computer and sent nowhere; when the program ends, its copies are deleted.", ZH: "请选择各供方提交的证据包，或将其拖入下方区域。文件仅在本机读取，不会发送到任何地方；程序结束时删除其副本。"},
	"review.bundles": {EN: "Evidence bundles (at least two)", ZH: "证据包（至少两份）"},
	"review.profile": {EN: "Tender profile (optional)", ZH: "招标评价方案（可选）"},
	"review.given":   {EN: "Without a file here, the profile %[1]v holds.", ZH: "此处不选文件时，采用方案 %[1]v。"},
	"review.lang":    {EN: "Language of the page", ZH: "页面语言"},
	"review.limits":  {EN: "At most %[1]v bundles and %[2]v MB in all.", ZH: "最多 %[1]v 份，总计不超过 %[2]v MB。"},
	"review.go":      {EN: "Compare", ZH: "开始对比"},
	"review.refused": {EN: "Nothing was compared.", ZH: "未进行对比。"},
	"review.detail":  {EN: "Detail", ZH: "技术细节"},
	"review.nav":     {EN: "Files of this comparison", ZH: "本次对比的文件"},

	"tongue.zh-CN": {EN: "Chinese", ZH: "中文"},
	"tongue.en":    {EN: "English", ZH: "英文"},
	"tongue.both":  {EN: "both", ZH: "中英文对照"},

	"way.workbook": {EN: "Workbook (XLSX)", ZH: "下载工作簿（XLSX）"},
	"way.report":   {EN: "Report of %[1]v", ZH: "%[1]v 的报告"},
	"way.again":    {EN: "Compare other bundles", ZH: "对比其他证据包"},

	"refusal.broken":  {EN: "The bundle %[1]v was changed or damaged after it was written. Ask the vendor for the original.", ZH: "证据包“%[1]v”在生成之后被改动或已损坏，请向供方索取原件。"},
	"refusal.foreign": {EN: "The file %[1]v is no evidence bundle.", ZH: "文件“%[1]v”不是证据包。"},
	"refusal.version": {EN: "The bundle %[1]v was made by another version. Use the version of cityconf that the tender names.", ZH: "证据包“%[1]v”由其他版本生成，请使用招标文件指定的 cityconf 版本。"},
	"refusal.twice":   {EN: "Two of the files hold the same run. Leave one of them out.", ZH: "所选文件中有两份是同一次测试的证据包，请去掉其中一份。"},
	"refusal.few":     {EN: "A comparison needs at least two bundles.", ZH: "对比至少需要两份证据包。"},
	"refusal.many":    {EN: "These are too many bundles at once.", ZH: "一次选择的证据包过多。"},
	"refusal.large":   {EN: "The files are too large.", ZH: "文件过大。"},
	"refusal.profile": {EN: "The tender profile cannot be used, or does not fit a bundle.", ZH: "招标评价方案不可用，或与证据包不符。"},
	"refusal.token":   {EN: "This form is out of date. Please choose the files again.", ZH: "页面已过期，请重新选择文件。"},
}
