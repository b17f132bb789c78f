package reports

import "github.com/cityconf/cityconf/specs"

// Waiver is an accepted deviation. It changes how a failure is disposed of,
// never the verdict: only the buyer or the committee can issue one.
type Waiver struct {
	ID          string `json:"id"`
	Requirement string `json:"requirement"`
	Issuer      string `json:"issuer"` // buyer or committee
	Name        string `json:"name"`   // of the issuing body
	Reason      string `json:"reason"`
	Scope       string `json:"scope"`   // product it is given for, with or without a version: "Lamp Platform 4.2"
	Issued      string `json:"issued"`  // date
	Expires     string `json:"expires"` // date, the last day it holds; one that cannot be read counts as expired
}

// WaiverUse is a waiver and what became of it.
type WaiverUse struct {
	Waiver
	InForce bool       `json:"inForce"`
	Why     specs.Text `json:"why"` // why it is not in force, or what it has no effect on
}

// Errata is the committee's list of suspended requirements.
type Errata struct {
	ID       string    `json:"id"`
	Standard string    `json:"standard"` // "ucis/1.0"
	Issued   string    `json:"issued"`   // date
	Digest   string    `json:"digest"`   // over the entries
	Entries  []Erratum `json:"entries"`
}

// Erratum suspends one requirement for everybody.
type Erratum struct {
	Requirement string     `json:"requirement"`
	Reason      specs.Text `json:"reason"`
	Date        string     `json:"date"` // since when
}
