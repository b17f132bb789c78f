package synth

import "hash/fnv"

// prng is splitmix64: small, seedable, and the same on every machine and Go
// version, which math/rand does not promise.
type prng struct{ state uint64 }

// seeded returns the generator of one name, so that values depend on what they
// are called and never on the order in which they are made.
func seeded(seed uint64, name string) *prng {
	h := fnv.New64a()
	h.Write([]byte(name))
	return &prng{state: h.Sum64() ^ (seed * 0x9e3779b97f4a7c15)}
}

func (r *prng) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// below returns a number in [0, n); 0 when n is not positive.
func (r *prng) below(n int) int {
	if n <= 0 {
		return 0
	}
	return int(r.next() % uint64(n))
}
