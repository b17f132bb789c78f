package specs

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
)

// publish issues the small standard as its committee would.
func publish(t *testing.T) fstest.MapFS {
	t.Helper()
	fsys := small(t)
	change(t, fsys, registryFile, "status: draft", "status: published")
	issue(t, fsys)
	return fsys
}

func issue(t *testing.T, fsys fstest.MapFS) {
	t.Helper()
	text, err := Issue(fsys, "small")
	require.NoError(t, err)
	fsys["small/"+IssuedFile] = &fstest.MapFile{Data: text}
}

func TestAPublishedVersionLints(t *testing.T) {
	t.Parallel()
	_, problems := Lint(publish(t), "small")
	assert.Empty(t, problems)
}

func TestAVersionIsIssuedOnceAndNeverAsADraft(t *testing.T) {
	t.Parallel()
	_, err := Issue(publish(t), "small")
	require.ErrorIs(t, err, ErrIssued)
	_, err = Issue(small(t), "small")
	require.ErrorIs(t, err, ErrDraft)
}

func TestWhatIsPublishedDoesNotChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, old, new, want string }{
		{"sentence", lighting, "An override MUST end", "Every override MUST end", "/requirements/2/statement: LGT-003 no longer says what it said when version 1.0 was published"},
		{"obligation", core, "The system SHOULD be", "The system MAY be", "CORE-002 no longer says"},
		{"new sentence", lighting, "id: LGT-003", "id: LGT-004", "LGT-004 was not there when version 1.0 was published"},
		{"sentence gone", lighting, "id: LGT-003", "id: LGT-004", "small/issued.yaml:9: /requirements/LGT-003: LGT-003 was published in version 1.0 and is gone"},
		{"document", measured, "minimum: 0", "minimum: 1", "small/schemas/measured.yaml:1: the document is not the one that was published in version 1.0"},
		{"new document", "schemas/other.yaml", "", "$defs: {}", "small/schemas/other.yaml:1: the document was not there"},
		{"draft again", registryFile, "status: published", "status: draft", "standard.yaml:3: /status: version 1.0 is issued and says draft"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := publish(t)
			change(t, fsys, tt.file, tt.old, tt.new)
			_, problems := Lint(fsys, "small")
			require.NotEmpty(t, problems)
			assert.Contains(t, document.Problems(problems).Error(), tt.want)
		})
	}
}

func TestADocumentThatIsGoneIsMissed(t *testing.T) {
	t.Parallel()
	fsys := small(t)
	change(t, fsys, registryFile, "status: draft", "status: published")
	fsys["small/schemas/spare.yaml"] = &fstest.MapFile{Data: []byte("$defs: {}")}
	issue(t, fsys)
	delete(fsys, "small/schemas/spare.yaml")
	_, problems := Lint(fsys, "small")
	assert.Contains(t, document.Problems(problems).Error(), "/documents/schemas~1spare.yaml: the document schemas/spare.yaml was published in version 1.0 and is gone")
}

func TestTestsOfAPublishedVersionMayBeMended(t *testing.T) {
	t.Parallel()
	fsys := publish(t)
	change(t, fsys, scenario, "status: [200]", "status: [200, 204]")
	_, problems := Lint(fsys, "small")
	assert.Empty(t, problems)
}

func TestTheNextVersionMayRewordAndWithdrawButNotReuse(t *testing.T) {
	t.Parallel()
	fsys := publish(t)
	change(t, fsys, registryFile, `version: "1.0"`, `version: "1.1"`)
	change(t, fsys, registryFile, "status: published", "status: draft")
	change(t, fsys, core, "id: CORE-002", "id: CORE-003")
	change(t, fsys, lighting, "An override MUST end", "Every override MUST end")
	_, problems := Lint(fsys, "small")
	require.Empty(t, problems, "a draft of the next version is free to do so")

	change(t, fsys, registryFile, "status: draft", "status: published")
	issue(t, fsys)
	assert.Contains(t, string(fsys["small/"+IssuedFile].Data), "retired: [CORE-002]")

	change(t, fsys, registryFile, `version: "1.1"`, `version: "1.2"`)
	change(t, fsys, registryFile, "status: published", "status: draft")
	change(t, fsys, core, "id: CORE-003", "id: CORE-002")
	_, problems = Lint(fsys, "small")
	assert.Contains(t, document.Problems(problems).Error(), "the id CORE-002 was withdrawn in an earlier version")
}

func TestABrokenStandardIsNotIssued(t *testing.T) {
	t.Parallel()
	fsys := small(t)
	change(t, fsys, core, "level: SHOULD", "level: WILL")
	_, err := Issue(fsys, "small")
	assert.ErrorContains(t, err, "WILL is no obligation")
}
