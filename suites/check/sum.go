package check

import (
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
)

// sum adds up the numbers of a list; an empty one sums up to 0.
func sum(list ref.Val) ref.Val {
	l, ok := list.(traits.Lister)
	if !ok {
		return types.NewErr("sum: the argument is no list")
	}
	var total types.Double
	for it := l.Iterator(); it.HasNext() == types.True; {
		n, ok := it.Next().ConvertToType(types.DoubleType).(types.Double)
		if !ok {
			return types.NewErr("sum: an element is no number")
		}
		total += n
	}
	return total
}
