package reports

import "github.com/cityconf/cityconf/specs"

// ProfileFormat names the form of a tender profile and its version.
const ProfileFormat = "cityconf-profile/1"

// Profile is a buyer's tender profile with every rule resolved to requirements
// of the standard. reports/tender reads, checks and resolves the file.
type Profile struct {
	Format       string          `json:"format"` // [ProfileFormat]
	ID           string          `json:"id"`     // of the tender: "XC-2026-07"
	Title        specs.Text      `json:"title"`
	Buyer        specs.Text      `json:"buyer"`
	Issued       string          `json:"issued"`         // date
	Digest       string          `json:"digest"`         // "sha256:…" over the meaning of the file: spelling and comments do not matter
	Standard     string          `json:"standard"`       // "ucis/1.0"
	StandardHash string          `json:"standardDigest"` // the edition published with the tender, "" for any
	SuiteHash    string          `json:"suiteDigest"`    // of the manifest of the suite, "" for any
	Classes      []ProfileClass  `json:"classes"`
	Gates        []ProfileGate   `json:"gates"`  // by requirement id
	Scores       []ProfileScore  `json:"scores"` // by requirement id
	Answers      []PinnedAnswer  `json:"answers"`
	Excused      []string        `json:"excused"`     // requirements whose weight is left out when they do not apply
	Assurance    string          `json:"assurance"`   // least level, A0 to A3
	Repetitions  int             `json:"repetitions"` // least number
	ValidDays    int             `json:"validDays"`   // days after the run for which a report counts, 0 for any
	Symbols      []ProfileSymbol `json:"symbols"`
}

// ProfileClass is one class that the tender speaks of.
type ProfileClass struct {
	Class    string `json:"class"`
	Mandated bool   `json:"mandated"`
	Weight   string `json:"weight"` // points of 100, decimal; "0" when not scored
}

// ProfileGate is a requirement that decides alone: ★.
type ProfileGate struct {
	Requirement string `json:"requirement"`
	Manual      bool   `json:"manual"` // without an executable test: people check it
}

// ProfileScore is a requirement that earns points.
type ProfileScore struct {
	Requirement string `json:"requirement"`
	Weight      string `json:"weight"`            // share within its class, decimal
	Measure     string `json:"measure,omitempty"` // id of a measurement, "" for yes or no
	Wanted      string `json:"wanted,omitempty"`  // measured better than this is a positive deviation, "" when none is told
	Bands       []Band `json:"bands,omitempty"`
}

// Band gives the part of the share that a measured value earns.
type Band struct {
	From  string `json:"from"`  // included, decimal; "" for no bound
	To    string `json:"to"`    // excluded, decimal; "" for no bound
	Value string `json:"value"` // 0 to 1, decimal
}

// PinnedAnswer is an answer of the ICS without which the named requirements
// are not offered.
type PinnedAnswer struct {
	Question     string   `json:"question"`
	Answer       any      `json:"answer"`
	Requirements []string `json:"requirements"`
}

// ProfileSymbol is a mark of the tender and what it means.
type ProfileSymbol struct {
	Mark  string     `json:"mark"`  // "★"
	Means string     `json:"means"` // gate, scored or evidence
	Text  specs.Text `json:"text"`
}

// Seal gives a profile the digest of everything else it says and returns it.
func (p Profile) Seal() Profile {
	p.Classes, p.Gates, p.Scores = list(p.Classes), list(p.Gates), list(p.Scores)
	p.Answers, p.Excused, p.Symbols = list(p.Answers), list(p.Excused), list(p.Symbols)
	for i := range p.Answers {
		p.Answers[i].Requirements = list(p.Answers[i].Requirements)
	}
	p.Digest = ""
	p.Digest = sum(p)
	return p
}
