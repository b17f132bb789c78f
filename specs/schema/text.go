package schema

import "strings"

// Text says the violation as one sentence, in English and in Chinese.
func (v Violation) Text() (en, zh string) {
	words := v.sentence()
	if v.Want == "" && words.bareEN != "" {
		words.en, words.zh = words.bareEN, words.bareZH
	}
	en = v.fill(words.en, whereEN(v.Instance))
	return strings.ToUpper(en[:1]) + en[1:], v.fill(words.zh, whereZH(v.Instance))
}

func (v Violation) sentence() sentence {
	if v.Keyword == "oneOf" && v.Want == render(exactlyOne{}) {
		return sentences[severalBranches]
	}
	if words, ok := sentences[v.Keyword]; ok {
		return words
	}
	return forbidden
}

func (v Violation) fill(text, where string) string {
	return strings.NewReplacer("{at}", where, "{want}", v.Want, "{got}", v.Got).Replace(text)
}

func whereEN(pointer string) string {
	if pointer == "" {
		return "the document"
	}
	return "the value at " + pointer
}

func whereZH(pointer string) string {
	if pointer == "" {
		return "整个文档"
	}
	return pointer + " 处的值"
}
