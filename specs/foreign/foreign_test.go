package foreign_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/foreign"
	"github.com/cityconf/cityconf/specs/schema"
)

// folder makes a folder of texts.
func folder(texts map[string]string) fs.FS {
	m := fstest.MapFS{}
	for name, text := range texts {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// head begins every document of these tests.
const head = "openapi: 3.1.0\ninfo: {title: Things of a City, version: 2}\n"

// load reads a document that has to be usable.
func load(t *testing.T, text string) *foreign.Service {
	t.Helper()
	svc, err := foreign.Load(folder(map[string]string{"openapi.yaml": text}), "openapi.yaml", nil)
	require.NoError(t, err)
	return svc
}

func ids(std *specs.Standard) []string {
	var out []string
	for _, r := range std.Requirements {
		out = append(out, r.ID)
	}
	slices.Sort(out)
	return out
}

func TestOperationsAreClassesAndSentencesRequirements(t *testing.T) {
	t.Parallel()
	svc := load(t, head+`
servers: [{url: "https://{host}/api/{v}/", variables: {host: {default: things.example}, v: {default: v1}}}]
paths:
  /things:
    get:
      operationId: listThings
      responses: {"200": {description: All}}
    post:
      responses: {"201": {description: Made}, "400": {description: No}, "415": {description: No}}
      requestBody: {content: {application/json: {schema: {type: object}}}}
`)
	std := svc.Standard
	assert.Equal(t, "/api/v1", svc.BasePath)
	assert.Equal(t, "things-of-a-city/2", std.ID+"/"+std.Version)
	assert.Empty(t, svc.Quarantined)
	require.Len(t, std.Classes, 2)
	assert.Equal(t, "GET /things", std.Class("listThings").Title.EN)
	assert.Equal(t, []string{"listThings.accept", "listThings.answer", "listThings.status",
		"post-things.accept", "post-things.answer", "post-things.media-type", "post-things.refuse", "post-things.status"}, ids(std))
	r := std.Requirement("post-things.refuse")
	assert.Equal(t, "POST /things MUST refuse a request that the document does not allow: it describes 400 for that.", r.Statement.EN)
	assert.Equal(t, "POST /things 应拒绝文档不允许的请求：文档为此规定了 400。", r.Statement.ZH)
	assert.Equal(t, 10, r.At.Line)
	assert.Equal(t, "post-things.refuse", std.RequirementFor("reject.body", "openapi.yaml#/paths/~1things/post"))
	assert.Empty(t, std.RequirementFor("reject.body", "openapi.yaml#/paths/~1things/get"), "nothing of the kind is said there")
	assert.NotEmpty(t, r.Digest)
}

func TestOnlyWhatIsSaidIsDemanded(t *testing.T) {
	t.Parallel()
	get := func(more string) string {
		return head + "components: {securitySchemes: {k: {type: http, scheme: bearer}}}\npaths:\n  /t/{id}:\n    get:\n      operationId: x\n" +
			"      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n" + more
	}
	for name, c := range map[string]struct {
		text string
		want string
		said bool
	}{
		"400 is described":           {get(`      responses: {"200": {description: a}, "400": {description: b}}`), "x.refuse", true},
		"422 is described":           {get(`      responses: {"200": {description: a}, "422": {description: b}}`), "x.refuse", true},
		"4XX is described":           {get(`      responses: {"200": {description: a}, "4XX": {description: b}}`), "x.refuse", true},
		"default says nothing":       {get(`      responses: {"200": {description: a}, default: {description: b}}`), "x.refuse", false},
		"404 is described":           {get(`      responses: {"200": {description: a}, "404": {description: b}}`), "x.unknown", true},
		"404 is not described":       {get(`      responses: {"200": {description: a}}`), "x.unknown", false},
		"secured and 401":            {get("      security: [{k: []}]\n" + `      responses: {"200": {description: a}, "401": {description: b}}`), "x.credential", true},
		"secured, 401 not described": {get("      security: [{k: []}]\n" + `      responses: {"200": {description: a}}`), "x.credential", false},
		"a credential is optional":   {get("      security: [{k: []}, {}]\n" + `      responses: {"200": {description: a}, "401": {description: b}}`), "x.credential", false},
		"406 is described":           {get(`      responses: {"200": {description: a}, "406": {description: b}}`), "x.accept-header", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.said, load(t, c.text).Standard.Requirement(c.want) != nil)
		})
	}
}

