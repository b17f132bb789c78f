package synth

import "math/big"

// numbers offers numbers within a shape's span: a plausible one, the limits,
// then the values from the lower limit upwards.
func (m *maker) numbers(s *shape, sp spot, offer func(any) bool) {
	allowed := s.span()
	try := func(r *big.Rat) bool {
		if r == nil || !allowed.has(r) {
			return true
		}
		n, ok := number(r)
		return !ok || offer(n)
	}
	if !try(allowed.typical(seeded(m.opts.Seed, sp.ptr))) || !try(allowed.least()) || !try(allowed.greatest()) {
		return
	}
	step := allowed.gap()
	from := allowed.least()
	if from == nil {
		from = new(big.Rat)
	}
	for i := range 2 * maxItems {
		if !try(new(big.Rat).Add(from, new(big.Rat).Mul(step, big.NewRat(int64(i), 1)))) {
			return
		}
	}
}

// has reports whether a value lies within the span.
func (s span) has(r *big.Rat) bool {
	if s.lo != nil && (r.Cmp(s.lo) < 0 || (s.loOpen && r.Cmp(s.lo) == 0)) {
		return false
	}
	if s.hi != nil && (r.Cmp(s.hi) > 0 || (s.hiOpen && r.Cmp(s.hi) == 0)) {
		return false
	}
	return s.step == nil || new(big.Rat).Quo(r, s.step).IsInt()
}

// gap is the distance between neighbouring values: the step, or a digit finer
// than the limits are written.
func (s span) gap() *big.Rat {
	if s.step != nil {
		return s.step
	}
	digits := 1
	for _, limit := range []*big.Rat{s.lo, s.hi} {
		if limit != nil {
			digits = max(digits, decimals(limit)+1)
		}
	}
	if s.lo != nil && s.hi != nil {
		for width := new(big.Rat).Sub(s.hi, s.lo); width.Sign() > 0 && digits < 30; digits++ {
			if new(big.Rat).Quo(width, tenth(digits)).Cmp(big.NewRat(4, 1)) > 0 {
				break
			}
		}
	}
	return tenth(digits)
}

func tenth(digits int) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	return new(big.Rat).SetFrac(big.NewInt(1), scale)
}

// least is the smallest value, nil when there is none.
func (s span) least() *big.Rat {
	if s.lo == nil {
		return nil
	}
	r := s.lo
	if s.step != nil {
		r = ceilTo(r, s.step)
	}
	if s.loOpen && r.Cmp(s.lo) == 0 {
		r = new(big.Rat).Add(r, s.gap())
	}
	return r
}

// greatest is the largest value, nil when there is none.
func (s span) greatest() *big.Rat {
	if s.hi == nil {
		return nil
	}
	r := s.hi
	if s.step != nil {
		r = floorTo(r, s.step)
	}
	if s.hiOpen && r.Cmp(s.hi) == 0 {
		r = new(big.Rat).Sub(r, s.gap())
	}
	return r
}

// typical is an ordinary value inside of the span.
func (s span) typical(rng *prng) *big.Rat {
	lo, hi := s.least(), s.greatest()
	r := big.NewRat(int64(1+rng.below(40)), 1)
	switch {
	case lo != nil && hi != nil:
		part := big.NewRat(int64(3+rng.below(5)), 10)
		r = new(big.Rat).Add(lo, new(big.Rat).Mul(new(big.Rat).Sub(hi, lo), part))
	case lo != nil:
		r = new(big.Rat).Add(lo, r)
	case hi != nil && hi.Cmp(r) < 0:
		r = new(big.Rat).Sub(hi, r)
	}
	if s.step != nil {
		return floorTo(r, s.step)
	}
	return s.rounded(r, lo, hi)
}

// rounded writes a value with few digits where that stays inside of the span.
func (s span) rounded(r, lo, hi *big.Rat) *big.Rat {
	if short := floorTo(r, big.NewRat(1, 1)); s.has(short) && lo != nil && hi != nil && new(big.Rat).Sub(hi, lo).Cmp(big.NewRat(10, 1)) > 0 {
		return short
	}
	return floorTo(r, s.gap())
}
