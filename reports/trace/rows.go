package trace

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
)

// Row is a requirement as machines read it.
type Row struct {
	ID        string      `json:"id"`
	Class     string      `json:"class"`
	Rollout   string      `json:"rollout"`
	Level     specs.Level `json:"level"`
	Severity  string      `json:"severity"`
	Statement specs.Text  `json:"statement"`
	Kind      string      `json:"kind"`
	How       []string    `json:"how"` // assertion keys that judge it
	Always    []string    `json:"always"`
	Cases     int         `json:"cases"`
	Scenarios []string    `json:"scenarios"`
	Tested    bool        `json:"tested"`
	Untested  specs.Text  `json:"untested"` // the reason
	Faults    []string    `json:"faults"`
	Killed    []string    `json:"killed"` // null without a proof
}

// Rows gives every requirement its row.
func (m *Matrix) Rows() []Row {
	rows := make([]Row, 0, len(m.Requirements))
	for i := range m.Requirements {
		rows = append(rows, m.row(&m.Requirements[i]))
	}
	return rows
}

func (m *Matrix) row(r *Requirement) Row {
	row := Row{ID: r.ID, Class: r.Class, Rollout: r.Rollout, Level: r.Level, Severity: r.Severity, Statement: r.Statement,
		Kind: r.Test.Kind, How: r.How(), Always: r.Always, Cases: len(r.Cases), Scenarios: []string{}, Tested: r.Tested(), Faults: []string{}}
	if row.Always == nil {
		row.Always = []string{}
	}
	if !row.Tested {
		row.Untested = r.Untested
	}
	for _, c := range r.Scenarios() {
		row.Scenarios = append(row.Scenarios, c.ID)
	}
	for _, f := range r.Faults {
		row.Faults = append(row.Faults, f.ID)
	}
	if m.Proof {
		row.Killed = append([]string{}, r.Killed...)
	}
	return row
}

// How lists the assertion keys that judge the requirement, sorted: the
// standing ones and those of its cases.
func (r *Requirement) How() []string {
	keys := append([]string{}, r.Always...)
	for _, c := range r.Cases {
		for _, s := range c.Steps {
			for _, e := range s.Expect {
				if e.Requirement == r.ID && e.By != "" {
					keys = append(keys, e.By)
				}
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// JSON writes the matrix as one document: total, levels, classes,
// requirements, untouched.
func (m *Matrix) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	err := e.Encode(struct {
		Total        Tally       `json:"total"`
		Levels       []Tally     `json:"levels"`
		Classes      []Tally     `json:"classes"`
		Requirements []Row       `json:"requirements"`
		Untouched    []Untouched `json:"untouched"`
	}{m.Total, list(m.Levels), list(m.Classes), m.Rows(), list(m.Untouched)})
	if err != nil {
		return fmt.Errorf("write the matrix: %w", err)
	}
	return nil
}

// list is never null in JSON.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// CSV writes a row for each requirement, in UTF-8 with the mark by which
// spreadsheets know it.
func (m *Matrix) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return fmt.Errorf("write the matrix: %w", err)
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	rows := [][]string{{"requirement", "class", "rollout", "level", "severity", "statement.en", "statement.zh", "kind", "how", "always",
		"cases", "scenarios", "tested", "untested.en", "untested.zh", "faults", "killed"}}
	for _, r := range m.Rows() {
		killed := "not proven"
		if m.Proof {
			killed = strings.Join(r.Killed, " ")
		}
		rows = append(rows, []string{r.ID, r.Class, r.Rollout, string(r.Level), r.Severity, r.Statement.EN, r.Statement.ZH, r.Kind,
			strings.Join(r.How, " "), strings.Join(r.Always, " "), strconv.Itoa(r.Cases), strings.Join(r.Scenarios, " "),
			strconv.FormatBool(r.Tested), r.Untested.EN, r.Untested.ZH, strings.Join(r.Faults, " "), killed})
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = inert(cell)
		}
	}
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("write the matrix: %w", err)
	}
	return nil
}

// inert keeps a spreadsheet from reading a text as a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
