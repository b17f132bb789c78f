package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// sealed brings a report into the form it has after being read back (text is
// valid UTF-8) and gives it its digest and id.
func sealed(r *Report) (*Report, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("report: encode: %w", err)
	}
	out, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("report: encode: %w", err)
	}
	out.Digest, err = contentDigest(out)
	if err != nil {
		return nil, err
	}
	out.ID = shortID(out.Digest)
	return out, nil
}

// contentDigest covers everything but the id, itself, the stamp, what was
// measured, the evaluation and who signed, so that two runs which established the same have
// the same id, however fast the system was and whatever profile they are read
// under.
func contentDigest(r *Report) (string, error) {
	bare := *r
	bare.ID, bare.Digest, bare.Stamp, bare.Measurements, bare.Evaluation, bare.Assurance = "", "", Stamp{}, nil, nil, unsigned
	data, err := json.Marshal(&bare)
	if err != nil {
		return "", fmt.Errorf("report: digest: %w", err)
	}
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

// shortID is what people quote: "7F3A-9C21".
func shortID(digest string) string {
	h := strings.ToUpper(strings.TrimPrefix(digest, "sha256:"))
	return h[:4] + "-" + h[4:8]
}

// unsigned is the assurance level of a report by itself: a signature is made
// over a bundle that holds the report, and so cannot change its digest.
const unsigned = "A0"
