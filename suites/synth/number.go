package synth

import (
	"encoding/json"
	"math/big"
	"strings"
)

// maxExponent bounds the decimal exponent read from a document, so that a
// limit such as 1e999999999 costs an error and not the memory of the machine.
const maxExponent = 4096

// rat reads a number of a document tree exactly; false for anything else and
// for exponents beyond maxExponent.
func rat(v any) (*big.Rat, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return nil, false
	}
	s := string(n)
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		exp, ok := new(big.Int).SetString(strings.TrimPrefix(s[i+1:], "+"), 10)
		if !ok || !exp.IsInt64() || exp.Int64() > maxExponent || exp.Int64() < -maxExponent {
			return nil, false
		}
	}
	return new(big.Rat).SetString(s)
}

// count reads a non-negative integer limit such as minLength; false when it is
// absent, fractional, or too large to be a size of anything.
func count(v any) (int, bool) {
	r, ok := rat(v)
	if !ok || !r.IsInt() || r.Sign() < 0 || !r.Num().IsInt64() {
		return 0, false
	}
	n := r.Num().Int64()
	if n > 1<<40 {
		n = 1 << 40
	}
	return int(n), true
}

// number writes a rational as a JSON number without loss; false when it has no
// finite decimal form.
func number(r *big.Rat) (json.Number, bool) {
	if r.IsInt() {
		return json.Number(r.Num().String()), true
	}
	digits, exact := r.FloatPrec()
	if !exact || digits > maxExponent {
		return "", false
	}
	return json.Number(r.FloatString(digits)), true
}

// decimals is the number of digits after the point that r needs, 0 when it has
// no finite decimal form.
func decimals(r *big.Rat) int {
	digits, exact := r.FloatPrec()
	if !exact {
		return 0
	}
	return digits
}

// lcm returns the least common multiple of two positive rationals:
// lcm(a/b, c/d) = lcm(a·d, c·b) / (b·d).
func lcm(x, y *big.Rat) *big.Rat {
	a := new(big.Int).Mul(x.Num(), y.Denom())
	b := new(big.Int).Mul(y.Num(), x.Denom())
	g := new(big.Int).GCD(nil, nil, a, b)
	if g.Sign() == 0 {
		return new(big.Rat).Set(x)
	}
	l := new(big.Int).Div(new(big.Int).Mul(a, b), g)
	return new(big.Rat).SetFrac(l, new(big.Int).Mul(x.Denom(), y.Denom()))
}

// ceilTo returns the least multiple of q that is not below r.
func ceilTo(r, q *big.Rat) *big.Rat {
	k := new(big.Rat).Quo(r, q)
	n := new(big.Int).Div(new(big.Int).Add(k.Num(), new(big.Int).Sub(k.Denom(), big.NewInt(1))), k.Denom())
	return new(big.Rat).Mul(new(big.Rat).SetInt(n), q)
}

// floorTo returns the greatest multiple of q that is not above r.
func floorTo(r, q *big.Rat) *big.Rat {
	k := new(big.Rat).Quo(r, q)
	return new(big.Rat).Mul(new(big.Rat).SetInt(new(big.Int).Div(k.Num(), k.Denom())), q)
}
