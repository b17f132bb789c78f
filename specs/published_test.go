package specs

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
)

const current = "ucis/1.0"

func TestThePublishedStandardIsClean(t *testing.T) {
	t.Parallel()
	s, problems := Lint(Published(), current)
	require.Empty(t, problems, document.Problems(problems).Error())
	assert.Equal(t, "ucis", s.ID)
	assert.NotEmpty(t, s.Requirements)
	assert.NotEmpty(t, s.Operations)
	assert.NotEmpty(t, s.Channels)
	assert.NotEmpty(t, s.Examples)
	assert.NotEmpty(t, s.Scenarios)
	require.NotNil(t, s.Resource("Luminaire"))
	assert.Equal(t, "lgt", s.Resource("Luminaire").Domain)
}

func TestEveryDomainClassOfTheStandardIsWantedByALevel(t *testing.T) {
	t.Parallel()
	s, err := Load(Published(), current)
	require.NoError(t, err)
	last := s.Levels[len(s.Levels)-1].ID
	wanted := s.ClassesAt(last, collect(s.Domains, func(d Domain) string { return d.ID }))
	for _, c := range s.Classes {
		assert.Contains(t, wanted, c.ID)
	}
}

func TestPublishedCarriesTheStandard(t *testing.T) {
	t.Parallel()
	_, err := fs.Stat(Published(), current+"/"+registryFile)
	assert.NoError(t, err)
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		_, err := Load(Published(), current)
		require.NoError(b, err)
	}
}

func BenchmarkLint(b *testing.B) {
	for b.Loop() {
		s, _ := Lint(Published(), current)
		require.NotEmpty(b, s.Requirements)
	}
}
