package derive

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/suites"
)

// Manifest lists a suite, one line a case: id, requirements, digest of what is
// sent and expected, purpose; tab-separated, in the order of the suite. The
// lines are grouped by the first segment of the id, the part of the standard.
// A committee reads in it which tests a change of the documents touched.
func Manifest(s *suites.Suite) (map[string]string, error) {
	parts := map[string]*strings.Builder{}
	for _, c := range s.Cases {
		digest, err := caseDigest(c)
		if err != nil {
			return nil, err
		}
		name, _, _ := strings.Cut(c.ID, "/")
		if parts[name] == nil {
			parts[name] = &strings.Builder{}
		}
		fmt.Fprintf(parts[name], "%s\t%s\t%s\t%s\n", c.ID, strings.Join(c.Requirements(), ","), digest, c.Purpose.EN)
	}
	out := make(map[string]string, len(parts))
	for name, b := range parts {
		out[name] = b.String()
	}
	return out, nil
}

func caseDigest(c *suites.TestCase) (string, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("digest of %s: %w", c.ID, err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6]), nil
}
