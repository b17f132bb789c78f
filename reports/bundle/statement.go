package bundle

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/cityconf/cityconf/reports"
)

// Statement is what is signed: an in-toto statement of the predicate
// test-result over the digest of the manifest.
type Statement struct {
	Type          string     `json:"_type"`
	Subject       []Resource `json:"subject"`
	PredicateType string     `json:"predicateType"`
	Predicate     TestResult `json:"predicate"`
}

// TestResult is the predicate https://in-toto.io/attestation/test-result/v0.1.
type TestResult struct {
	Result        string     `json:"result"` // PASSED, WARNED or FAILED
	Configuration []Resource `json:"configuration"`
}

// Resource describes something by its digest.
type Resource struct {
	Name        string            `json:"name"`
	Digest      map[string]string `json:"digest,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

const (
	statementType = "https://in-toto.io/Statement/v1"
	predicateType = "https://in-toto.io/attestation/test-result/v0.1"
	signedAt      = "signedAt"
)

// results spells the decision of the gate as the predicate does.
var results = map[reports.Decision]string{reports.GatePass: "PASSED", reports.GateFail: "FAILED", reports.GateIncomplete: "WARNED"}

// Sign writes a copy of a bundle that is signed. One that is signed already is
// refused: a second signature would hide the first.
func (b *Bundle) Sign(w io.Writer, key *Key, at time.Time) error {
	if b.Envelope != nil {
		return fmt.Errorf("the bundle is signed already, with the key %s", b.Envelope.Signatures[0].KeyID)
	}
	if !key.valid(at) {
		return fmt.Errorf("the key of %s is not valid at %s: it is from %s to %s", key.Name, at.UTC().Format(time.RFC3339),
			key.NotBefore.Format(time.DateOnly), key.NotAfter.Format(time.DateOnly))
	}
	private, err := key.signer()
	if err != nil {
		return err
	}
	s, err := b.statement(at)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(s)
	if err != nil {
		return err
	}
	sealed, err := seal(payload, private).encode()
	if err != nil {
		return err
	}
	files := []source{inMemory(manifestFile, b.manifest), inMemory(signatureFile, sealed)}
	for _, p := range b.Manifest.Parts {
		if f := b.files[p.Name]; f != nil {
			files = append(files, source{p.Name, f.Open})
		}
	}
	return pack(w, files)
}

func (b *Bundle) statement(at time.Time) (*Statement, error) {
	r, err := b.Report()
	if err != nil {
		return nil, err
	}
	return &Statement{Type: statementType, PredicateType: predicateType,
		Subject: []Resource{{Name: manifestFile, Digest: map[string]string{"sha256": digest(b.manifest)}}},
		Predicate: TestResult{Result: results[r.Gate.Decision], Configuration: []Resource{
			{Name: "suite " + r.Suite.Version, Annotations: map[string]string{"digest": r.Suite.Digest}},
			{Name: r.Standard.ID + "/" + r.Standard.Version, Annotations: map[string]string{"digest": r.Standard.Digest}},
			{Name: "report " + r.ID, Annotations: map[string]string{"digest": r.Digest, signedAt: at.UTC().Format(time.RFC3339)}},
		}}}, nil
}

// signed reads the statement of the envelope and holds it against the manifest.
func (b *Bundle) signed() (*Statement, time.Time, error) {
	var s Statement
	if err := json.Unmarshal(b.Envelope.Payload, &s); err != nil {
		return nil, time.Time{}, broken("what was signed is no statement: %v", err)
	}
	if s.Type != statementType || s.PredicateType != predicateType || len(s.Subject) != 1 {
		return nil, time.Time{}, broken("what was signed is a statement of another kind")
	}
	if s.Subject[0].Digest["sha256"] != digest(b.manifest) {
		return nil, time.Time{}, broken("the signature is for another bundle: the digest of the manifest differs")
	}
	i := slices.IndexFunc(s.Predicate.Configuration, func(r Resource) bool { return r.Annotations[signedAt] != "" })
	if i < 0 {
		return nil, time.Time{}, broken("what was signed names no time")
	}
	at, err := time.Parse(time.RFC3339, s.Predicate.Configuration[i].Annotations[signedAt])
	if err != nil {
		return nil, time.Time{}, broken("what was signed names no time: %v", err)
	}
	return &s, at, nil
}
