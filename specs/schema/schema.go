// Package schema is a JSON Schema 2020-12 engine for conformance testing.
//
// In go raw document trees and an instance; out come violations: one root
// cause per defect, with a pointer into the instance, the keyword and its
// position in the document. It compiles a request view (readOnly members must
// not be sent) and a response view (writeOnly members must not come back). It
// knows nothing of operations, requirements or tests.
package schema

// View selects which side of an interface a schema is read from.
type View int

// The views. Neutral ignores readOnly and writeOnly; Request forbids readOnly
// members and does not require them; Response forbids writeOnly members and
// does not require them.
const (
	Neutral View = iota
	Request
	Response
)

// Violation is one root cause for which an instance is invalid. Instance is the
// object for a missing member and the member itself for one that must not be
// there; see [Schema.Validate].
type Violation struct {
	Instance string // JSON pointer into the instance
	Keyword  string // "maximum", "required", "format", "readOnly", …
	Schema   string // where the keyword stands: "lgt/openapi.yaml#/components/…/maximum"
	Want     string // short: the limit, the type, the missing member
	Got      string // short: the offending value
}

// Annotation is the value of a keyword that applies to a place of a valid
// instance (JSON Schema 2020-12 core, section 7.7).
type Annotation struct {
	Instance string
	Schema   string
	Value    any
}
