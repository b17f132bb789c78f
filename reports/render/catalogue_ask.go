package render

import "github.com/cityconf/cityconf/specs"

// askWords are those of a request for clarification.
var askWords = map[string]specs.Text{
	"ask.title":  {EN: "Request for clarification: %[1]v", ZH: "澄清函：%[1]v"},
	"ask.intro":  {EN: "Reading the conformance report %[1]v of the product %[2]v, the evaluators could not settle what is listed below. Please answer in writing within the time set; your answer must not go beyond the scope of the bid nor change its substance. What stays open is read as not proven.", ZH: "评审委员会审阅贵方产品“%[2]v”的符合性测试报告（编号 %[1]v）时，对下列事项未能作出判断，请贵方在规定期限内书面予以澄清、说明或者补正。澄清、说明或者补正不得超出投标文件的范围，不得改变投标文件的实质性内容。逾期未答复的事项，按“未证实”处理。"},
	"ask.none":   {EN: "Nothing is open; no clarification is needed.", ZH: "无待澄清事项。"},
	"ask.no":     {EN: "No.", ZH: "序号"},
	"ask.about":  {EN: "About", ZH: "事项"},
	"ask.what":   {EN: "Please clarify", ZH: "请予澄清的内容"},
	"ask.answer": {EN: "Answer of the vendor", ZH: "供方答复"},
	"ask.vendor": {EN: "Vendor", ZH: "供方"},

	"asked.inconclusive":  {EN: "The report could not decide this requirement. State what the tester needs to observe it, and prove it by a further run.", ZH: "报告对本项“无法判定”。请说明观察该项所需的条件，并以补充测试证明。"},
	"asked.blocked":       {EN: "This requirement could not be judged because another one did not pass. State when that is mended, and prove both by a further run.", ZH: "因前置要求项未通过，本项未能判定。请说明整改时间，并以补充测试一并证明。"},
	"asked.not-tested":    {EN: "A test exists and was not run. State why, and hand in a run that holds it.", ZH: "本项有可执行用例而未执行。请说明未测原因，并补充包含该用例的测试。"},
	"asked.not-offered":   {EN: "The tender makes this requirement decisive and the bid does not claim it. State whether the product offers it.", ZH: "本项为招标文件规定的否决项，而贵方未声明提供。请明确贵方产品是否提供。"},
	"asked.manual":        {EN: "No test can decide this requirement. Hand in the documents that prove it.", ZH: "本项无法以测试判定。请提交证明材料，供人工核查。"},
	"asked.contradiction": {EN: "The system serves this although the statement does not claim the class. State which of the two holds.", ZH: "被测系统提供该接口，而贵方声明未包含其所属符合性类。请说明以何者为准。"},
	"asked.partial":       {EN: "The run is not whole. State why, and hand in a whole one.", ZH: "测试运行不完整。请说明原因，并补充完整测试。"},
	"asked.simulator":     {EN: "The target of the run was a simulator. Hand in a run against the product offered.", ZH: "测试对象为模拟器。请提交针对所投产品的测试。"},
	"asked.condition":     {EN: "The profile wants “%[1]v”; the bundle shows “%[2]v”. Explain, or hand in a run that meets it.", ZH: "方案要求“%[1]v”，证据包所示为“%[2]v”。请说明，或补充满足要求的测试。"},
	"asked.missing":       {EN: "The report does not state this. Please complete it.", ZH: "报告中未填写该项。请予补充。"},

	"ask.run":    {EN: "The run", ZH: "测试运行"},
	"ask.reason": {EN: "Reason in the report: %[1]v", ZH: "报告所载原因：%[1]v"},
}
