package proof

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// JSON writes the proof as the document that [Read] takes.
func (p *Proof) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(p); err != nil {
		return fmt.Errorf("write the proof: %w", err)
	}
	return nil
}

// ErrNoProof says that a document is not one that [Proof.JSON] wrote.
var ErrNoProof = errors.New("it is no proof")

// Read reads what [Proof.JSON] wrote.
func Read(r io.Reader) (*Proof, error) {
	var p Proof
	if err := json.NewDecoder(r).Decode(&p); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNoProof, err)
	}
	if p.Suite == "" {
		return nil, fmt.Errorf("%w: it names no suite", ErrNoProof)
	}
	return &p, nil
}

// CSV writes the kill matrix for spreadsheets: a row for each fault, a column
// for each requirement that failed on some fault; "x" stands where a
// requirement failed that the fault names, "o" where another did.
func (p *Proof) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return fmt.Errorf("write the kill matrix: %w", err)
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	columns := p.Proven()
	rows := [][]string{append([]string{"fault"}, columns...)}
	for _, t := range p.Kills {
		row := []string{t.Fault}
		for _, id := range columns {
			row = append(row, t.mark(id))
		}
		rows = append(rows, row)
	}
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("write the kill matrix: %w", err)
	}
	return nil
}

func (t Trial) mark(id string) string {
	switch {
	case slices.Contains(t.Named, id):
		return "x"
	case slices.Contains(t.Besides, id):
		return "o"
	}
	return ""
}
