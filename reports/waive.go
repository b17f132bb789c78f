package reports

import (
	"slices"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs"
)

// Issuers are who can accept a deviation. A vendor's own text is a note.
func Issuers() []string { return []string{"buyer", "committee"} }

// uses judges every waiver at the instant of evaluation and marks the items
// that one in force covers.
func (e *evaluator) uses(items []Item) []WaiverUse {
	var out []WaiverUse
	for _, w := range e.terms.Waivers {
		u := WaiverUse{Waiver: w}
		i := slices.IndexFunc(items, func(it Item) bool { return it.Requirement == w.Requirement })
		u.Why = w.Invalid(e.terms.At)
		switch {
		case u.Why != specs.Text{}:
		case !w.covers(&e.report.ICS):
			u.Why = specs.Text{EN: "It is given for another product: " + w.Scope + ".", ZH: "该豁免针对其他产品：" + w.Scope + "。"}
		case i < 0:
			u.Why = specs.Text{EN: "The requirement is not in this scope.", ZH: "该要求不在本范围内。"}
		case items[i].Departure != DepartsBelow:
			u.InForce = true
			u.Why = specs.Text{EN: "In force without effect: the requirement did not fail.", ZH: "有效但未产生作用：该要求并非不通过。"}
		default:
			u.InForce, items[i].Waiver = true, w.ID
		}
		out = append(out, u)
	}
	return out
}

// Invalid says why a waiver does not hold on the day of an instant, whatever
// product it is for; it is empty when the waiver holds.
func (w *Waiver) Invalid(at time.Time) specs.Text {
	switch {
	case !slices.Contains(Issuers(), w.Issuer):
		return specs.Text{EN: "Only the buyer or the committee can waive; the issuer is " + quoted(w.Issuer) + ".",
			ZH: "只有采购人或标准委员会可以豁免；该豁免的签发方为“" + w.Issuer + "”。"}
	case strings.TrimSpace(w.Reason) == "":
		return specs.Text{EN: "It states no reason.", ZH: "未说明理由。"}
	case strings.TrimSpace(w.Scope) == "":
		return specs.Text{EN: "It names no product.", ZH: "未写明适用产品。"}
	}
	today := at.Format(time.DateOnly)
	if issued, ok := day(w.Issued); !ok || issued > today {
		return specs.Text{EN: "Its date of issue cannot be read or lies ahead: " + quoted(w.Issued) + ".", ZH: "签发日期无法识别或尚未到来：“" + w.Issued + "”。"}
	}
	expires, ok := day(w.Expires)
	switch {
	case !ok:
		return specs.Text{EN: "Its date of expiry cannot be read and counts as past: " + quoted(w.Expires) + ".", ZH: "到期日无法识别，视为已过期：“" + w.Expires + "”。"}
	case expires < today:
		return specs.Text{EN: "It expired on " + expires + ".", ZH: "已于 " + expires + " 到期。"}
	}
	return specs.Text{}
}

// covers tells whether the waiver is given for the product: by name, or by name
// and version.
func (w *Waiver) covers(ics *ICS) bool {
	return w.Scope == ics.Product || w.Scope == ics.Product+" "+ics.Version
}

// day reads a date of the form 2026-11-20; dates of this form sort as text.
func day(s string) (string, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return t.Format(time.DateOnly), err == nil
}

func quoted(s string) string { return "“" + s + "”" }
