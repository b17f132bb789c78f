package render

import (
	"encoding/json"
	"fmt"
	"html"
	"io"

	"github.com/cityconf/cityconf/reports"
)

// badgeColors have enough contrast for white letters; the words say the same.
var badgeColors = map[reports.Decision]string{reports.GatePass: "#1b6e53", reports.GateFail: "#8c1d18", reports.GateIncomplete: "#6b5300"}

// badge is what a badge says: the decision never without its fraction, and
// never of a simulator as if it were of a product.
func badge(r *reports.Report, l Lang) (label, message string) {
	label = line(r.Standard.ID + " " + r.Standard.Version)
	message = l.word("gate." + string(deciding(r).Decision))
	if rate := scopeOf(r).Rate; rate != nil {
		message += fmt.Sprintf(" %d/%d", rate.Passed, rate.Applicable)
	}
	if r.Limits.Simulator {
		message += " · " + l.word("badge.simulator")
	}
	return label, message
}

// word is one word of the catalogue in one language: where there is no room
// for both, Chinese stands for them.
func (l Lang) word(key string) string {
	if l == Both {
		l = Chinese
	}
	return l.say(key)
}

// BadgeJSON writes the badge as an endpoint of shields.io reads it, schema
// version 1.
func BadgeJSON(w io.Writer, r *reports.Report, o Options) error {
	label, message := badge(r, o.lang())
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(struct {
		SchemaVersion int    `json:"schemaVersion"`
		Label         string `json:"label"`
		Message       string `json:"message"`
		Color         string `json:"color"`
	}{1, label, message, badgeColors[deciding(r).Decision]}); err != nil {
		return fmt.Errorf("write the badge: %w", err)
	}
	return nil
}

// BadgeSVG writes the badge as a picture that needs nothing else.
func BadgeSVG(w io.Writer, r *reports.Report, o Options) error {
	label, message := badge(r, o.lang())
	const letter, margin = 7, 10 // units a column of text and on either side of it
	left, right := columns(label)*letter+2*margin, columns(message)*letter+2*margin
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="20" role="img" aria-label="%[5]s: %[6]s">
<title>%[5]s: %[6]s</title>
<rect width="%[2]d" height="20" fill="#3c4043"/><rect x="%[2]d" width="%[3]d" height="20" fill="%[4]s"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,'Microsoft YaHei','WenQuanYi Micro Hei',sans-serif" font-size="11">
<text x="%[7]d" y="14">%[5]s</text><text x="%[8]d" y="14">%[6]s</text>
</g>
</svg>
`, left+right, left, right, badgeColors[deciding(r).Decision], html.EscapeString(label), html.EscapeString(message), left/2, left+right/2)
	if err != nil {
		return fmt.Errorf("write the badge: %w", err)
	}
	return nil
}
