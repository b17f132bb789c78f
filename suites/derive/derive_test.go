package derive

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// whole derives the published standard once for all tests that only read it.
var whole = sync.OnceValues(func() (*specs.Standard, *suites.Suite) {
	std, err := specs.Load(specs.Published(), "ucis/1.0")
	if err != nil {
		panic(err)
	}
	s, err := Derive(std, Options{Role: "domain-platform", Classes: classesOf(std, "domain-platform"), Seed: 1})
	if err != nil {
		panic(err)
	}
	return std, s
})

// links derives all that a device can claim.
var links = sync.OnceValue(func() *suites.Suite {
	std, _ := whole()
	s, err := Derive(std, Options{Role: "device", Classes: classesOf(std, "device"), Seed: 1})
	if err != nil {
		panic(err)
	}
	return s
})

// every is the cases of both shapes of a system.
func every() []*suites.TestCase {
	_, s := whole()
	return slices.Concat(s.Cases, links().Cases)
}

// published derives everything that a domain platform can claim.
func published(t testing.TB, seed uint64) (*specs.Standard, *suites.Suite) {
	t.Helper()
	std, err := specs.Load(specs.Published(), "ucis/1.0")
	require.NoError(t, err)
	s, err := Derive(std, Options{Role: "domain-platform", Classes: classesOf(std, "domain-platform"), Seed: seed})
	require.NoError(t, err)
	return std, s
}

func classesOf(std *specs.Standard, role string) []string {
	var all []string
	for _, c := range std.Classes {
		if c.Roles[role] != "" {
			all = append(all, c.ID)
		}
	}
	return all
}

func TestDeriveIsAFunctionOfItsInput(t *testing.T) {
	t.Parallel()
	_, a := published(t, 1)
	_, b := published(t, 1)
	_, c := published(t, 2)
	assert.Equal(t, a.Digest, b.Digest)
	assert.NotEqual(t, a.Digest, c.Digest)
}

func BenchmarkDerive(b *testing.B) {
	for b.Loop() {
		published(b, 1)
	}
}
