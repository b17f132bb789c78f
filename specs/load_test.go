package specs

import (
	"bytes"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func loadSmall(t testing.TB) *Standard {
	t.Helper()
	s, err := Load(small(t), "small")
	require.NoError(t, err)
	return s
}

func TestLoadReadsEveryPart(t *testing.T) {
	t.Parallel()
	s := loadSmall(t)
	assert.Equal(t, "tiny", s.ID)
	assert.Equal(t, "1.0", s.Version)
	assert.Equal(t, Text{EN: "Tiny standard", ZH: "小标准"}, s.Title)
	assert.Len(t, s.Classes, 3)
	assert.Len(t, s.Requirements, 5)
	assert.Len(t, s.Operations, 3)
	assert.Len(t, s.Channels, 1)
	assert.Len(t, s.Examples, 2)
	assert.Len(t, s.Scenarios, 1)
	assert.Equal(t, "lgt", s.Class("lgt-read").Domain)
	assert.Empty(t, s.Class("core").Domain)
	assert.Equal(t, Source{File: "lgt/requirements.yaml", Line: 13, Pointer: "/requirements/0"}, s.Requirement("LGT-001").At)
	assert.Equal(t, "/tiny/1.0/req/lgt-write/level-in-range", s.Requirement("LGT-001").URI(s))
	assert.Equal(t, "/lgt/lamps/{id}", s.Operation("getLamp").Path)
	assert.Equal(t, "state", s.Channel("lampState").Kind)
	assert.Equal(t, Source{File: "schemas/measured.yaml", Line: 7, Pointer: "/$defs/Level/properties/unit"},
		s.Place("schemas/measured.yaml#/$defs/Level/properties/unit"))
	assert.Nil(t, s.Requirement("LGT-999"))
	assert.Nil(t, s.Class("x"))
	assert.Nil(t, s.Operation("x"))
	assert.Nil(t, s.Channel("x"))
	assert.Nil(t, s.Resource("x"))
}

func TestLoadFillsInDefaults(t *testing.T) {
	t.Parallel()
	s := loadSmall(t)
	tests := []struct{ id, severity, since string }{
		{"CORE-001", "major", "1.0"},
		{"CORE-002", "minor", "1.0"},
		{"LGT-001", "critical", "0.9"},
	}
	for _, tt := range tests {
		r := s.Requirement(tt.id)
		assert.Equal(t, tt.severity, r.Severity, tt.id)
		assert.Equal(t, tt.since, r.Since, tt.id)
	}
}

func TestExamplesAndScenariosAreLinked(t *testing.T) {
	t.Parallel()
	s := loadSmall(t)
	want := Example{
		Name: "lgt/examples/invalid/too-bright", Schema: "lgt/openapi.yaml#/components/schemas/Lamp", View: schema.Request,
		Keyword: "maximum", Where: "/level/value", At: Source{File: "lgt/examples/invalid/too-bright.yaml", Line: 1},
	}
	got := s.Examples[0]
	got.Value, got.Why = nil, Text{}
	assert.Empty(t, cmp.Diff(want, got))
	sc := s.Scenarios[0]
	assert.Equal(t, "lgt/override-ends", sc.ID)
	assert.Equal(t, []string{"LGT-003"}, sc.Requirements)
	assert.Equal(t, 4, sc.Document.Line("/steps/0/send"))
}

func TestResourcesAreInferred(t *testing.T) {
	t.Parallel()
	want := []Resource{{
		Name: "Lamp", Domain: "lgt", Collection: "/lgt/lamps", Item: "/lgt/lamps/{id}", IDParam: "id",
		Schema: "lgt/openapi.yaml#/components/schemas/Lamp", NewSchema: "lgt/openapi.yaml#/components/schemas/Lamp",
		List: "listLamps", Create: "createLamp", Read: "getLamp", Unique: []string{"/serial"},
	}}
	s := loadSmall(t)
	assert.Empty(t, cmp.Diff(want, s.Resources))
	assert.Equal(t, "createLamp", s.Resource("Lamp").Create)
}

func TestDigestIgnoresPlatformButNotContent(t *testing.T) {
	t.Parallel()
	want := loadSmall(t).Digest
	require.Regexp(t, `^sha256:[0-9a-f]{64}$`, want)
	digest := func(edit func(fstest.MapFS)) string {
		fsys := small(t)
		edit(fsys)
		s, problems := Lint(fsys, "small")
		require.Empty(t, problems)
		return s.Digest
	}
	assert.Equal(t, want, digest(func(fsys fstest.MapFS) {
		for _, f := range fsys {
			f.Data = bytes.ReplaceAll(f.Data, []byte("\n"), []byte("\r\n"))
		}
	}), "line endings")
	assert.Equal(t, want, digest(func(fsys fstest.MapFS) {
		fsys["small/.swp"] = &fstest.MapFile{Data: []byte("{")}
		fsys["small/.git/x.yaml"] = &fstest.MapFile{Data: []byte("{")}
		fsys["small/lgt/openapi.yaml~"] = &fstest.MapFile{Data: []byte("{")}
	}), "what editors leave")
	assert.NotEqual(t, want, digest(func(fsys fstest.MapFS) { change(t, fsys, "standard.yaml", "It works.", "It runs.") }))
	assert.NotEqual(t, want, digest(func(fsys fstest.MapFS) { change(t, fsys, "lgt/notes.md", "", "x") }))
	moved := small(t)
	moved["small/lgt/examples/valid/lamp2.yaml"] = moved["small/lgt/examples/valid/lamp.yaml"]
	delete(moved, "small/lgt/examples/valid/lamp.yaml")
	s, err := Load(moved, "small")
	require.NoError(t, err)
	assert.NotEqual(t, want, s.Digest)
}

func TestRequirementDigestFollowsTheSentence(t *testing.T) {
	t.Parallel()
	digest := func(old, new string) string {
		fsys := small(t)
		change(t, fsys, "lgt/requirements.yaml", old, new)
		s, err := Load(fsys, "small")
		require.NoError(t, err)
		return s.Requirement("LGT-001").Digest
	}
	want := digest("The level", "The level")
	assert.Equal(t, want, digest("The level MUST", "The  level   MUST"))
	assert.Equal(t, want, digest("severity: critical", "severity: major"))
	assert.NotEqual(t, want, digest("The level MUST", "A level MUST"))
	assert.NotEqual(t, want, digest("level: MUST\n    severity", "level: SHOULD\n    severity"))
}

func TestRequirementFor(t *testing.T) {
	t.Parallel()
	s := loadSmall(t)
	const value, get = "schemas/measured.yaml#/$defs/Level/properties/value", "lgt/openapi.yaml#/paths/~1lgt~1lamps~1{id}/get"
	tests := []struct {
		name, key string
		places    []string
		want      string
	}{
		{"at the place", "reject.body", []string{value}, "LGT-001"},
		{"below the place", "reject.body", []string{value + "/maximum"}, "LGT-001"},
		{"beside the place", "reject.body", []string{"schemas/measured.yaml#/$defs/Level/properties/unit"}, ""},
		{"the linked one has another key", "accept.body", []string{value}, ""},
		{"above the place", "response.status", []string{get + "/responses/200"}, "CORE-001"},
		{"the second place", "response.schema", []string{value, get}, "CORE-001"},
		{"the first place wins", "reject.body", []string{value, get}, "LGT-001"},
		{"an invariant is not global", "response.invariant", []string{value}, ""},
		{"no place", "response.status", nil, ""},
		{"whole document", "reject.body", []string{"schemas/measured.yaml"}, ""},
		{"unknown document", "reject.body", []string{"x#/y"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, s.RequirementFor(tt.key, tt.places...))
		})
	}
}

