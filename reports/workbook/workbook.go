// Package workbook writes tables as a spreadsheet that Excel, WPS and
// LibreOffice open.
//
// In go named sheets of plain rows; out comes an XLSX file, the same bytes for
// the same sheets. Text stays text: nothing that a cell says is ever taken for
// a formula. The package knows nothing of reports.
package workbook

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Sheet is one table.
type Sheet struct {
	Name   string   // at most 31 characters; see [SheetName]
	Widths []int    // of the columns, in characters; the last one holds for the rest
	Head   []string // repeated on every printed page; none for a sheet of pairs
	Rows   [][]any  // string, int or float64; nil is an empty cell
	Marks  map[int]Mark
}

// Mark sets a row apart, also in black and white: it is bold, and shaded or not.
type Mark int

// The marks of rows.
const (
	Title  Mark = iota + 1 // heads a group of rows
	Grave                  // what a reader must not miss
	Absent                 // not judged or not applicable
)

// longest is what one cell can hold, in UTF-16 units.
const longest = 32767

// Write writes the sheets in their order. The error names the sheet.
func Write(w io.Writer, sheets []Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newStyles(f)
	if err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	for i := range sheets {
		if err := add(f, styles, i, &sheets[i]); err != nil {
			return fmt.Errorf("write the sheet %s: %w", sheets[i].Name, err)
		}
	}
	var packed bytes.Buffer
	if err := f.Write(&packed); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	if err := settle(w, packed.Bytes()); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

// SheetName makes a name that every program takes for a sheet.
func SheetName(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, s))
	if utf8.RuneCountInString(s) > 31 {
		s = string([]rune(s)[:31])
	}
	return s
}

func add(f *excelize.File, styles *styles, i int, s *Sheet) error {
	if i == 0 {
		if err := f.SetSheetName(f.GetSheetName(0), s.Name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(s.Name); err != nil {
		return err
	}
	if err := layout(f, s); err != nil { // a streamed sheet takes no more properties once it is written
		return err
	}
	return fill(f, styles, s)
}

// fill streams the rows: a large report must not be held twice.
func fill(f *excelize.File, styles *styles, s *Sheet) error {
	out, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	widths := s.columns()
	for col, width := range widths {
		if err := out.SetColWidth(col+1, col+1, float64(width)); err != nil {
			return err
		}
	}
	at := 1
	if len(s.Head) > 0 {
		if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, XSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
			return err
		}
		if err := out.SetRow("A1", cells(texts(s.Head), styles.head), height(texts(s.Head), widths)); err != nil {
			return err
		}
		at++
	}
	for i, row := range s.Rows {
		if err := out.SetRow(fmt.Sprintf("A%d", at+i), cells(row, styles.of[s.Marks[i]]), height(row, widths)); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (s *Sheet) columns() []int {
	n := len(s.Head)
	for _, row := range s.Rows {
		n = max(n, len(row))
	}
	out := make([]int, n)
	for i := range out {
		out[i] = 16
		if len(s.Widths) > 0 {
			out[i] = s.Widths[min(i, len(s.Widths)-1)]
		}
	}
	return out
}

func cells(row []any, style int) []any {
	out := make([]any, len(row))
	for i, v := range row {
		if text, ok := v.(string); ok {
			v = shorten(text)
		}
		out[i] = excelize.Cell{StyleID: style, Value: v}
	}
	return out
}

func texts(in []string) []any {
	out := make([]any, len(in))
	for i, s := range in {
		out[i] = s
	}
	return out
}

// shorten keeps a text within what a cell holds, and says when it did not.
func shorten(s string) string {
	if len(s) <= longest {
		return s
	}
	units := 0
	for i, r := range s {
		units++
		if r > 0xffff {
			units++
		}
		if units > longest-1 {
			return s[:i] + "…"
		}
	}
	return s
}