func TestLawsSayWhatTheyRestOn(t *testing.T) {
	t.Parallel()
	text := head + `
paths:
  /things:
    get: {operationId: list, responses: {"200": {description: all}}}
    post:
      operationId: make
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses:
        "201":
          description: made
          content: {application/json: {schema: {type: object, properties: {number: {type: string}, id: {type: string}}}}}
          LINKS
  /things/{thing}:
    parameters: [{name: thing, in: path, required: true, schema: {type: string}}]
    get: {operationId: read, responses: {"200": {description: one}, "404": {description: none}}}
    delete: {operationId: remove, responses: {"204": {description: gone}}}
`
	shape := load(t, strings.Replace(text, "LINKS", "", 1)).Standard
	r := shape.Requirement("make.read")
	assert.Equal(t, specs.Should, r.Level)
	assert.Equal(t, "By the shape of the paths /things and /things/{thing}, what POST /things makes SHOULD be read by GET /things/{thing} as it was written.", r.Statement.EN)
	assert.Equal(t, "/id", shape.Resources[0].ID)
	assert.NotNil(t, shape.Requirement("remove.gone"))
	assert.NotNil(t, shape.Requirement("make.listed"))

	linked := load(t, strings.Replace(text, "LINKS", `links: {ReadIt: {operationId: read, parameters: {thing: "$response.body#/number"}}}`, 1)).Standard
	r = linked.Requirement("make.read")
	assert.Equal(t, specs.Must, r.Level)
	assert.True(t, strings.HasPrefix(r.Statement.EN, "By the link ReadIt of POST /things, "), r.Statement.EN)
	assert.Equal(t, "/number", linked.Resources[0].ID)

	silent := load(t, strings.Replace(strings.Replace(text, "LINKS", "", 1), ", id: {type: string}", "", 1)).Standard
	assert.Nil(t, silent.Requirement("make.read"), "no answer shows the identifier")
}

func TestDefectsOfADocumentAreQuarantined(t *testing.T) {
	t.Parallel()
	doc := func(schema string) string {
		return head + `
paths:
  /bad:
    post:
      operationId: bad
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Outer"}}}}
      responses: {"200": {description: a}}
  /answer:
    get:
      operationId: answer
      responses: {"200": {description: a, content: {application/json: {schema: {$ref: "#/components/schemas/Outer"}}}}}
  /good:
    get: {operationId: good, responses: {"200": {description: a}}}
components:
  schemas:
    Outer: {type: object, properties: {inner: {$ref: "#/components/schemas/Inner"}}}
    Inner: ` + schema + "\n"
	}
	for name, c := range map[string]struct{ schema, line string }{
		"keyword of the wrong kind": {`{type: [strange]}`, "openapi.yaml:19: /components/schemas/Inner/type/0: the schema cannot be read: "},
		"reference to nothing":      {`{$ref: "#/components/schemas/Nothing"}`, "Nothing"},
		"pattern":                   {`{type: string, pattern: "(["}`, "openapi.yaml:19: /components/schemas/Inner: pattern ([ is no ECMA-262 regular expression"},
		"patterns of names":         {`{patternProperties: {"(?<": {}}}`, "openapi.yaml:19: /components/schemas/Inner: patternProperties (?< is no ECMA-262 regular expression"},
		"number":                    {`{minimum: 1e999999999}`, "openapi.yaml:19: /components/schemas/Inner: minimum holds 1e999999999, a number beyond what is read"},
		"another place":             {`{$ref: "https://elsewhere.example/x.yaml"}`, "openapi.yaml:19: /components/schemas/Inner: the reference https://elsewhere.example/x.yaml is not followed: nothing is fetched from another place"},
		"out of the folder":         {`{$ref: "../secret.yaml"}`, "is not followed: it leads out of the folder of the document"},
		"no such file":              {`{$ref: "nothing.yaml"}`, "nothing.yaml: cannot be read: file does not exist"},
		"item of a list":            {`{oneOf: [nonsense]}`, "/components/schemas/Inner/oneOf/0: the schema cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			svc := load(t, doc(c.schema))
			require.NotEmpty(t, svc.Quarantined)
			assert.Contains(t, document.Problems(svc.Quarantined).Error(), c.line)
			std := svc.Standard
			assert.Nil(t, std.Operation("bad"), "it cannot be called")
			assert.Contains(t, std.Requirement("bad.untested").Untested.EN, "Not tested: openapi.yaml:")
			assert.NotNil(t, std.Operation("answer"), "all but its body can be tested")
			assert.NotNil(t, std.Requirement("answer.untested-answer-200"))
			assert.NotNil(t, std.Requirement("answer.status"))
			assert.NotNil(t, std.Requirement("good.answer"))
		})
	}
}

