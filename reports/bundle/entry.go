package bundle

import (
	"context"
	"errors"
	"net/http"

	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// entry is one thing that a case got from the system or from the tester, in
// the order in which it got it. Exactly one member is set.
type entry struct {
	Step       *int      `json:"step,omitempty"` // a step of the case begins, by its index
	Now        *int64    `json:"now,omitempty"`  // nanoseconds since the session began
	Turn       int64     `json:"turn,omitempty"` // a reading came in as the n-th of the session
	Chose      *choice   `json:"chose,omitempty"`
	HTTP       *exchange `json:"http,omitempty"`
	Dialled    *dialled  `json:"dialled,omitempty"`
	Subscribed *action   `json:"subscribed,omitempty"`
	Published  *action   `json:"published,omitempty"`
	Link       *action   `json:"link,omitempty"` // whether a connection still held
	Looked     *looked   `json:"looked,omitempty"`
	Probed     *exchange `json:"probed,omitempty"`
	Operated   *action   `json:"operated,omitempty"`
	Opened     *opened   `json:"opened,omitempty"`
	Linked     *linked   `json:"linked,omitempty"`
}

// kind names the member that is set.
func (e *entry) kind() string {
	for _, k := range []struct {
		name string
		set  bool
	}{{"step", e.Step != nil}, {"now", e.Now != nil}, {"turn", e.Turn != 0}, {"chose", e.Chose != nil}, {"http", e.HTTP != nil},
		{"dialled", e.Dialled != nil}, {"subscribed", e.Subscribed != nil}, {"published", e.Published != nil}, {"link", e.Link != nil},
		{"looked", e.Looked != nil}, {"probed", e.Probed != nil}, {"operated", e.Operated != nil}, {"opened", e.Opened != nil}, {"linked", e.Linked != nil}} {
		if k.set {
			return k.name
		}
	}
	return "nothing"
}

// choice is what the tester chose where another moment would choose otherwise.
type choice struct {
	Of    []string `json:"of"`
	Error *failure `json:"error,omitempty"`
}

// dialled is a client that was opened, or the reason why not.
type dialled struct {
	As       string    `json:"as,omitempty"`
	ClientID string    `json:"clientId"`
	Exchange *exchange `json:"exchange"`
	Open     bool      `json:"open"`
	Error    *failure  `json:"error,omitempty"`
}

// action is what was asked of a client or of the upper tester.
type action struct {
	Client  string      `json:"client,omitempty"`
	Name    string      `json:"name,omitempty"` // topic, or action of the upper tester
	On      string      `json:"on,omitempty"`
	QoS     byte        `json:"qos,omitempty"`
	Retain  bool        `json:"retain,omitempty"`
	Body    octets      `json:"body,omitzero"`
	Header  http.Header `json:"header,omitempty"` // properties of MQTT 5
	Granted byte        `json:"granted,omitempty"`
	Error   *failure    `json:"error,omitempty"`
}

// looked is how far a case looked into a log. Messages of a log that cases
// share stand in frames; those of its own stand here when first seen.
type looked struct {
	Log  string      `json:"log"`
	UpTo int         `json:"upTo"`
	New  []message   `json:"new,omitempty"`
	Of   map[int]int `json:"of,omitempty"` // at the tester's own broker: connection of the device → first message known to be its
}

// opened is an end of the tester's own server.
type opened struct {
	Path  string   `json:"path"`
	URL   string   `json:"url"`
	Error *failure `json:"error,omitempty"`
}

// linked is what the tester did to the connection of a device.
type linked struct {
	Do    string   `json:"do"`
	On    string   `json:"on"`
	Times int      `json:"times,omitempty"`
	Last  int      `json:"last"` // number of the device's last connection
	Error *failure `json:"error,omitempty"`
}

// failure is an error as the interpreter can tell errors apart.
type failure struct {
	Text  string      `json:"text"`
	Fault *wire.Fault `json:"fault,omitempty"`
	Is    string      `json:"is,omitempty"`
}

// known are the errors that the interpreter looks for.
var known = map[string]error{"no-credential": suites.ErrNoCredential, "canceled": context.Canceled, "deadline": context.DeadlineExceeded}

func failed(err error) *failure {
	if err == nil {
		return nil
	}
	f := &failure{Text: text(err.Error())}
	errors.As(err, &f.Fault)
	for _, name := range []string{"no-credential", "canceled", "deadline"} {
		if errors.Is(err, known[name]) {
			f.Is = name
		}
	}
	return f
}

// err is the error again, nil for none.
func (f *failure) err() error {
	if f == nil {
		return nil
	}
	return f
}

// Error is the text of the error that was.
func (f *failure) Error() string { return f.Text }

// Unwrap is what the interpreter tells errors by.
func (f *failure) Unwrap() error {
	if f.Fault != nil {
		return f.Fault
	}
	return known[f.Is]
}
