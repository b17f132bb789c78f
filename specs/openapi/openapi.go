// Package openapi turns an OpenAPI document into the operations that can be
// tested.
//
// In goes a parsed document; out come [Operation] values that point back into
// the raw tree (schemas are addressed, never copied), and the document's own
// problems. The package knows nothing of requirements, tests or verdicts.
package openapi

// Operation is one method on one path template.
type Operation struct {
	ID         string           // operationId, or "GET /path" when the document gives none
	Method     string           // upper case
	Path       string           // template below the base path, "/lgt/luminaires/{id}"
	Document   string           // URI of the document, relative to the standard's folder ("lgt/openapi.yaml")
	Pointer    string           // JSON pointer of the operation in the document
	Line       int              // 1-based line of the operation
	Summary    string           // in English; Chinese in Extensions["x-ucis-zh"]
	Tags       []string         // UCIS: exactly one, the conformance class
	Parameters []Parameter      // path-level ones merged in, operation-level ones win
	Body       *Body            // nil when the operation takes none
	Responses  []Response       // sorted by status, "default" last
	Security   []SecurityScheme // alternatives; empty means open
	Extensions map[string]any   // every x-* key of the operation
}

// Parameter is one declared input outside the body.
type Parameter struct {
	Name     string
	In       string // path, query, header, cookie
	Required bool
	Style    string // OpenAPI default filled in
	Explode  bool   // OpenAPI default filled in
	Schema   string // reference "file#/pointer" into the raw tree, "" when absent
	Pointer  string // JSON pointer of the parameter object in Document
	Document string
}

// Body is the declared request body.
type Body struct {
	Required bool
	Content  []MediaType // application/json first, then by type
	Others   []string    // media types that the document lists as well and that nobody is to send
	Document string      // where the body object stands, after following $ref
	Pointer  string
}

// MediaType is one representation of a body.
type MediaType struct {
	Type     string // "application/json"
	Schema   string // reference "file#/pointer", "" when absent; a schema that is only a $ref is addressed by its target
	Examples []Example
	Encoding []Encoding // of the members of a form, sorted by name; those the document says nothing of may be missing
}

// Example is a value shown in the document.
type Example struct {
	Name    string
	Value   any
	Pointer string
}

// Response is one documented answer.
type Response struct {
	Status   string      // "200", "4XX", "default"
	Headers  []Parameter // In = "header"
	Content  []MediaType
	Document string // where the response object stands, after following $ref
	Pointer  string
}

// SecurityScheme is one alternative of an operation's security requirement; the
// zero value is the alternative of no authentication at all.
type SecurityScheme struct {
	Name   string // key under components/securitySchemes
	Type   string // http, apiKey, oauth2, mutualTLS, openIdConnect
	Scheme string // for http: bearer, basic
	In     string // for apiKey: header, query, cookie
	Key    string // for apiKey: the name of the header, parameter or cookie
	Scopes []string
}

// Response finds the documented response for a status: exact, then range
// ("4XX"), then default; nil when the status is undocumented.
func (o *Operation) Response(status int) *Response {
	code := []byte{byte('0' + status/100), byte('0' + status/10%10), byte('0' + status%10)}
	for _, want := range []string{string(code), string(code[:1]) + "XX", "default"} {
		for i := range o.Responses {
			if o.Responses[i].Status == want {
				return &o.Responses[i]
			}
		}
	}
	return nil
}
