package schema

import (
	"cmp"
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
)

// maxMagnitude is the number of decimal places beyond which a number is
// compared by its magnitude alone: "1e1000000000" must not cost a gigabyte.
const maxMagnitude = 5000

// number is a decimal number of any size: sign × digits × 10^exponent, with no
// trailing zero in digits. Zero has no digits.
type number struct {
	negative bool
	digits   string
	exponent int64
}

// parseNumber reads the spelling of a JSON number.
func parseNumber(n json.Number) (number, bool) {
	s := string(n)
	negative := strings.HasPrefix(s, "-")
	mantissa, exp, hasExp := strings.Cut(strings.ToLower(strings.TrimPrefix(s, "-")), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if !allDigits(digits) {
		return number{}, false
	}
	exponent := int64(0)
	if hasExp {
		e, err := strconv.ParseInt(exp, 10, 64)
		if err != nil && !isRange(err) {
			return number{}, false
		}
		exponent = min(max(e, -1<<60), 1<<60)
	}
	exponent -= int64(len(fraction))
	digits = strings.TrimLeft(digits, "0")
	significant := strings.TrimRight(digits, "0")
	if significant == "" {
		return number{}, true
	}
	exponent += int64(len(digits) - len(significant))
	return number{negative, significant, exponent}, true
}

// Extreme tells numbers of a schema whose exact value would fill the memory, or
// that no arithmetic takes: a schema that holds one is refused by Compile.
// Instances may hold any number.
func Extreme(n json.Number) bool {
	parsed, ok := parseNumber(n)
	return !ok || parsed.digits != "" && abs(parsed.magnitude()) > maxMagnitude || len(n) > 2*maxMagnitude
}

// extremeNumber finds the first such number of a tree, in the order of names.
func extremeNumber(node any) (place, spelling string) {
	switch node := node.(type) {
	case json.Number:
		if Extreme(node) {
			return "", short(string(node))
		}
	case map[string]any:
		for _, key := range sortedKeys(node) {
			if where, n := extremeNumber(node[key]); n != "" {
				return "/" + escapeToken(key) + where, n
			}
		}
	case []any:
		for i, item := range node {
			if where, n := extremeNumber(item); n != "" {
				return "/" + strconv.Itoa(i) + where, n
			}
		}
	}
	return "", ""
}

// short keeps a number of a million digits out of a sentence.
func short(s string) string {
	if len(s) > 40 {
		return s[:39] + "…"
	}
	return s
}

func isRange(err error) bool {
	numErr, ok := err.(*strconv.NumError)
	return ok && numErr.Err == strconv.ErrRange
}

func allDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

func (n number) isInteger() bool { return n.exponent >= 0 }

func (n number) sign() int {
	switch {
	case n.digits == "":
		return 0
	case n.negative:
		return -1
	}
	return 1
}

// magnitude is the power of ten just above the absolute value.
func (n number) magnitude() int64 { return int64(len(n.digits)) + n.exponent }

// compare tells whether n is below (-1), at (0) or above (1) a limit.
func (n number) compare(limit *big.Rat) int {
	switch m := n.magnitude(); {
	case n.digits == "":
		return -limit.Sign()
	case m > maxMagnitude:
		return n.sign()
	case m < -maxMagnitude && limit.Sign() != 0:
		return -limit.Sign()
	case m < -maxMagnitude:
		return n.sign()
	}
	if whole, ok := n.whole(); ok && limit.IsInt() && limit.Num().IsInt64() {
		return cmp.Compare(whole, limit.Num().Int64())
	}
	return n.rat().Cmp(limit)
}

// whole is the value as a machine integer, where it is one of modest size.
func (n number) whole() (int64, bool) {
	if n.exponent < 0 || n.magnitude() > 18 {
		return 0, false
	}
	value, err := strconv.ParseInt(n.digits+zeros[:n.exponent], 10, 64)
	if n.negative {
		value = -value
	}
	return value, err == nil
}

const zeros = "000000000000000000"

// rat is the exact value; only for numbers of modest magnitude.
func (n number) rat() *big.Rat {
	r := new(big.Rat).SetInt(n.integer())
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(abs(n.exponent)), nil)
	if n.exponent < 0 {
		return r.Quo(r, new(big.Rat).SetInt(power))
	}
	return r.Mul(r, new(big.Rat).SetInt(power))
}

func (n number) integer() *big.Int {
	i, _ := new(big.Int).SetString(n.digits, 10)
	if i == nil {
		i = new(big.Int)
	}
	if n.negative {
		i.Neg(i)
	}
	return i
}

// isMultipleOf reports whether n divided by a positive divisor is an integer.
// It computes modulo the divisor's numerator, so that a large exponent costs
// nothing.
func (n number) isMultipleOf(divisor *big.Rat) bool {
	if n.digits == "" {
		return true
	}
	num, scaled := divisor.Num(), new(big.Int).Mul(n.integer(), divisor.Denom())
	ten := big.NewInt(10)
	if n.exponent >= 0 {
		power := new(big.Int).Exp(ten, big.NewInt(n.exponent), num)
		return new(big.Int).Mod(scaled.Mul(scaled, power), num).Sign() == 0
	}
	if n.exponent < -maxMagnitude {
		return false
	}
	power := new(big.Int).Exp(ten, big.NewInt(-n.exponent), nil)
	return new(big.Int).Mod(scaled, power.Mul(power, num)).Sign() == 0
}

func abs(i int64) int64 {
	if i < 0 {
		return -i
	}
	return i
}