func TestDefectsOutsideOfSchemas(t *testing.T) {
	t.Parallel()
	good := "  /good:\n    get: {operationId: good, responses: {\"200\": {description: a}}}\n"
	for name, c := range map[string]struct{ paths, id, line string }{
		"placeholder without parameter": {`  /x/{id}: {get: {operationId: bad, responses: {"200": {description: a}}}}`, "bad.untested", "the placeholder {id} of the path is not declared"},
		"parameter without schema":      {`  /x: {get: {operationId: bad, parameters: [{name: q, in: query, required: true}], responses: {"200": {description: a}}}}`, "bad.untested", "the parameter q has no schema"},
		"no responses":                  {`  /x: {get: {operationId: bad}}`, "bad.untested", "documents no responses"},
		"path that is itself":           {`  /x: {$ref: "#/paths/~1x"}`, "good.status", "leads back to itself"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			svc := load(t, head+"paths:\n"+c.paths+"\n"+good)
			assert.Contains(t, document.Problems(svc.Quarantined).Error(), c.line)
			assert.NotNil(t, svc.Standard.Requirement(c.id))
			assert.NotNil(t, svc.Standard.Operation("good"))
		})
	}
}

func TestWhatTheTesterCannotSendIsNoFaultOfTheDocument(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ operation, en, zh string }{
		"cookie of many":  {`parameters: [{name: c, in: cookie, required: true, schema: {type: array}}]`, "no spelling is fixed for an array in a cookie", "规范未规定 Cookie 中 array 的写法"},
		"nested object":   {`parameters: [{name: c, in: query, style: deepObject, required: true, schema: {type: object, properties: {o: {type: object}}}}]`, "no spelling is fixed for objects and lists inside", "规范未规定参数内嵌套对象或数组的写法"},
		"style":           {`parameters: [{name: c, in: query, style: deepObject, required: true, schema: {type: array, items: {type: string}}}]`, "an array in the style deepObject", "不支持以 deepObject 样式书写 array"},
		"document":        {`parameters: [{name: c, in: query, required: true, content: {application/json: {schema: {type: object}}}}]`, "writes no query parameter as a document", "以文档形式书写的 query 参数"},
		"list in a path":  {`parameters: [{name: c, in: header, required: true, schema: {type: array}}]`, "array parameters of style simple into a header", "在 header 中以 simple 样式书写 array 参数"},
		"body":            {`requestBody: {required: true, content: {application/xml: {schema: {type: object}}}}`, "in JSON or as a form, not as application/xml", "不支持 application/xml"},
		"form of a list":  {`requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: array}}}}`, "forms of objects only", "只能以表单形式发送对象"},
		"form of objects": {`requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {o: {type: array, items: {type: object}}}}}}}`, "no spelling is fixed for the member o of the form", "表单成员 o 不是简单值"},
		"body of nothing": {`requestBody: {required: true, content: {application/json: {}}}`, "the body has no schema", "请求体没有 schema"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			svc := load(t, head+"paths:\n  /x: {post: {operationId: x, "+c.operation+`, responses: {"200": {description: a}}}}`+
				"\n  /good:\n    get: {operationId: good, responses: {\"200\": {description: a}}}\n")
			assert.Empty(t, svc.Quarantined)
			untested := svc.Standard.Requirement("x.untested").Untested
			assert.Contains(t, untested.EN, c.en)
			assert.Contains(t, untested.ZH, c.zh)
			assert.NotContains(t, untested.ZH, "原文")
			assert.Nil(t, svc.Standard.Operation("x"))
		})
	}
}

