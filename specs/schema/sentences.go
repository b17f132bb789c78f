package schema

// sentence is one keyword's text in both languages. {at} is the place, {want}
// and {got} are the violation's. The bare variant is for violations that have
// nothing to put in {want}.
type sentence struct{ en, zh, bareEN, bareZH string }

var sentences = map[string]sentence{
	"type": {
		en: "{at} must be of type {want}, but is {got}.",
		zh: "{at}的类型应为 {want},实际为 {got}。",
	},
	"const": {
		en: "{at} must be {want}, but is {got}.",
		zh: "{at}的值应为 {want},实际为 {got}。",
	},
	"enum": {
		en: "{at} must be one of {want}, but is {got}.",
		zh: "{at}的取值应为以下之一:{want};实际为 {got}。",
	},
	"required": {
		en: "{at} lacks the required member \"{want}\".",
		zh: "{at}缺少必备成员“{want}”。",
	},
	"dependentRequired":     companion,
	"dependencies":          companion,
	"additionalProperties":  unknownMember,
	"unevaluatedProperties": unknownMember,
	"additionalItems":       surplusItem,
	"unevaluatedItems":      surplusItem,
	"items":                 surplusItem,
	"propertyNames": {
		en:     "The member name \"{got}\" at {at} is not allowed; it must satisfy {want}.",
		zh:     "{at}的成员名“{got}”不符合要求:{want}。",
		bareEN: "The member name \"{got}\" at {at} is not allowed.",
		bareZH: "{at}的成员名“{got}”不被允许。",
	},
	"readOnly": {
		en: "{at} is read-only and must not be sent.",
		zh: "{at}为只读成员,请求中不得包含。",
	},
	"writeOnly": {
		en: "{at} is write-only and must not be returned.",
		zh: "{at}为只写成员,响应中不得返回。",
	},
	"minProperties": {
		en: "{at} must have at least {want} members, but has {got}.",
		zh: "{at}至少应有 {want} 个成员,实际有 {got} 个。",
	},
	"maxProperties": {
		en: "{at} must have at most {want} members, but has {got}.",
		zh: "{at}最多可有 {want} 个成员,实际有 {got} 个。",
	},
	"minItems": {
		en: "{at} must have at least {want} items, but has {got}.",
		zh: "{at}至少应有 {want} 个元素,实际有 {got} 个。",
	},
	"maxItems": {
		en: "{at} must have at most {want} items, but has {got}.",
		zh: "{at}最多可有 {want} 个元素,实际有 {got} 个。",
	},
	"uniqueItems": {
		en: "{at} repeats item {want}; the items must differ.",
		zh: "{at}与第 {want} 项(从 0 起)重复,数组元素不得重复。",
	},
	"contains":    tooFewMatches,
	"minContains": tooFewMatches,
	"maxContains": {
		en: "{at} must contain at most {want} items of the kind asked for, but has {got}.",
		zh: "{at}最多可包含 {want} 个符合要求的元素,实际有 {got} 个。",
	},
	"minLength": {
		en: "{at} must be at least {want} characters long, but has {got}.",
		zh: "{at}的长度至少应为 {want} 个字符,实际为 {got} 个。",
	},
	"maxLength": {
		en: "{at} must be at most {want} characters long, but has {got}.",
		zh: "{at}的长度最多为 {want} 个字符,实际为 {got} 个。",
	},
	"pattern": {
		en: "{at} must match the pattern {want}, but is {got}.",
		zh: "{at}应匹配模式 {want},实际为 {got}。",
	},
	"format": {
		en: "{at} must have the format {want}, but is {got}.",
		zh: "{at}应符合 {want} 格式,实际为 {got}。",
	},
	"minimum": {
		en: "{at} must be at least {want}, but is {got}.",
		zh: "{at}不得小于 {want},实际为 {got}。",
	},
	"maximum": {
		en: "{at} must be at most {want}, but is {got}.",
		zh: "{at}不得大于 {want},实际为 {got}。",
	},
	"exclusiveMinimum": {
		en: "{at} must be greater than {want}, but is {got}.",
		zh: "{at}应大于 {want},实际为 {got}。",
	},
	"exclusiveMaximum": {
		en: "{at} must be less than {want}, but is {got}.",
		zh: "{at}应小于 {want},实际为 {got}。",
	},
	"multipleOf": {
		en: "{at} must be a multiple of {want}, but is {got}.",
		zh: "{at}应为 {want} 的整数倍,实际为 {got}。",
	},
	"anyOf": {
		en:     "{at} fits none of the alternatives ({want}); it is {got}.",
		zh:     "{at}不符合任何一种可选形式({want}),实际为 {got}。",
		bareEN: "{at} fits none of the alternatives that the schema offers; it is {got}.",
		bareZH: "{at}不符合模式给出的任何一种可选形式,实际为 {got}。",
	},
	"oneOf": {
		en:     "{at} must fit one of the alternatives ({want}), but is {got}.",
		zh:     "{at}应符合可选形式之一({want}),实际为 {got}。",
		bareEN: "{at} fits none of the alternatives that the schema offers; it is {got}.",
		bareZH: "{at}不符合模式给出的任何一种可选形式,实际为 {got}。",
	},
	severalBranches: {
		en: "{at} must fit exactly one of the alternatives, but fits several (numbers {got}, counted from 0).",
		zh: "{at}应仅符合一种可选形式,实际同时符合多种(序号 {got},从 0 起)。",
	},
	"not": {
		en: "{at} is what the schema rules out; it is {got}.",
		zh: "{at}属于模式所排除的情形,实际为 {got}。",
	},
	"limit": {
		en: "judging {at} was given up after {want} steps; nothing was decided.",
		zh: "{at}的判定在 {want} 步后中止,未得出结论。",
	},
}

// severalBranches is where the text stands for a oneOf of which more than one
// branch holds.
const severalBranches = "oneOf, several"

// forbidden is the text for a place where a schema allows nothing.
var forbidden = sentence{
	en: "{at} must not be present; it is {got}.",
	zh: "{at}不得出现,实际为 {got}。",
}

var unknownMember = sentence{
	en: "{at} is a member that the schema does not know, and no others are allowed.",
	zh: "{at}不是模式中定义的成员,且不允许出现其他成员。",
}

var surplusItem = sentence{
	en: "{at} is an item beyond those that the array may have.",
	zh: "{at}超出了数组允许的元素范围。",
}

var companion = sentence{
	en: "{at} has the member \"{got}\" and therefore must also have \"{want}\".",
	zh: "{at}含有成员“{got}”,因此还应含有成员“{want}”。",
}

var tooFewMatches = sentence{
	en: "{at} must contain at least {want} of the items asked for, but has {got}.",
	zh: "{at}至少应包含 {want} 个符合要求的元素,实际有 {got} 个。",
}
