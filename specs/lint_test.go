package specs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
)

func TestTheSmallStandardIsClean(t *testing.T) {
	t.Parallel()
	_, problems := Lint(small(t), "small")
	assert.Empty(t, problems)
}

const (
	core     = "core/requirements.yaml"
	lighting = "lgt/requirements.yaml"
	rest     = "lgt/openapi.yaml"
	messages = "lgt/channels.yaml"
	measured = "schemas/measured.yaml"
	scenario = "lgt/scenarios/override-ends.yaml"
	bright   = "lgt/examples/invalid/too-bright.yaml"
)

// brokenDocuments break one rule at one place; the name begins with the rule's.
func brokenDocuments() []struct{ name, file, old, new, want string } {
	return []struct{ name, file, old, new, want string }{
		{"layout: no part", "trf/openapi.yaml", "", "a: 1", "trf/openapi.yaml:1: the file belongs to no part"},
		{"layout: misplaced", "lgt/example/valid/x.yaml", "", "a: 1", "lgt/example/valid/x.yaml:1: nothing reads a file of this name here"},
		{"layout: other ending", "lgt/scenarios/x.yml", "", "title: {en: a, zh: 啊}", "lgt/scenarios/x.yml:1: nothing reads a file of this name here"},
		{"references", rest, "../schemas/measured.yaml#/$defs/Level", "../schemas/measured.yaml#/$defs/Levle", "lgt/openapi.yaml:48: /components/schemas/Lamp/properties/level: the reference ../schemas/measured.yaml#/$defs/Levle leads nowhere"},
		{"references: outside", rest, "../schemas/measured.yaml", "../../x.yaml", "lgt/openapi.yaml:48: /components/schemas/Lamp/properties/level: the reference ../../x.yaml#/$defs/Level leads nowhere"},
		{"unique: requirement", lighting, "id: LGT-002", "id: LGT-001", "the requirement id LGT-001 is already taken by lgt/requirements.yaml:13"},
		{"unique: slug", lighting, "slug: override-ends", "slug: level-in-range", "the slug lgt-write/level-in-range is already taken"},
		{"unique: class", lighting, "- id: lgt-write", "- id: lgt-read", "the class lgt-read is already taken"},
		{"unique: operation", rest, "operationId: getLamp", "operationId: listLamps", "the operationId listLamps is already taken by lgt/openapi.yaml:5"},
		{"unique: unit", "standard.yaml", "units:\n", "units:\n  - {code: \"%\", ucum: true, name: {en: a, zh: 啊}}\n", "standard.yaml:17: /units/1: the unit % is already taken by standard.yaml:16"},
		{"registry: language", "standard.yaml", "zh: 网关", "zh: ''", "standard.yaml:9: /roles/0/title: the Chinese text is missing"},
		{"registry: base path", "standard.yaml", "/tiny/v1", "tiny/v1", "/basePath: the base path does not begin with a slash"},
		{"registry: status", "standard.yaml", "status: draft", "status: new", "/status: the status is neither draft nor published"},
		{"registry: domain without folder", "standard.yaml", "domains:\n", "domains:\n  - {id: trf, title: {en: Traffic, zh: 交通}}\n", "/domains/0: the domain trf has no folder"},
		{"frozen: not issued", "standard.yaml", "status: draft", "status: published", "standard.yaml:3: /status: the version says published and was not issued"},
		{"classes: unknown required", lighting, "requires: [lgt-read]", "requires: [lgt-raed]", `lgt/requirements.yaml:9: /classes/1/requires/0: lgt-raed is no class of this standard (did you mean "lgt-read"?)`},
		{"classes: circle", lighting, "requires: [core]", "requires: [lgt-write]", "/classes/0/requires: the class lgt-read requires itself"},
		{"classes: role", lighting, "roles: {gateway: M}", "roles: {gatway: M}", `/classes/0/roles/gatway: gatway is no role of this standard (did you mean "gateway"?)`},
		{"classes: obligation", lighting, "roles: {gateway: M}", "roles: {gateway: X}", "X is no obligation"},
		{"classes: no role", lighting, "roles: {gateway: M}", "roles: {}", "no role can claim the class"},
		{"classes: level", lighting, "level: L2", "level: L7", `L7 is no roll-out level of this standard (did you mean "L1"?)`},
		{"classes: of a level", "standard.yaml", `"{domain}-write"`, `"{domain}-wirte"`, "/levels/1/classes/0: {domain}-wirte is no class"},
		{"requirements: id", lighting, "id: LGT-003", "id: LGT-3", "the id LGT-3 is not of the form"},
		{"requirements: slug", lighting, "slug: override-ends", "slug: Override_ends", "the slug Override_ends is not of the form"},
		{"requirements: class", lighting, "class: lgt-write\n    level: MUST\n    statement", "class: lgt-wirte\n    level: MUST\n    statement", `lgt-wirte is no class of this standard (did you mean "lgt-write"?)`},
		{"requirements: level", core, "level: SHOULD", "level: WILL", "WILL is no obligation"},
		{"requirements: no level", core, "    level: SHOULD\n", "", "the obligation is missing (write one of MUST, SHOULD, MAY)"},
		{"requirements: severity", lighting, "critical", "fatal", "fatal is no severity"},
		{"requirements: kind", lighting, "kind: negative", "kind: negativ", `negativ is no kind of test of this standard (did you mean "negative"?)`},
		{"requirements: key", lighting, "by: [reject.body]", "by: [reject.bdy]", `lgt/requirements.yaml:22: /requirements/0/test/by/0: reject.bdy is no assertion key of this standard (did you mean "reject.body"?)`},
		{"requirements: instrument", lighting, "by: [reject.body]", "by: [reject.body], needs: [brokr]", "brokr is no instrument"},
		{"requirements: prerequisite", lighting, "by: [reject.body]", "by: [reject.body], requires: [LGT-009]", "LGT-009 is no requirement"},
		{"statements: no verb", lighting, "An override MUST end", "An override ends", "the statement has no normative verb (say who MUST do what)"},
		{"statements: two verbs", lighting, "An override MUST end", "An override MUST and SHOULD end", "several normative verbs: MUST, SHOULD"},
		{"statements: another verb", core, "The system SHOULD be", "The system MUST be", "the statement says MUST but the level is SHOULD"},
		{"statements: lower case", lighting, "An override MUST end", "An override must end", "the statement has no normative verb"},
		{"statements: no Chinese", lighting, "      zh: 覆盖指令应按时结束。\n", "", "/requirements/2/statement: the Chinese text is missing"},
		{"statements: no Chinese verb", lighting, "覆盖指令应按时结束", "覆盖指令按时响应", "does not say 应"},
		{"statements: other Chinese verb", core, "系统宜友好响应", "系统应友好响应", "the level is SHOULD but the statement says 应"},
		{"statements: 必须", lighting, "覆盖指令应按时结束", "覆盖指令必须按时结束", "必须 is not a verb of GB/T 1.1 (write 应)"},
		{"tested: by nothing", scenario, "requirement: LGT-003", "requirement: LGT-002", "lgt/requirements.yaml:31: /requirements/2: nothing tests LGT-003"},
		{"tested: and untested", core, "untested:", "test: {kind: positive, by: [response.leak]}\n    untested:", "core/requirements.yaml:25: /requirements/1/untested: the requirement is tested and says that it cannot be"},
		{"global: two", core, "untested: {en: A machine cannot tell., zh: 机器无法判断。}", "test: {kind: positive, by: [tls.version]}\n  - id: CORE-003\n    slug: other\n    class: core\n    level: MAY\n    statement: {en: It MAY., zh: 可。}\n    test: {kind: positive, by: [tls.version]}", "/requirements/2/test/by/0: the assertion tls.version already establishes CORE-002 everywhere"},
		{"links: unknown id", measured, "x-ucis-req: [LGT-001]", "x-ucis-req: [LGT-001, LGT-010]", "schemas/measured.yaml:6: /$defs/Level/properties/value/x-ucis-req/1: LGT-010 is no requirement"},
		{"links: invariant", rest, "{req: LGT-002,", "{req: LGT-020,", "LGT-020 is no requirement"},
		{"links: empty invariant", rest, `that: "true"`, `that: ""`, "the invariant says nothing"},
		{"extensions", rest, "x-ucis-unique: true", "x-ucis-uniqe: true", `lgt/openapi.yaml:47: /components/schemas/Lamp/properties/serial/x-ucis-uniqe: x-ucis-uniqe is not a key of this standard (did you mean "x-ucis-unique"?)`},
		{"personal data", rest, "readOnly: true", "readOnly: true, x-ucis-personal: true, x-ucis-classification: L3", "lgt/openapi.yaml:29: /paths/~1lgt~1lamps~1{id}/parameters/0: getLamp takes personal data in its address"},
		{"classification: missing", rest, "x-ucis-unique: true", "x-ucis-personal: true", "lgt/openapi.yaml:47: /components/schemas/Lamp/properties/serial: personal data without a classification (write x-ucis-classification: L3"},
		{"classification: too low", rest, "x-ucis-unique: true", "x-ucis-personal: true, x-ucis-classification: L2", "lgt/openapi.yaml:47: /components/schemas/Lamp/properties/serial/x-ucis-classification: personal data are classified as L2 (write L3 or L4)"},
		{"classification: no level", rest, "x-ucis-unique: true", "x-ucis-classification: L5", "lgt/openapi.yaml:47: /components/schemas/Lamp/properties/serial/x-ucis-classification: the classification is none of L1, L2, L3, L4"},
		{"classification: no text", rest, "x-ucis-unique: true", "x-ucis-personal: true, x-ucis-classification: 3", "/components/schemas/Lamp/properties/serial/x-ucis-classification: the classification is none of"},
		{"deprecated operations", rest, "operationId: getLamp\n", "operationId: getLamp\n      deprecated: true\n", "the operation getLamp is deprecated and its answer 200 does not say so"},
		{"unique: form", rest, "x-ucis-unique: true", "x-ucis-unique: yes, please", `x-ucis-unique is neither true nor {within: [pointers]}`},
		{"operations: no id", rest, "      operationId: getLamp\n", "", "the operation has no operationId"},
		{"operations: no tag", rest, "      tags: [lgt-write]\n", "", "it belongs to no conformance class"},
		{"operations: two tags", rest, "tags: [lgt-write]", "tags: [lgt-write, lgt-read]", "it belongs to several conformance classes: lgt-write, lgt-read"},
		{"operations: unknown tag", rest, "tags: [lgt-write]", "tags: [lgt-writ]", `lgt/openapi.yaml:18: /paths/~1lgt~1lamps/post/tags/0: lgt-writ is no class of this standard (did you mean "lgt-write"?)`},
		{"operations: no Chinese", rest, "      x-ucis-zh: 新建灯具\n", "", "the summary has no Chinese"},
		{"operations: no summary", rest, "      summary: Create a lamp\n", "", "it has no summary"},
		{"OpenAPI: misspelt key", rest, "operationId: getLamp\n", "operationId: getLamp\n      sumary: x\n", "lgt/openapi.yaml:30: /paths/~1lgt~1lamps~1{id}/get: not good OpenAPI"},
		{"channels: tag", messages, "{name: lgt-read}", "{name: lgt-raed}", `lgt/channels.yaml:9: /channels/lampState/tags/0: lgt-raed is no class`},
		{"channels: not sent", messages, "channel: {$ref: '#/channels/lampState'}", "channel: {$ref: '#/components/messages'}", "no operation sends or receives the channel lampState"},
		{"channels: no quality of service", messages, "    bindings: {mqtt: {qos: 1, retain: true}}\n", "", "has no quality of service"},
		{"channels: unknown operation", messages, "operation: getLamp", "operation: getLmap", `lgt/channels.yaml:14: /channels/lampState/x-ucis-same-as/operation: getLmap is no operation of this standard (did you mean "getLamp"?)`},
		{"units: const", measured, `unit: {const: "%"}`, `unit: {const: "pc"}`, "schemas/measured.yaml:7: /$defs/Level/properties/unit/const: pc is no unit"},
		{"units: enum", measured, `unit: {const: "%"}`, `unit: {enum: ["%", kg]}`, "/$defs/Level/properties/unit/enum/1: kg is no unit"},
		{"units: extension", rest, "readOnly: true", "readOnly: true, x-ucis-unit: kg", "/components/schemas/Lamp/properties/id/x-ucis-unit: kg is no unit"},
		{"event types", messages, "type: {const: tiny.lgt.state}", "type: {enum: [tiny.lgt.state, tiny.lgt.stat]}", `/components/schemas/StateMessage/allOf/0/properties/type/enum/1: tiny.lgt.stat is no registered event type of this standard (did you mean "tiny.lgt.state"?)`},
		{"states: enum", rest, "readOnly: true", "readOnly: true, x-ucis-states: {initial: [on]}", "/components/schemas/Lamp/properties/id/x-ucis-states: the enum has no state on"},
		{"states: no initial", rest, "readOnly: true", "readOnly: true, enum: [on], x-ucis-states: {auto: {on: [on]}}", "the machine has no initial state"},
		{"states: unreachable", rest, "readOnly: true", "readOnly: true, enum: [on, off], x-ucis-states: {initial: [on], auto: {off: [on]}}", "no move leads to the state off"},
		{"states: not named", rest, "readOnly: true", "readOnly: true, enum: [on, off], x-ucis-states: {initial: [on]}", "/components/schemas/Lamp/properties/id/enum: the machine does not name the state off"},
		{"states: no operation", rest, "readOnly: true", "readOnly: true, enum: [on, off], x-ucis-states: {initial: [on], moves: {on: [off]}}", "no operation moves a Lamp from on to off"},
		{"states: stray move", rest, "operationId: getLamp\n", "operationId: getLamp\n      x-ucis-move: {to: on}\n", "/paths/~1lgt~1lamps~1{id}/get/x-ucis-move: this operation is not a POST just below an item"},
		{"patterns: look-ahead", rest, "^[A-Z][0-9]+$", "^(?=A)[A-Z][0-9]+$", "lgt/openapi.yaml:47: /components/schemas/Lamp/properties/serial/pattern: the pattern is not portable"},
		{"patterns: open end", rest, "^[A-Z][0-9]+$", "^[A-Z][0-9]+", "the pattern does not cover the whole text"},
		{"patterns: open branch", rest, "^[A-Z][0-9]+$", "^[A-Z][0-9]+|x$", "the pattern does not cover the whole text"},
		{"patterns: of RE2 alone", rest, "^[A-Z][0-9]+$", `^(?i:[A-Z])[0-9]+$`, "which ECMA-262 reads otherwise"},
		{"patterns: of a topic", messages, "^[0-9]{6}$", "[0-9]{6}", "lgt/channels.yaml:11: /channels/lampState/parameters/city/x-ucis-pattern: the pattern does not cover"},
		{"patterns: as keys", measured, "    required:", "    patternProperties: {'x_': true}\n    required:", "/$defs/Level/patternProperties/x_: the pattern does not cover"},
		{"schemas", measured, "minimum: 0", "minimum: none", "schemas/measured.yaml:6: /$defs/Level/properties/value/minimum: not a usable schema: got string, want number"},
		{"examples: not valid", "lgt/examples/valid/lamp.yaml", "value: 50", "value: 500", "lgt/examples/valid/lamp.yaml:3: /value/level/value: the example is not valid"},
		{"examples: view", "lgt/examples/valid/lamp.yaml", "serial: A1", "serial: A1, id: x", "(readOnly)"},
		{"examples: valid among the invalid", bright, "101", "99", "lgt/examples/invalid/too-bright.yaml:6: /value: the example is valid, but stands among the invalid ones"},
		{"examples: other reason", bright, "serial: A1, ", "", "the example is invalid for another reason"},
		{"examples: no reason", bright, "why: {en: The level is above 100 per cent., zh: 亮度超过 100%。}\n", "", "the English text is missing"},
		{"examples: in a body", rest, "{value: 5, unit", "{value: 500, unit", `lgt/openapi.yaml:24: /paths/~1lgt~1lamps/post/requestBody/content/application~1json/example: the example is not valid at "/level/value"`},
		{"examples: of a message", messages, "payload: {type: tiny.lgt.state}", "payload: {}", "lgt/channels.yaml:5: /channels/lampState: the example is not valid"},
		{"scenarios: title", scenario, ", zh: 覆盖指令按时结束", "", "lgt/scenarios/override-ends.yaml:1: /title: the Chinese text is missing"},
		{"scenarios: key", scenario, "steps:", "class: lgt-write\nalnoe: true\nsteps:", `/alnoe: alnoe is no key of a scenario of this standard (did you mean "alone"?)`},
		{"scenarios: class", scenario, "steps:", "class: lgt-wirte\nsteps:", "/class: lgt-wirte is no class"},
		{"scenarios: requirement", scenario, "expect: [{status: [200]}]", "expect: [{status: [200], requirement: LGT-030}]", "lgt/scenarios/override-ends.yaml:5: /steps/0/expect/0/requirement: LGT-030 is no requirement"},
		{"scenarios: no steps", scenario, "steps:\n  - send: {operation: getLamp}\n    expect: [{status: [200]}]\n", "steps: []\n", "/steps: the scenario has no steps"},
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	for _, tt := range brokenDocuments() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := small(t)
			change(t, fsys, tt.file, tt.old, tt.new)
			s, problems := Lint(fsys, "small")
			require.NotNil(t, s)
			require.NotEmpty(t, problems)
			assert.Contains(t, document.Problems(problems).Error(), tt.want)
			for _, p := range problems {
				assert.True(t, strings.HasPrefix(p.Path, "small/"), p.Path)
				assert.Positive(t, p.Line, p.Error())
				assert.NotEmpty(t, p.Message)
			}
			assert.LessOrEqual(t, len(problems), 7, document.Problems(problems).Error())
		})
	}
}

