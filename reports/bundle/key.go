package bundle

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// KeyFormat names the files of keys and their version.
const KeyFormat = "cityconf-key/1"

// Roles are who may hold a key. A key of a buyer or laboratory means that not
// the vendor ran the test.
var Roles = []string{"vendor", "buyer", "laboratory"}

// Key is an Ed25519 key with its holder. Whoever keeps a public key vouches for
// name and role: they are taken from the reader's own file, never from a bundle.
type Key struct {
	Format    string    `json:"format"`
	Name      string    `json:"name"`
	Role      string    `json:"role"`
	NotBefore time.Time `json:"notBefore"`
	NotAfter  time.Time `json:"notAfter"`
	Public    string    `json:"public"`            // key id, see [Signature]
	Private   string    `json:"private,omitempty"` // seed in base64; absent in the public file
}

// NewKey makes a key from 32 octets of randomness.
func NewKey(random io.Reader, name, role string, from time.Time, valid time.Duration) (*Key, error) {
	if name == "" || !slices.Contains(Roles, role) {
		return nil, fmt.Errorf("a key needs a name and one of the roles %v", Roles)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	from = from.UTC().Truncate(time.Second)
	return &Key{Format: KeyFormat, Name: name, Role: role, NotBefore: from, NotAfter: from.Add(valid),
		Public:  keyID(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)),
		Private: base64.StdEncoding.EncodeToString(seed)}, nil
}

// Open is the key without its private half.
func (k *Key) Open() *Key {
	bare := *k
	bare.Private = ""
	return &bare
}

// Encode writes the file of a key.
func (k *Key) Encode() ([]byte, error) {
	b, err := json.MarshalIndent(k, "", "  ")
	return append(b, '\n'), err
}

// ReadKey reads the file of a key strictly.
func ReadKey(data []byte) (*Key, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	k := new(Key)
	if err := d.Decode(k); err != nil {
		return nil, fmt.Errorf("is no key: %w", err)
	}
	switch {
	case k.Format != KeyFormat:
		return nil, &VersionError{"key", k.Format, KeyFormat}
	case k.Name == "" || !slices.Contains(Roles, k.Role) || !k.NotAfter.After(k.NotBefore):
		return nil, fmt.Errorf("is no key: name, role %q or validity make no sense", k.Role)
	}
	if _, err := keyOf(k.Public); err != nil {
		return nil, fmt.Errorf("is no key: %w", err)
	}
	if k.Private == "" {
		return k, nil
	}
	if private, err := k.signer(); err != nil || keyID(private.Public().(ed25519.PublicKey)) != k.Public {
		return nil, fmt.Errorf("is no key: its halves do not belong together")
	}
	return k, nil
}

// signer is the private half.
func (k *Key) signer() (ed25519.PrivateKey, error) {
	seed, err := base64.StdEncoding.DecodeString(k.Private)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("the file of %s holds no private key", k.Name)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// valid tells whether a moment lies within the validity of a key.
func (k *Key) valid(at time.Time) bool { return !at.Before(k.NotBefore) && at.Before(k.NotAfter) }
