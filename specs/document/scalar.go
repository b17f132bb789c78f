package document

import (
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strings"
)

// errNotJSON is said of numbers that JSON has no spelling for.
var errNotJSON = errors.New("infinity and not-a-number have no place in JSON")

var (
	yamlDecimal  = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	yamlOctal    = regexp.MustCompile(`^0o[0-7]+$`)
	yamlHex      = regexp.MustCompile(`^0x[0-9a-fA-F]+$`)
	yamlInfinite = regexp.MustCompile(`^([-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN)$`)
)

// plainWords are the plain scalars of the YAML 1.2 core schema that are
// neither text nor numbers. "yes", "no", "on" and "off" are text.
var plainWords = map[string]any{
	"": nil, "~": nil, "null": nil, "Null": nil, "NULL": nil,
	"true": true, "True": true, "TRUE": true,
	"false": false, "False": false, "FALSE": false,
}

// plain resolves an unquoted scalar by the YAML 1.2 core schema, section 10.3.2.
func plain(s string) (any, error) {
	if v, ok := plainWords[s]; ok {
		return v, nil
	}
	if !strings.ContainsRune("+-.0123456789", rune(s[0])) {
		return s, nil
	}
	switch {
	case yamlDecimal.MatchString(s):
		return decimal(s), nil
	case yamlOctal.MatchString(s):
		return based(s[2:], 8), nil
	case yamlHex.MatchString(s):
		return based(s[2:], 16), nil
	case yamlInfinite.MatchString(s):
		return nil, errNotJSON
	}
	return s, nil
}

// decimal keeps the spelling of a number except for what JSON forbids: a plus
// sign, leading zeros, and a point without digits on both sides.
func decimal(s string) json.Number {
	sign := ""
	switch s[0] {
	case '-':
		sign, s = "-", s[1:]
	case '+':
		s = s[1:]
	}
	exponent := ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		s, exponent = s[:i], s[i:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return json.Number(sign + whole + fraction + exponent)
}

func based(digits string, base int) json.Number {
	n, _ := new(big.Int).SetString(digits, base)
	return json.Number(n.String())
}