func TestRequirementForFallsBackToTheGlobalOne(t *testing.T) {
	t.Parallel()
	fsys := small(t)
	change(t, fsys, "lgt/openapi.yaml", "      x-ucis-req: [CORE-001]\n", "")
	s, err := Load(fsys, "small")
	require.NoError(t, err)
	assert.Equal(t, "CORE-001", s.RequirementFor("response.status"))
	assert.Equal(t, "CORE-001", s.RequirementFor("reject.body", "lgt/openapi.yaml#/components"))
	assert.Equal(t, "LGT-001", s.RequirementFor("reject.body", "schemas/measured.yaml#/$defs/Level/properties/value/type"))
	change(t, fsys, "lgt/openapi.yaml", "openapi: 3.1.0", "openapi: 3.1.0\nx-ucis-req: [LGT-001]")
	s, err = Load(fsys, "small")
	require.NoError(t, err)
	assert.Equal(t, "LGT-001", s.RequirementFor("reject.body", "lgt/openapi.yaml#/components/schemas"), "at the root of a document")
}

func TestClosureAndLevels(t *testing.T) {
	t.Parallel()
	s := loadSmall(t)
	assert.Equal(t, []string{"core", "lgt-read", "lgt-write"}, s.Closure([]string{"lgt-write"}))
	assert.Equal(t, []string{"core", "unknown"}, s.Closure([]string{"unknown", "core", "core"}))
	assert.Equal(t, []string{"core", "lgt-read"}, s.ClassesAt("L1", []string{"lgt"}))
	assert.Equal(t, []string{"core", "lgt-read", "lgt-write"}, s.ClassesAt("L2", []string{"lgt", "trf"}))
	assert.Equal(t, []string{"core"}, s.ClassesAt("L2", nil))
	assert.Nil(t, s.ClassesAt("L9", nil))
}

