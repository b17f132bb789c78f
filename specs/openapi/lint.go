package openapi

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cityconf/cityconf/specs/document"
)

// Lint reports what kin-openapi finds wrong with a document: above all keys
// that OpenAPI does not know, which [Load] passes over, and objects that lack
// what OpenAPI demands. It stops at the first defect. Read gives the text of a
// document by its path, as in doc.Path. It is a second opinion on documents of
// our own; whether a system conforms is never asked of it.
func Lint(doc *document.Document, read func(path string) ([]byte, error)) []document.Problem {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, uri *url.URL) ([]byte, error) { return read(uri.Path) }
	parsed, err := loader.LoadFromURI(&url.URL{Path: doc.Path})
	if err == nil {
		err = parsed.Validate(context.Background(), openapi3.DisableExamplesValidation(), openapi3.DisableSchemaPatternValidation())
	}
	if err == nil {
		return nil
	}
	message := strings.Join(strings.Fields(err.Error()), " ")
	return []document.Problem{doc.Problem(locate(doc, message), "not good OpenAPI: "+message, "see the OpenAPI specification for this object")}
}

var (
	linterPath      = regexp.MustCompile(`invalid path (/\S*?):? `)
	linterOperation = regexp.MustCompile(`invalid operation ([A-Z]+):? `)
	linterComponent = regexp.MustCompile(`invalid components: (?:invalid )?(\w+?) "([^"]+)"`)
)

// components are the names kin-openapi gives to the members of components.
var components = map[string]string{
	"schema": "schemas", "response": "responses", "parameter": "parameters", "header": "headers",
	"example": "examples", "link": "links", "callback": "callbacks", "request body": "requestBodies",
}

// locate finds the place that a message of the linter speaks of, as near as
// its words allow.
func locate(doc *document.Document, message string) string {
	pointer := ""
	if m := linterPath.FindStringSubmatch(message); m != nil {
		pointer = document.Join("/paths", m[1])
		if m := linterOperation.FindStringSubmatch(message); m != nil {
			pointer = document.Join(pointer, strings.ToLower(m[1]))
		}
	} else if m := linterComponent.FindStringSubmatch(message); m != nil {
		pointer = document.Join("/components", components[m[1]], m[2])
	}
	if _, ok := doc.Lookup(pointer); !ok {
		return ""
	}
	return pointer
}
