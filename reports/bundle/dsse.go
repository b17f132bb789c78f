package bundle

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// payloadType is the media type of an in-toto statement in an envelope.
const payloadType = "application/vnd.in-toto+json"

// Envelope is a signed text in the form of DSSE 1.0 (Dead Simple Signing
// Envelope). The key id is the public key itself, so that damage shows even to
// a reader who does not know whose key it is.
type Envelope struct {
	PayloadType string      `json:"payloadType"`
	Payload     []byte      `json:"payload"`
	Signatures  []Signature `json:"signatures"`
}

// Signature is one signature over an envelope's payload.
type Signature struct {
	KeyID string `json:"keyid"` // "ed25519:" and the public key in base64url
	Sig   []byte `json:"sig"`
}

// authenticated is what is signed: the pre-authentication encoding of DSSE.
func authenticated(kind string, payload []byte) []byte {
	return append(fmt.Appendf(nil, "DSSEv1 %d %s %d ", len(kind), kind, len(payload)), payload...)
}

// seal signs a payload.
func seal(payload []byte, key ed25519.PrivateKey) *Envelope {
	return &Envelope{PayloadType: payloadType, Payload: payload, Signatures: []Signature{{
		KeyID: keyID(key.Public().(ed25519.PublicKey)), Sig: ed25519.Sign(key, authenticated(payloadType, payload))}}}
}

func (e *Envelope) encode() ([]byte, error) {
	b, err := json.MarshalIndent(e, "", "  ")
	return append(b, '\n'), err
}

// readEnvelope reads an envelope with one signature and holds the signature
// against the key that it names. Whose key that is remains to be seen.
func readEnvelope(data []byte) (*Envelope, error) {
	var e Envelope
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, broken("%s is no envelope: %v", signatureFile, err)
	}
	form, err := e.encode()
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(form, data) || e.PayloadType != payloadType || len(e.Signatures) != 1 {
		return nil, broken("%s was changed", signatureFile)
	}
	s := e.Signatures[0]
	key, err := keyOf(s.KeyID)
	if err != nil {
		return nil, err
	}
	if !ed25519.Verify(key, authenticated(e.PayloadType, e.Payload), s.Sig) {
		return nil, broken("the signature does not fit what was signed")
	}
	return &e, nil
}

const keyPrefix = "ed25519:"

func keyID(k ed25519.PublicKey) string { return keyPrefix + base64.RawURLEncoding.EncodeToString(k) }

func keyOf(id string) (ed25519.PublicKey, error) {
	text, ok := strings.CutPrefix(id, keyPrefix)
	key, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if !ok || err != nil || len(key) != ed25519.PublicKeySize {
		return nil, broken("the signature names no Ed25519 key")
	}
	return key, nil
}