func TestAStandardPutTogetherInMemoryAnswersToo(t *testing.T) {
	t.Parallel()
	s := &Standard{Requirements: []Requirement{{ID: "A-001", Test: Test{By: []string{"reject.body"}}}}, Classes: []Class{{ID: "a", Requires: []string{"b"}}}}
	assert.Equal(t, "A-001", s.Requirement("A-001").ID)
	assert.Equal(t, "A-001", s.RequirementFor("reject.body", "x#/y"))
	assert.Equal(t, []string{"a", "b"}, s.Closure([]string{"a"}))
}

func TestLoadRefusesWhatCannotBeUsed(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, old, new, want string }{
		{"half-written YAML", "lgt/requirements.yaml", "classes:", "classes: [", "small/lgt/requirements.yaml:2: not readable as YAML"},
		{"half-written registry", "standard.yaml", "title: {en: Tiny standard, zh: 小标准}", "title: {en: Tiny", "small/standard.yaml:5: not readable as YAML"},
		{"unknown key", "lgt/requirements.yaml", "severity: critical", "severty: critical", `small/lgt/requirements.yaml:17: /requirements/0/severty: "severty" is not a key known here (did you mean "severity"?)`},
		{"wrong type", "standard.yaml", `version: "1.0"`, "version: 1.0", "small/standard.yaml:2: /version: expected text, found the number 1.0 (put it in quotes)"},
		{"missing id", "standard.yaml", "id: tiny\n", "", "small/standard.yaml:1: /id: id is missing (the permanent name, such as ucis)"},
		{"part without folder", "standard.yaml", "[core, lgt]", "[core, lgt, trf]", "small/standard.yaml:7: /parts/2: the part trf has no folder with documents"},
		{"dead reference", "lgt/openapi.yaml", "'200':\n          description: The lamp\n", "'404': {$ref: '#/components/responses/Gone'}\n        '200':\n          description: The lamp\n",
			"small/lgt/openapi.yaml:37: /paths/~1lgt~1lamps~1{id}/get/responses/404: the reference #/components/responses/Gone leads nowhere"},
		{"link is no list", "schemas/measured.yaml", "x-ucis-req: [LGT-001]", "x-ucis-req: LGT-001", "small/schemas/measured.yaml:6: /$defs/Level/properties/value/x-ucis-req: expected a list of requirement ids"},
		{"example of nothing", "lgt/examples/valid/lamp.yaml", "of: Lamp", "of: Lmap", `small/lgt/examples/valid/lamp.yaml:1: /of: there is no schema Lmap (did you mean "Lamp"?)`},
		{"example without value", "lgt/examples/valid/lamp.yaml", "value:", "valeu:", `small/lgt/examples/valid/lamp.yaml:3: /valeu: "valeu" is not a key known here (did you mean "value"?)`},
		{"unknown view", "lgt/examples/valid/lamp.yaml", "view: request", "view: both", "small/lgt/examples/valid/lamp.yaml:2: /view: both is no view (write request, response or neutral)"},
		{"scenario is a list", "lgt/scenarios/x.yaml", "", "- a", "small/lgt/scenarios/x.yaml:1: a scenario is a mapping, found a list (begin with title)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := small(t)
			change(t, fsys, tt.file, tt.old, tt.new)
			s, err := Load(fsys, "small")
			require.Nil(t, s)
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, err.Error(), "\n", "one line, and nothing that only follows from it")
		})
	}
}

func TestLoadOfMissingFiles(t *testing.T) {
	t.Parallel()
	_, err := Load(small(t), "large")
	require.EqualError(t, err, "large: cannot be read: file does not exist (give the folder of one version of a standard, such as specs/ucis/1.0)")
	_, err = Load(fstest.MapFS{"x/readme.md": {}}, "x")
	require.EqualError(t, err, "x/standard.yaml: the file is missing (every version of a standard has one; it names id, version and parts)")
	fsys := small(t)
	delete(fsys, "small/lgt/requirements.yaml")
	_, err = Load(fsys, "small")
	require.EqualError(t, err, "small/lgt/requirements.yaml: the file is missing (a part has classes and requirements)")
	_, err = Load(small(t), "small/")
	require.NoError(t, err, "a trailing slash does no harm")
}

func BenchmarkRequirementFor(b *testing.B) {
	s := loadSmall(b)
	for b.Loop() {
		s.RequirementFor("response.status", "schemas/measured.yaml#/$defs/Level/properties/unit/const/a/b/c", "lgt/openapi.yaml#/paths/~1lgt~1lamps~1{id}/get/responses/200")
	}
}
