package reports

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// decimals are the numbers of profiles and measurements: no exponent, no
// fraction, nothing that a buyer's calculator would not take.
var decimals = regexp.MustCompile(`^-?\d{1,12}(\.\d{1,9})?$`)

// IsDecimal tells whether a text is a number as profiles write them.
func IsDecimal(s string) bool { return decimals.MatchString(s) }

// decimal reads a decimal number exactly.
func decimal(s string) (*big.Rat, error) {
	if !IsDecimal(s) {
		return nil, fmt.Errorf("%q is not a decimal number", s)
	}
	v, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil, fmt.Errorf("%q is not a decimal number", s)
	}
	return v, nil
}

// truncated is a non-negative number in whole hundredths, the rest cut off.
func truncated(v *big.Rat) *big.Int {
	n := new(big.Int).Mul(v.Num(), big.NewInt(100))
	return n.Quo(n, v.Denom())
}

// hundredths writes hundredths as a decimal: 4807 is "48.07".
func hundredths(n *big.Int) string {
	s := fmt.Sprintf("%03s", n.String())
	return s[:len(s)-2] + "." + s[len(s)-2:]
}

// plainRat writes a decimal without needless digits: "50", "12.5".
func plainRat(v *big.Rat) string {
	s := v.FloatString(9)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
