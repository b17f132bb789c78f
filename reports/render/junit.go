package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

// JUnit writes one test suite a class and one test case a requirement. A
// requirement that failed is a failure; one that could not be judged is an
// error; one that did not run, or does not apply, is skipped with its reason.
// Under a tender profile what counts is the standing in the tender scope: what
// the vendor does not offer is a failure there.
func JUnit(w io.Writer, r *reports.Report, o Options) error {
	doc := junitDocument(r, o.lang())
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write JUnit: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("write JUnit: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name      string          `xml:"name,attr"`
	Tests     int             `xml:"tests,attr"`
	Failures  int             `xml:"failures,attr"`
	Errors    int             `xml:"errors,attr"`
	Skipped   int             `xml:"skipped,attr"`
	Timestamp string          `xml:"timestamp,attr"`
	About     []junitProperty `xml:"properties>property,omitempty"`
	Cases     []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Failure *junitOutcome `xml:"failure,omitempty"`
	Error   *junitOutcome `xml:"error,omitempty"`
	Skipped *junitSkip    `xml:"skipped,omitempty"`
}

type junitOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

type junitSkip struct {
	Message string `xml:"message,attr"`
}

func junitDocument(r *reports.Report, l Lang) junitSuites {
	doc := junitSuites{Name: xmlText(r.Standard.ID + " " + r.Standard.Version + " · " + r.ID),
		Time: fmt.Sprintf("%.3f", (time.Duration(r.Stamp.ElapsedMS) * time.Millisecond).Seconds())}
	found := map[string]reports.Deviation{}
	for _, d := range r.Deviations {
		found[d.ID] = d
	}
	stands := standings(r)
	for _, c := range r.Classes {
		s := junitSuite{Name: xmlText(c.ID), Timestamp: r.Stamp.Started, About: junitAbout(r, c.ID, l)}
		for i := range r.Requirements {
			if q := &r.Requirements[i]; q.Class == c.ID {
				s.add(junitCaseOf(r, q, stands[q.ID], found, l))
			}
		}
		doc.Tests += s.Tests
		doc.Failures += s.Failures
		doc.Errors += s.Errors
		doc.Suites = append(doc.Suites, s)
	}
	return doc
}

func (s *junitSuite) add(c junitCase) {
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

func junitCaseOf(r *reports.Report, q *reports.Requirement, stands suites.Verdict, found map[string]reports.Deviation, l Lang) junitCase {
	c := junitCase{Name: xmlText(q.ID + " " + l.text(q.Statement)), Class: xmlText(r.Standard.ID + "." + q.Class)}
	reason := xmlText(l.say("verdict."+string(stands)) + ": " + l.text(q.Reason))
	switch stands {
	case suites.Pass:
	case suites.Fail:
		c.Failure = failureOf(q, found, l)
	case suites.Verdict(reports.NotOffered):
		c.Failure = &junitOutcome{Message: reason, Type: string(stands)}
	case suites.Unclear:
		c.Error = &junitOutcome{Message: reason, Type: string(stands)}
	default:
		c.Skipped = &junitSkip{Message: reason}
	}
	return c
}

// junitAbout tells of the decision under which the numbers of a class are to be
// read.
func junitAbout(r *reports.Report, class string, l Lang) []junitProperty {
	rate := ""
	if s := scopeOf(r).Rate; s != nil {
		rate = s.Text
	}
	out := []junitProperty{{"report", r.ID}, {"gate", string(deciding(r).Decision)}, {"rate", rate}}
	if t := tenderOf(r, nil); t != nil {
		out = append(out, junitProperty{"profile", xmlText(t.Profile.ID + " " + t.Profile.Digest)}, junitProperty{"score", xmlText(l.text(scoreOf(r)))})
		if p := t.Points(class); p.Class != "" {
			out = append(out, junitProperty{"points", p.Points + "/" + p.Weight})
		}
	}
	return out
}

func failureOf(q *reports.Requirement, found map[string]reports.Deviation, l Lang) *junitOutcome {
	out := &junitOutcome{Type: string(q.Level), Message: xmlText(l.say("verdict.fail"))}
	var text strings.Builder
	for i, id := range q.Evidence {
		d := found[id]
		if i == 0 {
			out.Message = xmlText(l.text(d.Example.Message))
		}
		fmt.Fprintf(&text, "%s %s\n%s %s\n%s %s\n", id, l.text(d.Example.Message),
			l.say("word.expected"), l.text(d.Example.Expected), l.say("word.observed"), l.text(d.Example.Observed))
		for _, c := range d.Example.Commands {
			text.WriteString(Visible(c) + "\n")
		}
		text.WriteString(Visible(d.Example.Replay) + "\n")
	}
	out.Text = xmlText(text.String())
	return out
}

// xmlText removes what XML 1.0 cannot hold, after making it visible.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, Visible(s))
}
