package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Seal gives an errata list the digest of its entries and returns it.
func (e Errata) Seal() Errata {
	e.Entries = list(e.Entries)
	e.Digest = sum(e.Entries)
	return e
}

// suspend gives the requirements of an errata list the verdict that comes
// before all others. An entry on a requirement that the standard does not have
// is an error: it would silently suspend nothing.
func (e *Errata) suspend(verdicts map[string]suites.RequirementVerdict, std *specs.Standard) error {
	if e == nil {
		return nil
	}
	if name := std.ID + "/" + std.Version; e.Standard != name {
		return fmt.Errorf("the errata list %s is for %s, the run is about %s", e.ID, e.Standard, name)
	}
	for _, x := range e.Entries {
		v, ok := verdicts[x.Requirement]
		if !ok {
			return fmt.Errorf("the errata list %s suspends %q, which the standard does not have", e.ID, x.Requirement)
		}
		v.Verdict, v.Reason, v.BlockedBy = suites.Suspended, x.Reason, ""
		verdicts[x.Requirement] = v
	}
	return nil
}

// sum is the digest of a value by its JSON form.
func sum(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	h := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(h[:])
}
