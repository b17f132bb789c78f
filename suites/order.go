package suites

import (
	"cmp"
	"hash/fnv"
	"strings"
)

func compareStrings(a, b string) int { return strings.Compare(a, b) }

// compareHash orders two ids by a hash that depends on the seed.
func compareHash(seed uint64, a, b string) int {
	return cmp.Compare(hash(seed, a), hash(seed, b))
}

func hash(seed uint64, s string) uint64 {
	h := fnv.New64a()
	var b [8]byte
	for i := range b {
		b[i] = byte(seed >> (8 * i))
	}
	h.Write(b[:])
	h.Write([]byte(s))
	return h.Sum64()
}
