package reports

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// sentences says what was expected and what was observed, in both languages.
func sentences(f check.Finding) (expected, observed specs.Text) {
	if f.Want == "" && f.Got == "" {
		return f.Message, specs.Text{}
	}
	if expressions[f.Keyword] {
		return conditions(f)
	}
	where := subject(f.At)
	return where.with(demand(f)), where.with(value(f.Got))
}

// conditions says what an expression demanded and what its operands were.
func conditions(f check.Finding) (expected, observed specs.Text) {
	observed = specs.Text{EN: "Condition does not hold", ZH: "条件不成立"}
	if f.Got != "" {
		observed = colon(observed).with(specs.Text{EN: f.Got, ZH: f.Got})
	}
	return colon{EN: "Condition", ZH: "条件"}.with(specs.Text{EN: f.Want, ZH: f.Want}), observed
}

// colon joins a place and what is said of it.
type colon specs.Text

func (c colon) with(t specs.Text) specs.Text {
	return specs.Text{EN: c.EN + ": " + t.EN, ZH: c.ZH + "：" + t.ZH}
}

// subjects name the places of a finding that are not pointers.
var subjects = map[string]specs.Text{
	"":        {EN: "Body", ZH: "正文"},
	"status":  {EN: "HTTP status", ZH: "HTTP 状态码"},
	"topic":   {EN: "Topic", ZH: "主题"},
	"qos":     {EN: "QoS", ZH: "服务质量等级（QoS）"},
	"retain":  {EN: "Retain flag", ZH: "保留标志"},
	"elapsed": {EN: "Time to answer", ZH: "应答时间"},
	"count":   {EN: "Number of messages", ZH: "消息数量"},
}

func subject(at string) colon {
	if t, ok := subjects[at]; ok {
		return colon(t)
	}
	if name, ok := strings.CutPrefix(at, "header/"); ok {
		return colon{EN: "Header " + name, ZH: "响应头 " + name}
	}
	if strings.HasPrefix(at, "/") {
		return colon{EN: "Member " + at, ZH: "成员 " + at}
	}
	return colon{EN: at, ZH: at}
}

// demands say what a schema keyword asks for; %s is its value.
var demands = map[string]specs.Text{
	"type":                  {EN: "of type %s", ZH: "类型为 %s"},
	"const":                 {EN: "exactly %s", ZH: "恰为 %s"},
	"enum":                  {EN: "one of %s", ZH: "取值为 %s 之一"},
	"format":                {EN: "in the format %s", ZH: "格式符合 %s"},
	"pattern":               {EN: "matching %s", ZH: "匹配模式 %s"},
	"minimum":               {EN: "at least %s", ZH: "不小于 %s"},
	"maximum":               {EN: "at most %s", ZH: "不大于 %s"},
	"exclusiveMinimum":      {EN: "greater than %s", ZH: "大于 %s"},
	"exclusiveMaximum":      {EN: "less than %s", ZH: "小于 %s"},
	"multipleOf":            {EN: "a multiple of %s", ZH: "为 %s 的整数倍"},
	"minLength":             {EN: "at least %s characters", ZH: "不少于 %s 个字符"},
	"maxLength":             {EN: "at most %s characters", ZH: "不多于 %s 个字符"},
	"minItems":              {EN: "at least %s items", ZH: "不少于 %s 个元素"},
	"maxItems":              {EN: "at most %s items", ZH: "不多于 %s 个元素"},
	"minProperties":         {EN: "at least %s members", ZH: "不少于 %s 个成员"},
	"maxProperties":         {EN: "at most %s members", ZH: "不多于 %s 个成员"},
	"required":              {EN: "member %s present", ZH: "成员 %s 应存在"},
	"additionalProperties":  {EN: "no member beyond those declared", ZH: "不含未声明的成员"},
	"unevaluatedProperties": {EN: "no member beyond those declared", ZH: "不含未声明的成员"},
	"readOnly":              {EN: "not sent (read only)", ZH: "不应发送（只读）"},
	"writeOnly":             {EN: "not returned (write only)", ZH: "不应返回（只写）"},
	"uniqueItems":           {EN: "no two items equal", ZH: "元素互不相同"},
}

