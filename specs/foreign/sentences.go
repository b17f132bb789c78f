package foreign

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// sentence is something that documents say of operations, and how it is tested.
type sentence struct {
	name   string // last part of the requirement's id
	kind   string
	by     []string
	said   func(*openapi.Operation) bool // whether the document of an operation says it
	en, zh string                        // %[1]s is the operation, %[2]s what the document lists
	lists  func(*openapi.Operation) []string
}

var sentences = []sentence{
	{"status", "positive", []string{"response.status"}, anything,
		"%[1]s MUST answer with a status that the document describes: %[2]s.", "%[1]s 的应答状态码应为文档所规定：%[2]s。", statuses},
	{"answer", "positive", []string{"response.media-type", "response.schema", "response.json", "response.header", "response.no-body"}, anything,
		"Answers of %[1]s MUST have the media type, headers and body that the document describes for their status.",
		"%[1]s 的应答，其媒体类型、响应头和正文应与文档对该状态码的规定一致。", nil},
	{"accept", "positive", []string{"accept.body", "accept.example", "accept.parameter"}, anything,
		"%[1]s MUST take every request that the document allows and answer it with success: %[2]s.",
		"%[1]s 应接受文档允许的每个请求，并以成功状态应答：%[2]s。", successes},
	{"refuse", "negative", []string{"reject.body", "reject.parameter", "reject.json", "reject.unknown-member", "reject.header", "reject.path-id"}, refuses,
		"%[1]s MUST refuse a request that the document does not allow: it describes %[2]s for that.",
		"%[1]s 应拒绝文档不允许的请求：文档为此规定了 %[2]s。", refusals},
	{"unknown", "negative", []string{"reject.unknown-id"}, missing,
		"%[1]s MUST answer %[2]s to an identifier that names nothing.", "%[1]s 收到不存在的标识时，应返回 %[2]s。", absences},
	{"credential", "negative", []string{"auth.missing", "auth.invalid"}, guarded,
		"%[1]s MUST NOT serve a request without a valid credential: the document secures it and describes %[2]s.",
		"%[1]s 不应为缺少有效凭据的请求提供服务：文档规定了鉴权及 %[2]s。", denials},
	{"media-type", "negative", []string{"reject.media-type"}, documents("415"),
		"%[1]s MUST answer 415 to a body of a media type that the document does not list.", "%[1]s 收到文档未列出的媒体类型的请求体时，应返回 415。", nil},
	{"accept-header", "negative", []string{"reject.accept"}, documents("406"),
		"%[1]s MUST answer 406 when it cannot satisfy the Accept header.", "%[1]s 无法满足 Accept 请求头时，应返回 406。", nil},
}

// sentences adds what the document says of an operation.
func (b *builder) sentences(op *openapi.Operation) {
	for _, s := range sentences {
		if !s.said(op) {
			continue
		}
		list := ""
		if s.lists != nil {
			list = strings.Join(s.lists(op), ", ")
		}
		b.require(op, specs.Requirement{Slug: s.name, Level: specs.Must, Test: specs.Test{Kind: s.kind, By: s.by},
			Statement: specs.Text{EN: fmt.Sprintf(s.en, b.labels[op.ID], list), ZH: fmt.Sprintf(s.zh, b.labels[op.ID], list)}})
	}
}

// require adds a requirement to the class of an operation and links it to the
// operation's place.
func (b *builder) require(op *openapi.Operation, r specs.Requirement) {
	r.ID, r.Class, r.Since = op.ID+"."+r.Slug, op.ID, b.std.Version
	r.Severity = "major"
	if r.Level != specs.Must {
		r.Severity = "minor"
	}
	at := b.problem(op.Document, op.Pointer, "", "")
	r.At = specs.Source{File: at.Path, Line: at.Line, Pointer: at.Pointer}
	r.Sources = []string{at.Path + "#" + at.Pointer}
	b.std.Requirements = append(b.std.Requirements, r)
	if len(r.Test.By) > 0 {
		place := op.Document + "#" + op.Pointer
		b.links[place] = append(b.links[place], r.ID)
	}
}

// untested adds what the document says and no test shows, with the reason.
func (b *builder) untested(op *openapi.Operation, what string, why document.Problem) {
	slugged := "untested"
	if what != "" {
		slugged += "-" + slug(what)
	}
	id := op.ID + "." + slugged
	if b.told[id] {
		return
	}
	b.told[id] = true
	en, zh := b.labels[op.ID], b.labels[op.ID]
	if what != "" {
		en, zh = en+", "+what+",", zh+"（"+what+"）"
	}
	b.require(op, specs.Requirement{Slug: slugged, Level: specs.Must, Test: specs.Test{Kind: "inspection"},
		Statement: specs.Text{EN: en + " MUST be as the document describes it.", ZH: zh + " 应与文档的规定一致。"},
		Untested:  specs.Text{EN: "Not tested: " + why.Error(), ZH: "未测试：" + why.InChinese()}})
}

func anything(*openapi.Operation) bool { return true }

func documents(status string) func(*openapi.Operation) bool {
	return func(op *openapi.Operation) bool { return described(op, status) }
}

func described(op *openapi.Operation, status string) bool {
	return slices.ContainsFunc(op.Responses, func(r openapi.Response) bool { return r.Status == status })
}

// listed are those of some statuses that an operation describes.
func listed(op *openapi.Operation, some ...string) []string {
	return slices.DeleteFunc(some, func(s string) bool { return !described(op, s) })
}

func statuses(op *openapi.Operation) (all []string) {
	for _, r := range op.Responses {
		all = append(all, r.Status)
	}
	return all
}

func successes(op *openapi.Operation) (all []string) {
	for _, s := range statuses(op) {
		if s[0] == '2' {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return []string{"2xx"}
	}
	return all
}

// refusals are the answers by which a document says that it expects requests
// to be checked. An answer called default says nothing of the kind.
func refusals(op *openapi.Operation) []string { return listed(op, "400", "422", "4XX") }

func refuses(op *openapi.Operation) bool { return len(refusals(op)) > 0 }

func absences(op *openapi.Operation) []string { return listed(op, "404", "410") }

// missing tells operations that read one object and say what happens without it.
func missing(op *openapi.Operation) bool {
	return op.Method == "GET" && strings.HasSuffix(op.Path, "}") && len(absences(op)) > 0
}

func denials(op *openapi.Operation) []string { return listed(op, "401", "403") }

// guarded tells operations that every request needs a credential for.
func guarded(op *openapi.Operation) bool {
	open := slices.ContainsFunc(op.Security, func(s openapi.SecurityScheme) bool { return s.Name == "" })
	return len(op.Security) > 0 && !open && described(op, "401")
}
