package bundle

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"

	"github.com/cityconf/cityconf/specs/schema"
)

// Format names the bundle and its version. A reader refuses other formats.
const Format = "cityconf-bundle/1"

// Tier says who may see a part.
type Tier string

// The tiers, each of which sees what the one before it sees.
const (
	Public  Tier = "public"  // verdicts and reasons, without what was exchanged
	Buyer   Tier = "buyer"   // also the exchanges, secrets masked: enough to judge again
	Private Tier = "private" // everything
)

// Tiers lists them in order.
var Tiers = []Tier{Public, Buyer, Private}

// Includes tells whether a reader of this tier sees parts of another.
func (t Tier) Includes(part Tier) bool {
	return slices.Index(Tiers, part) <= slices.Index(Tiers, t)
}

// Manifest lists every part of a bundle with its digest, also those that a copy
// leaves out. Its JSON form is described by manifest.schema.json; there is one
// way of writing it, so that its own digest can be signed.
type Manifest struct {
	Format string `json:"format"`
	Run    string `json:"run"`
	Root   string `json:"root"`  // "sha256:…" over all other members
	Parts  []Part `json:"parts"` // sorted by name
}

// Part is one file of a bundle.
type Part struct {
	Name     string `json:"name"`
	Tier     Tier   `json:"tier"`
	Size     int64  `json:"size"`               // octets
	SHA256   string `json:"sha256"`             // hexadecimal
	Unpacked int64  `json:"unpacked,omitempty"` // octets of a .gz part when unpacked
}

//go:embed manifest.schema.json
var manifestSchema []byte

// SchemaJSON is the JSON Schema (2020-12) of the manifest.
func SchemaJSON() []byte { return bytes.Clone(manifestSchema) }

// seal sorts the parts and computes the root.
func (m *Manifest) seal() error {
	slices.SortFunc(m.Parts, func(a, b Part) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	m.Root = ""
	b, err := plain(m)
	if err != nil {
		return fmt.Errorf("seal the manifest: %w", err)
	}
	sum := sha256.Sum256(b)
	m.Root = "sha256:" + hex.EncodeToString(sum[:])
	return nil
}

// encode writes the manifest in its one form.
func (m *Manifest) encode() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	return append(b, '\n'), err
}

// readManifest reads a manifest strictly: valid, in its one form, with a root
// that fits.
func readManifest(data []byte) (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, broken("manifest.json is no manifest: %v", err)
	}
	if m.Format != Format {
		return nil, &VersionError{"bundle", m.Format, Format}
	}
	if err := validate(data); err != nil {
		return nil, broken("manifest.json: %v", err)
	}
	want := Manifest{Format: m.Format, Run: m.Run, Parts: slices.Clone(m.Parts)}
	if err := want.seal(); err != nil {
		return nil, err
	}
	form, err := want.encode()
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(form, data) {
		return nil, broken("manifest.json was changed: its root is not %s", want.Root)
	}
	return &m, nil
}

func validate(data []byte) error {
	tree, err := schema.Parse(manifestSchema)
	if err != nil {
		return err
	}
	doc, err := schema.Parse(data)
	if err != nil {
		return err
	}
	s, err := schema.NewSet(map[string]any{"manifest.schema.json": tree}).Compile("manifest.schema.json#", schema.Neutral)
	if err != nil {
		return err
	}
	if bad := s.Validate(doc); len(bad) > 0 {
		en, _ := bad[0].Text()
		return fmt.Errorf("%s: %s", bad[0].Instance, en)
	}
	return nil
}

// partName is what a part may be called: no way leads out of a folder.
var partName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)?(\.[a-z0-9]+)+$`)

// limited reads at most limit octets and no more are allowed to follow.
func limited(in io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = fmt.Errorf("is longer than %d octets", limit)
	}
	return b, err
}
