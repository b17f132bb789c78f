package foreign

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// mostPaths is how many paths are read of one document.
const mostPaths = 1500

// operations reads path after path, so that a defect in one spoils no other.
func (b *builder) operations() error {
	root, _ := b.files[b.name].Root.(map[string]any)
	paths, _ := root["paths"].(map[string]any)
	if len(paths) > mostPaths {
		return document.Problems{b.problem(b.name, "/paths", fmt.Sprintf("the document has %d paths, at most %d are read", len(paths), mostPaths), "split it")}
	}
	for _, p := range document.Keys(paths) {
		if strings.HasPrefix(p, "/") {
			b.path(p, paths[p])
		}
	}
	return nil
}

// path reads the operations of one path: all at once, or each for itself when
// something is wrong.
func (b *builder) path(p string, item any) {
	found, problems := b.load(p, item)
	problems = slices.DeleteFunc(problems, b.bearable)
	if len(problems) == 0 {
		b.take(found)
		return
	}
	methods, inline := item.(map[string]any)
	if inline && methods["$ref"] == nil && len(found) > 1 {
		for _, op := range found {
			b.path(p, only(methods, strings.ToLower(op.Method)))
		}
		return
	}
	why := b.blame("", problems[0])
	b.quarantine(why)
	for i := range found {
		b.rename(&found[i])
		b.leave(&found[i], document.Problems{why})
	}
}

// bearable tells problems with which an operation can be tested all the same: a
// security scheme that is defined nowhere leaves its credential untested, and a
// schema that stands nowhere is found out when it is read.
func (b *builder) bearable(p document.Problem) bool {
	if strings.HasSuffix(p.Pointer, "/schema") || strings.HasPrefix(p.Pointer, "/components/schemas/") {
		return true
	}
	if !strings.Contains(p.Pointer, "/security/") {
		return false
	}
	p.Hint = "whether a credential is asked for is not tested"
	b.quarantine(p)
	return true
}

// only is a path item with one of its methods.
func only(item map[string]any, method string) map[string]any {
	out := maps.Clone(item)
	maps.DeleteFunc(out, func(key string, v any) bool {
		_, operation := v.(map[string]any)
		return operation && key != method
	})
	return out
}

// load reads the document as if it had one path only.
func (b *builder) load(p string, item any) ([]openapi.Operation, []document.Problem) {
	doc := *b.files[b.name]
	root, _ := doc.Root.(map[string]any)
	root = maps.Clone(root)
	root["paths"] = map[string]any{p: item}
	doc.Root = root
	return openapi.Load(&doc, b.resolve)
}

func (b *builder) take(found []openapi.Operation) {
	for i := range found {
		op := &found[i]
		b.rename(op)
		if why := b.unusable(op); len(why) > 0 {
			b.leave(op, why)
			continue
		}
		op.Tags, op.Extensions = []string{op.ID}, nil
		b.std.Operations = append(b.std.Operations, *op)
		b.class(op)
		b.sentences(op)
	}
}

// sent are the methods that a tester sends to a stranger.
var sent = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

// unusable says why an operation cannot be called, nothing when it can. What it
// can do without is dropped: optional parameters that are not understood, the
// schemas of answers that cannot be read.
func (b *builder) unusable(op *openapi.Operation) document.Problems {
	if !slices.Contains(sent, op.Method) {
		return document.Problems{{Message: "the method " + op.Method + " is not sent", Chinese: "测试工具不发送 " + op.Method + " 方法"}}
	}
	all := b.inputs(op)
	if op.Body != nil {
		all = append(all, b.body(op)...)
	}
	for i := range op.Responses {
		b.answer(op, &op.Responses[i])
	}
	b.credential(op)
	return all
}

// class makes the conformance class of an operation.
func (b *builder) class(op *openapi.Operation) {
	title := b.labels[op.ID]
	b.std.Classes = append(b.std.Classes, specs.Class{ID: op.ID, Title: specs.Text{EN: title, ZH: title}, Roles: map[string]string{Role: "M"},
		At: specs.Source{File: op.Document, Line: op.Line, Pointer: op.Pointer}})
}

// leave makes the class of an operation that is not tested.
func (b *builder) leave(op *openapi.Operation, why document.Problems) {
	b.class(op)
	b.untested(op, "", why[0])
}
