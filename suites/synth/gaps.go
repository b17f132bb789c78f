package synth

import (
	"errors"
	"fmt"
	"strings"
)

// reason is why a keyword is not exercised, as formats in both languages with
// the same arguments in the same order.
type reason struct{ en, zh string }

var (
	reasonPlaces = reason{"more than %s places; this one and those after it are not varied",
		"取值位置超过 %s 处,自此处起不再变化"}
	reasonBranches = reason{"only the first %s of %s branches are exercised", "仅覆盖前 %s 个分支(共 %s 个)"}
	reasonFactors  = reason{"only the first %s of %s members take part in pairs", "仅前 %s 个成员(共 %s 个)参与成对组合"}
	reasonValues   = reason{"only the first %s of %s values are exercised", "仅覆盖前 %s 个取值(共 %s 个)"}
	reasonMax      = reason{"the maximum %s is not exercised: beyond the cap of %s", "上限 %s 超出生成上限 %s,未覆盖"}
	reasonFixed    = reason{"the value here is fixed by the caller", "该处取值由调用方固定"}
	reasonNone     = reason{"no valid instance exercises this keyword: %s", "没有能覆盖该关键字的有效实例:%s"}
	reasonUnmade   = reason{"no value was found: %s", "未能生成取值:%s"}
	reasonBudget   = reason{"the work budget was used up before a value was found", "在工作量预算内未找到取值"}
	reasonPattern  = reason{"the pattern %s is outside of what strings can be drawn from", "正则 %s 超出可生成范围"}
	reasonLoose    = reason{"nothing violates it: every value tried is accepted", "无法违反:所有尝试的取值均被接受"}
	reasonMasked   = reason{"it cannot be violated alone or as the smallest set: %s is reported instead", "无法单独违反:校验器报告的是 %s"}
	reasonNoTry    = reason{"no value could be built that violates it", "无法构造违反它的取值"}
	reasonReach    = reason{"no instance reaches this place: %s", "没有实例能到达该处:%s"}
	reasonMost     = reason{"at most %s instances of a schema are made; this place and those after it are not varied", "每个模式最多生成 %s 个实例，自此处起不再变化"}
	reasonWork     = reason{"the work allowed for this schema is used up; this place and those after it are not varied", "该模式的工作量预算已用尽，自此处起不再变化"}
	reasonPairs    = reason{"these pairs exclude each other or were not reached: %s", "以下成对组合互斥或未覆盖:%s"}
)

// gapAt makes a gap with its reason in both languages.
func gapAt(ptr, keyword, schema string, r reason, args ...string) Gap {
	list := make([]any, len(args))
	for i, a := range args {
		list[i] = a
	}
	return Gap{Pointer: ptr, Keyword: keyword, Schema: schema,
		ReasonEN: fmt.Sprintf(r.en, list...), ReasonZH: fmt.Sprintf(r.zh, list...)}
}

// gapOf makes the gap of a place for which no value was found.
func gapOf(pl place, keyword, schema string, err error) Gap {
	if errors.Is(err, errBudget) {
		return gapAt(pl.ptr, keyword, schema, reasonBudget)
	}
	if p := unreadPattern(pl); p != "" {
		return gapAt(pl.ptr, keyword, schema, reasonPattern, p)
	}
	return gapAt(pl.ptr, keyword, schema, reasonUnmade, text(err))
}

func unreadPattern(pl place) string {
	if pl.s == nil {
		return ""
	}
	for _, p := range pl.s.strings("pattern") {
		if _, err := compilePattern(p); err != nil {
			return p
		}
	}
	return ""
}

func text(err error) string {
	if err == nil {
		return "-"
	}
	return strings.TrimSpace(err.Error())
}
