package reports

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestQuotedWordsReachTheProgram asks a real shell what it makes of a command.
func TestQuotedWordsReachTheProgram(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("a1 '\"$`\\!#*?[]{}()<>|&;~\n\t-=é灯"))), 1, 20).Draw(t, "words")
		script := "printf '%s\\001'"
		for _, w := range words {
			script += " " + quote(w)
		}
		out, err := exec.Command("sh", "-c", script).Output()
		require.NoError(t, err, script)
		assert.Equal(t, strings.Join(words, "\x01")+"\x01", string(out))
	})
}

// TestMasksBecomeVariables: the secret appears where the mask was, and nothing
// else in the text is expanded.
func TestMasksBecomeVariables(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"Bearer •••", "•••", "a•••b", "x=$y&t=•••&z=`id`", "no mask $HOME", "it's ••• \"q\" \\"} {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			c := exec.Command("sh", "-c", "printf %s "+secret(s, "TOKEN"))
			c.Env = []string{"TOKEN=s3cr3t", "HOME=/nowhere"}
			out, err := c.Output()
			require.NoError(t, err)
			assert.Equal(t, strings.ReplaceAll(s, mask, "s3cr3t"), string(out))
		})
	}
}

func TestNormalise(t *testing.T) {
	t.Parallel()
	for name, c := range map[string][3]string{
		"numbers":  {"at most 100, got 250.5", "at most 7, got 8", ""},
		"urns":     {"urn:ucis:330100:lgt:1 is gone", "urn:ucis:330100:lgt:2 is gone", ""},
		"uuids":    {"id 3f0c6a1e-1111-4222-8333-444455556666 twice", "id 00000000-0000-4000-8000-000000000000 twice", ""},
		"instants": {"at 2026-11-20T14:02:00.123+08:00 late", "at 2025-01-01T00:00:00Z late", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, normalise(c[0], c[2]), normalise(c[1], c[2]))
		})
	}
	assert.NotEqual(t, normalise("member unit is missing", ""), normalise("member value is missing", ""))
	assert.Equal(t, "/items/*/tags/*/*", withoutIndices("/items/0/tags/12/3"))
	assert.Equal(t, "header/Allow", withoutIndices("header/Allow"))
}
