package bundle

import (
	"slices"
	"time"

	"github.com/cityconf/cityconf/specs"
)

// Trust is what a reader knows besides the bundle: keys, the nonce given to the
// vendor, and the time in which the test had to take place.
type Trust struct {
	Keys      []*Key
	Nonce     string    // "" when none was given
	NotBefore time.Time // zero for no limit
	NotAfter  time.Time
	Now       time.Time
}

// Assurance is how far a bundle can be trusted.
type Assurance struct {
	Level   string // A0 to A3
	Signer  *Key   // nil when unsigned or unknown
	At      time.Time
	Nonce   string // of the run, "" for none
	Unknown string // id of the key that signed, when the reader gave none
}

// NotProven says, level by level, what a bundle still does not prove.
var NotProven = map[string]specs.Text{
	"A0": {EN: "A0: unsigned. It proves neither who ran the test, nor when, nor against which system.",
		ZH: "A0：未签名。不能证明由谁、在何时、对哪个系统进行了测试。"},
	"A1": {EN: "A1: signed by the vendor. It does not prove when the test was run, nor that the tested system is the delivered one.",
		ZH: "A1：供方签名。不能证明测试时间，也不能证明所测系统即为交付系统。"},
	"A2": {EN: "A2: signed by the vendor, with the buyer's nonce and within the time set. It does not prove that the tested system is the delivered one.",
		ZH: "A2：供方签名，含采购方随机数且在规定时间内完成。不能证明所测系统即为交付系统。"},
	"A3": {EN: "A3: run and signed by the buyer or a third party. It does not prove that the system stays as it was tested.",
		ZH: "A3：由采购方或第三方执行并签名。不能证明系统此后保持所测状态。"},
}

// Assure finds the level. The error is a *BrokenError: a signature of an
// unknown or expired key, another nonce than the reader's, a time outside.
func (b *Bundle) Assure(t Trust) (*Assurance, error) {
	env, err := b.Env()
	if err != nil {
		return nil, err
	}
	a := &Assurance{Level: "A0", Nonce: env.Nonce}
	if err := env.answers(t); err != nil {
		return nil, err
	}
	if b.Envelope == nil {
		if len(t.Keys) > 0 {
			return nil, broken("the bundle is not signed")
		}
		return a, nil
	}
	_, at, err := b.signed()
	id := b.Envelope.Signatures[0].KeyID
	if err != nil || len(t.Keys) == 0 {
		a.Unknown = id
		return a, err
	}
	i := slices.IndexFunc(t.Keys, func(k *Key) bool { return k.Public == id })
	if i < 0 {
		return nil, broken("it is signed with the key %s, which none of the given files holds", id)
	}
	k := t.Keys[i]
	if !k.valid(at) || !k.valid(t.Now) {
		return nil, broken("the key of %s is valid from %s to %s only; it signed at %s", k.Name,
			k.NotBefore.Format(time.DateOnly), k.NotAfter.Format(time.DateOnly), at.Format(time.RFC3339))
	}
	a.Signer, a.At, a.Level = k, at, env.level(k, t)
	return a, nil
}

// answers holds the run against what the reader asked for.
func (e *Env) answers(t Trust) error {
	if t.Nonce != "" && e.Nonce != t.Nonce {
		return broken("the run was made for the nonce %q, not for %q", e.Nonce, t.Nonce)
	}
	if !t.NotBefore.IsZero() && e.Started.Before(t.NotBefore) || !t.NotAfter.IsZero() && e.Finished.After(t.NotAfter) {
		return broken("the run took place from %s to %s, outside of the time set", e.Started.Format(time.RFC3339), e.Finished.Format(time.RFC3339))
	}
	return nil
}

func (e *Env) level(k *Key, t Trust) string {
	switch {
	case k.Role != "vendor":
		return "A3"
	case t.Nonce != "" && !t.NotBefore.IsZero() && !t.NotAfter.IsZero():
		return "A2"
	}
	return "A1"
}
