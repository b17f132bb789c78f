package render

import (
	"io"

	"github.com/cityconf/cityconf/reports"
)

// Decision writes page one alone as an HTML file that needs nothing else: what
// is printed, signed and filed. Its links lead nowhere, for the evidence is in
// the report.
func Decision(w io.Writer, r *reports.Report, o Options) error {
	return document(w, "decision-page.html", r, o)
}