func TestReferencesAcrossFiles(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"api/openapi.yaml": head + `
paths:
  /x:
    get:
      operationId: x
      responses:
        "200": {description: a, content: {application/json: {schema: {$ref: "models/thing.yaml#/Thing"}}}}
        "404": {$ref: "https://shared.example/errors.yaml#/NotFound"}
`,
		"api/models/thing.yaml":             "Thing: {type: object, required: [size], properties: {size: {$ref: 'size.json'}}}\n",
		"api/models/size.json":              `{"type": "integer", "maximum": 3}`,
		"api/shared.example/errors.yaml":    "NotFound: {description: no, content: {application/json: {schema: {$ref: 'error.yaml'}}}}\n",
		"api/shared.example/error.yaml":     "{type: object, required: [error]}\n",
		"api/elsewhere/errors.yaml":         "NotFound: {description: no, content: {application/json: {schema: {type: object, required: [mapped]}}}}\n",
		"secret.yaml":                       "{type: string}\n",
		"api/models/unread-and-broken.yaml": "a: [\n",
	}
	sub, err := fs.Sub(folder(texts), "api")
	require.NoError(t, err)
	required := func(refs map[string]string) []string {
		svc, err := foreign.Load(sub, "openapi.yaml", refs)
		require.NoError(t, err)
		require.Empty(t, svc.Quarantined)
		x := svc.Standard.Operation("x")
		s, err := svc.Standard.Schemas.Compile(x.Response(200).Content[0].Schema, schema.Response)
		require.NoError(t, err)
		assert.Empty(t, s.Validate(map[string]any{"size": number(3)}))
		assert.NotEmpty(t, s.Validate(map[string]any{"size": number(4)}))
		node, err := svc.Standard.Schemas.Lookup(x.Response(404).Content[0].Schema)
		require.NoError(t, err)
		var names []string
		for _, n := range node.(map[string]any)["required"].([]any) {
			names = append(names, n.(string))
		}
		return names
	}
	assert.Equal(t, []string{"error"}, required(nil), "from the vendored folder")
	assert.Equal(t, []string{"mapped"}, required(map[string]string{"https://shared.example/errors.yaml": "elsewhere/errors.yaml"}))
}

func TestDigestFollowsEveryFile(t *testing.T) {
	t.Parallel()
	texts := map[string]string{"openapi.yaml": head + `paths: {/x: {get: {responses: {"200": {$ref: "r.yaml"}}}}}`, "r.yaml": "{description: a}"}
	digest := func() string {
		svc, err := foreign.Load(folder(texts), "openapi.yaml", nil)
		require.NoError(t, err)
		return svc.Standard.Digest
	}
	first := digest()
	assert.Equal(t, first, digest())
	texts["r.yaml"] = "{description: b}"
	assert.NotEqual(t, first, digest())
}

func TestDocumentsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, line string }{
		"empty":         {"", "openapi.yaml:1: the file is empty"},
		"a list":        {"- a\n", "is no Swagger 2.0 and no OpenAPI 3.0, 3.1 or 3.2 document"},
		"swagger 1.2":   {"swaggerVersion: '1.2'\n", "is no Swagger 2.0 and no OpenAPI"},
		"openapi 4":     {"openapi: 4.0.0\n", "is no Swagger 2.0 and no OpenAPI"},
		"no operation":  {head + "paths: {}\n", "the document has no operation that can be tested"},
		"all defective": {head + `paths: {/x: {get: {}}}`, "the operation documents no responses"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := foreign.Load(folder(map[string]string{"openapi.yaml": c.text}), "openapi.yaml", nil)
			require.ErrorContains(t, err, c.line)
			assert.Len(t, strings.Split(err.Error(), "\n"), 1)
		})
	}
	_, err := foreign.Load(folder(nil), "nothing.yaml", nil)
	require.ErrorContains(t, err, "nothing.yaml: cannot be read")
	many := map[string]any{}
	for i := range 2000 {
		many[fmt.Sprintf("/p%d", i)] = nil
	}
	text := head + "paths:\n"
	for _, p := range slices.Sorted(maps.Keys(many)) {
		text += "  " + p + ": {}\n"
	}
	_, err = foreign.Load(folder(map[string]string{"openapi.yaml": text}), "openapi.yaml", nil)
	require.ErrorContains(t, err, "the document has 2000 paths, at most 1500 are read")
}