func TestEveryRuleHasABrokenDocument(t *testing.T) {
	t.Parallel()
	broken := map[string]bool{}
	for _, tt := range brokenDocuments() {
		name, _, _ := strings.Cut(tt.name, ":")
		broken[name] = true
	}
	for _, r := range rules() {
		assert.True(t, broken[r.name], "add a document that breaks the rule %q", r.name)
		delete(broken, r.name)
	}
	assert.Empty(t, broken, "no such rules")
}

func TestLintReportsAllDefectsAtOnceInOrder(t *testing.T) {
	t.Parallel()
	fsys := small(t)
	change(t, fsys, lighting, "severity: critical", "severty: critical")
	change(t, fsys, rest, "tags: [lgt-write]", "tags: []")
	change(t, fsys, measured, `unit: {const: "%"}`, `unit: {const: "pc"}`)
	_, problems := Lint(fsys, "small")
	var at []string
	for _, p := range problems {
		at = append(at, p.Path+":"+itoa(p.Line))
	}
	assert.Equal(t, []string{
		"small/lgt/examples/invalid/too-bright.yaml:6", "small/lgt/examples/valid/lamp.yaml:3",
		"small/lgt/openapi.yaml:14", "small/lgt/openapi.yaml:24", "small/lgt/requirements.yaml:17", "small/schemas/measured.yaml:7",
	}, at)
}

func TestLintOfAnUnreadableFileSaysNothingThatFollowsFromIt(t *testing.T) {
	t.Parallel()
	fsys := small(t)
	change(t, fsys, measured, "type: object", "type: [object")
	change(t, fsys, core, "slug: friendly", "slgu: friendly")
	_, problems := Lint(fsys, "small")
	require.Len(t, problems, 2)
	assert.Contains(t, problems[0].Error(), "small/core/requirements.yaml:17: /requirements/1/slgu")
	assert.Contains(t, problems[1].Error(), "small/schemas/measured.yaml")
}