func demand(f check.Finding) specs.Text {
	d, ok := demands[f.Keyword]
	want := value(f.Want)
	if _, said := values[f.Want]; !ok || said {
		return want
	}
	if !strings.Contains(d.EN, "%s") {
		return d
	}
	return specs.Text{EN: fmt.Sprintf(d.EN, want.EN), ZH: fmt.Sprintf(d.ZH, want.ZH)}
}

// values are the words that checks use in place of a literal value.
var values = map[string]specs.Text{
	"":                                {EN: "nothing", ZH: "无"},
	"present":                         {EN: "present", ZH: "存在"},
	"absent":                          {EN: "absent", ZH: "不存在"},
	"missing":                         {EN: "missing", ZH: "缺失"},
	"no body":                         {EN: "no body", ZH: "无正文"},
	"a JSON body":                     {EN: "a JSON body", ZH: "JSON 正文"},
	"a JSON object":                   {EN: "a JSON object", ZH: "JSON 对象"},
	"an HTTP answer":                  {EN: "an HTTP answer", ZH: "HTTP 应答"},
	"no answer":                       {EN: "no answer", ZH: "无应答"},
	"strict JSON in UTF-8":            {EN: "strict JSON in UTF-8", ZH: "UTF-8 编码的严格 JSON"},
	"below 500":                       {EN: "below 500", ZH: "小于 500"},
	"no internals in an error body":   {EN: "no internals in an error body", ZH: "错误正文不含内部信息"},
	"exactly one":                     {EN: "exactly one", ZH: "恰好一个"},
	"an integer":                      {EN: "an integer", ZH: "整数"},
	"an id of its own":                {EN: "an id of its own", ZH: "独有的标识"},
	"not after receipt":               {EN: "not after receipt", ZH: "不晚于接收时刻"},
	"the time of the event":           {EN: "the time of the event", ZH: "事件发生的时间"},
	"no answer within the time limit": {EN: "no answer within the time limit", ZH: "时限内无应答"},
	"more":                            {EN: "more", ZH: "更多"},
	"true":                            {EN: "true", ZH: "真（true）"},
	"false":                           {EN: "false", ZH: "假（false）"},
}

// patterns are the phrases of checks around a value; %s is the value.
var patterns = []struct {
	match *regexp.Regexp
	zh    string
}{
	{regexp.MustCompile(`^(\d+) octets$`), "%s 字节"},
	{regexp.MustCompile(`^(\d+(?:\.\d+)?) s$`), "%s 秒"},
	{regexp.MustCompile(`^not after (\S+)$`), "不晚于 %s"},
	{regexp.MustCompile(`^not before (\S+)$`), "不早于 %s"},
	{regexp.MustCompile(`^at least (\S+)$`), "不少于 %s"},
	{regexp.MustCompile(`^at most (\S+)$`), "不多于 %s"},
	{regexp.MustCompile(`^timeout: (.*)$`), "应答超时（%s）"},
	{regexp.MustCompile(`^reset: (.*)$`), "连接被重置（%s）"},
}

// value gives a want or a got in both languages: a known word, alternatives,
// an amount of octets, or the literal as it is.
func value(s string) specs.Text {
	if t, ok := values[s]; ok {
		return t
	}
	for _, p := range patterns {
		if m := p.match.FindStringSubmatch(s); m != nil {
			return specs.Text{EN: s, ZH: fmt.Sprintf(p.zh, m[1])}
		}
	}
	if parts := strings.Split(s, " or "); len(parts) > 1 && len(s) < 40 {
		return specs.Text{EN: s, ZH: strings.Join(parts, " 或 ")}
	}
	return specs.Text{EN: s, ZH: s}
}
