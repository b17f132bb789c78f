// Package specs loads, indexes, lints and digests a versioned standard.
//
// In goes a folder of OpenAPI, AsyncAPI, JSON Schema and requirement
// documents; out comes an immutable [Standard]. Errors name file, line and
// pointer. The package knows nothing of test cases, exchanges or verdicts.
package specs

import (
	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// Text is one sentence in both languages of the standard.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// Source is a place in the documents of the standard.
type Source struct {
	File    string `json:"file"` // relative to the standard's folder
	Line    int    `json:"line"`
	Pointer string `json:"pointer,omitempty"`
}

// Level is the obligation of a requirement (RFC 2119; GB/T 1.1 应/宜/可).
type Level string

// The three obligations.
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	May    Level = "MAY"
)

// Standard is everything one version of a standard says.
type Standard struct {
	ID       string // "ucis"
	Version  string // "1.0"
	Status   string // draft or published
	Title    Text
	BasePath string // prefix of every operation path, "/ucis/v1"
	Tag      string // pointer of the member that carries the mark of test data, "/name/en"

	Roles        []Role
	Levels       []RolloutLevel
	Domains      []Domain
	Classes      []Class
	Requirements []Requirement
	Units        []Unit
	EventTypes   []EventType
	Operations   []openapi.Operation
	Channels     []asyncapi.Channel
	Resources    []Resource // inferred from path shape: POST /x with GET /x/{id}
	Examples     []Example
	Scenarios    []Scenario

	Conventions Conventions // what it leaves open; nothing for a city interface standard

	Schemas *schema.Set // every document, addressed "lgt/openapi.yaml#/components/schemas/Luminaire"
	Digest  string      // "sha256:…" over every file, independent of order and platform

	index *index // of a loaded standard
}

// Role is a kind of system that can claim classes.
type Role struct {
	ID          string `json:"id"` // device, gateway, domain-platform, city-platform, consumer
	Title       Text   `json:"title"`
	Description Text   `json:"description"`
	Connects    bool   `json:"connects"` // it has no interface of its own: it connects to a broker, which the tester hosts
}

// RolloutLevel is a phase of a city roll-out as a set of classes.
type RolloutLevel struct {
	ID         string   `json:"id"` // L1 … L4
	Title      Text     `json:"title"`
	Classes    []string `json:"classes"`    // classes this level adds; "{domain}-read" stands for each claimed domain
	Indicators []Text   `json:"indicators"` // exit indicators
}

// Domain is one field of city business with its folder of documents.
type Domain struct {
	ID    string `json:"id"` // "lgt"
	Title Text   `json:"title"`
}

// Class is a conformance class: requirements claimed or mandated as a whole.
type Class struct {
	ID       string            `json:"id"`     // "lgt-read"
	Domain   string            `json:"domain"` // "" for cross-domain classes
	Title    Text              `json:"title"`
	Requires []string          `json:"requires"`
	Roles    map[string]string `json:"roles"` // role → M, O or C; a role not named cannot claim the class
	Level    string            `json:"level"` // L1 … L4: the first roll-out level that wants it
	At       Source            `json:"-"`
}

// Requirement is one normative statement.
type Requirement struct {
	ID        string   `json:"id"`   // "LGT-001", never reused
	Slug      string   `json:"slug"` // last segment of the URI
	Class     string   `json:"class"`
	Level     Level    `json:"level"`
	Statement Text     `json:"statement"`
	Rationale Text     `json:"rationale"`
	Severity  string   `json:"severity"` // critical, major, minor
	Since     string   `json:"since"`
	Sources   []string `json:"sources"` // where the idea comes from: "RFC 9110 §15.5.6"
	Test      Test     `json:"test"`
	Untested  Text     `json:"untested"` // why a machine cannot judge it; empty when a test exists
	At        Source   `json:"-"`
	Digest    string   `json:"digest"` // content hash: level and statement, white space folded
}

// Test says how a requirement is tested.
type Test struct {
	Kind     string   `json:"kind"`     // positive negative invariant sequence timing crosscheck inspection
	By       []string `json:"by"`       // assertion keys of suites/derive that verify it; scenarios name it themselves
	Needs    []string `json:"needs"`    // instruments beyond HTTP: broker, second-credential, upper-tester, seed, receiver
	Requires []string `json:"requires"` // requirements without which this one is blocked
}

// URI is the permanent identifier "/ucis/1.0/req/{class}/{slug}".
func (r Requirement) URI(s *Standard) string {
	return "/" + s.ID + "/" + s.Version + "/req/" + r.Class + "/" + r.Slug
}

// Unit is an entry of the unit registry.
type Unit struct {
	Code string `json:"code"` // UCUM, or a registered extension
	Name Text   `json:"name"`
	UCUM bool   `json:"ucum"`
}

// EventType is an entry of the registry of event types.
type EventType struct {
	Type string `json:"type"` // "ucis.lgt.lamp.failure"
	Name Text   `json:"name"`
}

// LocationID is the [Resource.ID] of objects whose representation shows no
// identifier: it is the last segment of the header Location.
const LocationID = "header/Location"

// Resource is a collection and its items, inferred from path shape.
type Resource struct {
	Name                                       string // last segment of the collection path in the singular of the schema name: "Luminaire"
	Domain                                     string
	Collection                                 string              // "/lgt/luminaires"
	Item                                       string              // "/lgt/luminaires/{id}"
	IDParam                                    string              // "id"
	ID                                         string              // pointer of the identifier in the representation, "" for "/id", or [LocationID]
	Schema                                     string              // reference of the representation (200 of Read)
	NewSchema                                  string              // reference of the body of Create, "" when it cannot be created
	Parent                                     string              // name of the parent resource for nested collections, ""
	List, Create, Read, Replace, Patch, Delete string              // operation ids, "" when absent
	Batch                                      string              // operation id of many writes at once (x-ucis-batch), "" when absent
	Observations, Aggregates                   string              // operation ids of its history (x-ucis-history), "" when absent
	Unique                                     []string            // pointers of members marked x-ucis-unique in NewSchema
	UniqueWithin                               map[string][]string // of those, the pointers of members that must be equal too, nil when none
	Machine                                    *Machine            // of the state, nil when it has none
	Moves                                      []Move              // operations that change the state, sorted by id
}

// Example is a document that must be accepted or rejected as its folder says.
type Example struct {
	Name    string      // path without extension: "lgt/examples/valid/luminaire-minimal"
	Schema  string      // reference
	View    schema.View // the side the value is seen from
	Valid   bool
	Value   any
	Why     Text   // what it shows; for invalid ones: what is wrong
	Keyword string // for invalid ones: the keyword that is broken, "" when not stated
	Where   string // for invalid ones: JSON pointer into the value to what is wrong, with Keyword
	At      Source
}

// Scenario is a hand-written test: the same steps that derivation emits.
type Scenario struct {
	ID           string // file name without extension, prefixed by its folder: "lgt/override-expires"
	Requirements []string
	Title        Text
	Class        string
	Steps        any                // decoded by suites
	Body         map[string]any     // the whole file
	Document     *document.Document // the same with its lines, for document.Decode
	At           Source
}
