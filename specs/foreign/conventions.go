package foreign

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
)

// What an answer to a stranger may say of the way to the service rather than of
// the request (RFC 9110, sections 15.5 and 15.6).
var (
	notLetIn  = []int{401, 403, 407, 429}
	nobodyIn  = []int{502, 503, 504}
	notServed = []int{401, 403, 400, 404, 405, 406, 409, 412, 415, 422} // what is wrong besides may be found out first
	inTheWay  = []int{402, 404, 408, 409, 410, 412, 423, 424, 425, 428, 451}
)

// conventions are what OpenAPI leaves open. Whatever is missing here is
// demanded only where a sentence of the document says so.
func conventions() specs.Conventions {
	refusal := span(400, 500) // whatever is excused is excused first
	return specs.Conventions{
		Statuses: map[string][]int{
			"reject.body": refusal, "reject.parameter": refusal, "reject.json": refusal, "reject.unknown-member": refusal,
			"reject.header": refusal, "reject.path-id": refusal,
			"delete.gone": refusal, "reject.unknown-id": {404, 410}, "auth.missing": notServed, "auth.invalid": notServed,
			"create.location": {200, 201},
		},
		Unasked:  append(span(300, 500), span(501, 600)...),
		Excused:  append(slices.Clone(notLetIn), nobodyIn...),
		InTheWay: inTheWay,
		Open:     lenient,
		Laws:     "shape",
		Samples:  true,
	}
}

// lenient are cases of which no document speaks: what parsers in wide use take
// without harm, formats, which are a hint only (OpenAPI 3.1.0, section 4.4), and
// credentials that a stranger's tester does not have.
var lenient = []string{
	"/syntax/duplicate", "/syntax/trailing", "/syntax/comma", "/syntax/single-quotes", "/syntax/utf-8", "/repeated",
	"/accept/spelling", "/media-type/charset", "/reject/format", "/auth/expired", "/auth/wrong-audience", "/auth/unsigned", "/auth/query",
}

// span lists the statuses from first up to, but not including, end.
func span(first, end int) []int {
	var all []int
	for s := first; s < end; s++ {
		all = append(all, s)
	}
	return all
}
