package synth

import (
	"encoding/json"
	"math/big"
	"strconv"
	"unicode/utf8"
)

type variation func(m *maker, pl place, w word, l *ledger) []variant

// variations says how each keyword is exercised on the valid side. Keywords
// that are not listed are exercised by the instances that hold the place.
func variations() map[string]variation {
	return map[string]variation{
		"type": varyType, "nullable": varyType, "enum": varyEnum,
		"minimum": varyLeast, "exclusiveMinimum": varyLeast, "maximum": varyGreatest, "exclusiveMaximum": varyGreatest,
		"multipleOf": varyMultiple,
		"minLength":  varyShort, "maxLength": varyLong, "pattern": varyPattern, "format": varyFormat,
		"minItems": varyFew, "maxItems": varyMany, "uniqueItems": varyUnique, "contains": varyContains,
		"minProperties": varyFewMembers, "maxProperties": varyManyMembers,
		"dependentRequired": varyDependent, "dependencies": varyDependent,
		"additionalProperties": varyOpen, "unevaluatedProperties": varyOpen,
	}
}

// set makes the variant that puts a value at the place.
func set(pl place, verb, value string, tries ...any) variant {
	va := variant{verb: verb, value: value}
	for _, v := range tries {
		va.plans = append(va.plans, pl.plan.but(using(pl.ptr, v)))
	}
	return va
}

// isListed reports that enum or const enumerate the place: all its values are
// exercised by name.
func (pl place) isListed() bool {
	_, limited := pl.s.listed()
	return limited
}

func varyType(m *maker, pl place, w word, _ *ledger) []variant {
	var out []variant
	allowed := pl.s.types()
	if allowed&isNull != 0 && allowed != isNull {
		out = append(out, set(pl, "null", "", nil))
	}
	if pl.isListed() {
		return out
	}
	if allowed&isBoolean != 0 {
		out = append(out, set(pl, "boolean", "true", true), set(pl, "boolean", "false", false))
	}
	if allowed&(isInteger|isFraction) != 0 {
		out = append(out, spellings(m, pl)...)
	}
	if allowed&isString != 0 && !pl.s.has("pattern", "format", "contentEncoding") {
		out = append(out, freeText(pl)...)
	}
	return out
}

// spellings are other ways to write an integral number in JSON (RFC 8259,
// section 6); all of them are the same value.
func spellings(m *maker, pl place) []variant {
	span := pl.s.span()
	typical := span.typical(seeded(m.opts.Seed, pl.ptr))
	var out []variant
	if !typical.IsInt() {
		typical = floorTo(typical, big.NewRat(1, 1))
	}
	if n, ok := number(typical); ok && span.has(typical) && len(n) < 12 {
		out = append(out, set(pl, "spelling", "fraction", n+".0"), set(pl, "spelling", "exponent", n+"e0"))
	}
	if span.has(new(big.Rat)) {
		out = append(out, set(pl, "spelling", "minus-zero", json.Number("-0")))
	}
	return out
}

func freeText(pl place) []variant {
	limits := pl.s.extent("minLength", "maxLength")
	var out []variant
	for _, t := range []corner{{"chinese", chineseText}, {"rare", rareText}, {"emoji", emojiText}, {"mixed", mixedText}} {
		n := utf8.RuneCountInString(t.text)
		if limits.hi >= 0 && n > limits.hi {
			n = limits.hi
		}
		if n = max(n, limits.lo); n <= maxText {
			out = append(out, set(pl, "text", t.name, ofLength(t.text, n)))
		}
	}
	return out
}

func varyEnum(_ *maker, pl place, w word, l *ledger) []variant {
	values, _ := pl.s.listed()
	if len(values) > maxValues {
		l.gap(gapAt(pl.ptr, w.key, w.at, reasonValues, strconv.Itoa(maxValues), strconv.Itoa(len(values))))
		values = values[:maxValues]
	}
	var out []variant
	for _, v := range values {
		if kindOf(v)&pl.s.types() != 0 {
			out = append(out, set(pl, "enum", label(v), v))
		}
	}
	return out
}

// label writes a value for a name.
func label(v any) string {
	if s, ok := v.(string); ok && utf8.RuneCountInString(s) <= 40 {
		return s
	}
	data, err := json.Marshal(v)
	if err != nil || len(data) > 40 {
		return "~" + short(string(data))
	}
	return string(data)
}

func varyLeast(_ *maker, pl place, w word, _ *ledger) []variant {
	span := pl.s.span()
	return bounds(pl, "min", span.least(), span.gap())
}

func varyGreatest(_ *maker, pl place, w word, _ *ledger) []variant {
	span := pl.s.span()
	return bounds(pl, "max", span.greatest(), new(big.Rat).Neg(span.gap()))
}

// bounds are a limit and its nearest neighbour inside.
func bounds(pl place, verb string, limit, inward *big.Rat) []variant {
	if limit == nil || pl.isListed() {
		return nil
	}
	var out []variant
	if n, ok := number(limit); ok {
		out = append(out, set(pl, verb, "", n))
	}
	near := new(big.Rat).Add(limit, inward)
	if n, ok := number(near); ok && pl.s.span().has(near) {
		out = append(out, set(pl, "near-"+verb, "", n))
	}
	return out
}

func varyMultiple(_ *maker, pl place, w word, _ *ledger) []variant {
	span := pl.s.span()
	if pl.isListed() || span.step == nil {
		return nil
	}
	var tries []any
	for _, k := range []int64{1, 3, 7, 0, -1} {
		r := new(big.Rat).Mul(span.step, big.NewRat(k, 1))
		if n, ok := number(r); ok && span.has(r) {
			tries = append(tries, n)
		}
	}
	for _, r := range []*big.Rat{span.least(), span.greatest()} {
		if r != nil {
			if n, ok := number(r); ok {
				tries = append(tries, n)
			}
		}
	}
	return []variant{set(pl, "multiple", "", tries...)}
}
