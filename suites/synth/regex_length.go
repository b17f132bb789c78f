package synth

import "math/big"

// lengths is a set of string lengths in code points: bit n is set when a node
// has a match of n code points. Sets are cut at the length asked for.
type lengths struct {
	bits *big.Int
	cap  int
}

func exactly(n, cap int) lengths {
	l := lengths{new(big.Int), cap}
	if n <= cap {
		l.bits.SetBit(l.bits, n, 1)
	}
	return l
}

func (l lengths) has(n int) bool { return n >= 0 && n <= l.cap && l.bits.Bit(n) == 1 }

func (l lengths) or(o lengths) lengths {
	return lengths{new(big.Int).Or(l.bits, o.bits), l.cap}
}

// plus returns the lengths of a match of l followed by one of o.
func (l lengths) plus(o lengths) lengths {
	out := new(big.Int)
	for n := 0; n <= l.cap && n < l.bits.BitLen(); n++ {
		if l.bits.Bit(n) == 1 {
			out.Or(out, new(big.Int).Lsh(o.bits, uint(n)))
		}
	}
	mask := new(big.Int).Lsh(big.NewInt(1), uint(l.cap+1))
	return lengths{out.And(out, mask.Sub(mask, big.NewInt(1))), l.cap}
}

// times returns the lengths of lo to hi matches in a row, by repeated squaring.
func (l lengths) times(lo, hi int) lengths {
	out := l.power(lo)
	optional := l.or(exactly(0, l.cap))
	if hi < 0 || hi-lo > l.cap {
		hi = lo + l.cap
	}
	return out.plus(optional.power(hi - lo))
}

func (l lengths) power(n int) lengths {
	out, square := exactly(0, l.cap), l
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			out = out.plus(square)
		}
		if n > 1 {
			square = square.plus(square)
		}
	}
	return out
}

// measure computes the lengths a node can have up to cap, memoised in memo.
func (n *reNode) measure(cap int, memo map[*reNode]lengths, groups map[int]*reNode) lengths {
	if l, ok := memo[n]; ok {
		return l
	}
	memo[n] = exactly(0, cap) // a group that refers to itself captures nothing yet
	l := n.lengthsOf(cap, memo, groups)
	memo[n] = l
	return l
}

func (n *reNode) lengthsOf(cap int, memo map[*reNode]lengths, groups map[int]*reNode) lengths {
	switch n.kind {
	case reClass:
		if len(n.set) == 0 {
			return lengths{new(big.Int), cap}
		}
		return exactly(1, cap)
	case reConcat:
		out := exactly(0, cap)
		for _, s := range n.subs {
			out = out.plus(s.measure(cap, memo, groups))
		}
		return out
	case reAlternate:
		out := lengths{new(big.Int), cap}
		for _, s := range n.subs {
			out = out.or(s.measure(cap, memo, groups))
		}
		return out
	case reRepeat:
		return n.subs[0].measure(cap, memo, groups).times(n.min, n.max)
	case reGroup:
		groups[n.index] = n
		return n.subs[0].measure(cap, memo, groups)
	case reBackref:
		if g := groups[n.index]; g != nil {
			return g.measure(cap, memo, groups)
		}
	}
	return exactly(0, cap)
}
