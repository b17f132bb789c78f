package schema

import "strings"

// creditAlphabet is the 31 characters of GB 32100-2015; a character counts as
// its place among them.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// isCreditCode checks a unified social credit code of China: 18 characters of
// which the last makes the weighted sum a multiple of 31 (GB 32100-2015, 4.6).
func isCreditCode(s string) bool {
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		n := strings.IndexByte(creditAlphabet, s[i])
		if n < 0 {
			return false
		}
		sum += n * weight
		weight = weight * 3 % 31
	}
	return s[17] == creditAlphabet[(31-sum%31)%31]
}
