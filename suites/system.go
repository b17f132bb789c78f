package suites

import (
	"context"
	"errors"
	"time"

	"github.com/cityconf/cityconf/suites/wire"
)

// System is the running implementation under test as the interpreter reaches
// it: every field may be replaced in tests.
type System struct {
	HTTP     Requester
	Dial     Dialer   // nil when no broker is to be reached
	Dial5    Dialer5  // nil when no broker of MQTT 5 is to be reached
	Enter    Entrance // nil when no broker is to be reached
	Probe    func(ctx context.Context, kind, arg string) wire.Exchange
	Operate  func(ctx context.Context, action, on string, with any) error // nil without an upper tester
	Receiver Receiver                                                     // nil when the system could not reach one
	Host     Host                                                         // nil unless devices under test connect to the tester
	Token    string                                                       // of the default credential, for tests that offer it in the wrong place
	Now      func() time.Time
	Sleep    func(ctx context.Context, d time.Duration) error
	Of       func(id string) Recorded // the system as one case reaches it; nil when nobody records
	Settle   func()                   // takes the turns that were put off; nil when none are
}

// Recorded is the system as one case reaches it while a record of the case is
// written or read again, with what a case learns from the tester itself: the
// devices it got, how far it looked into a log, when its readings came in among
// those of other cases.
type Recorded struct {
	System
	Step   func(at int)                                 // a step begins, by its index
	Bind   func(name string, c wire.Client) wire.Client // a client that cases share
	Look   func(ctx context.Context, name string, l *wire.Log, match func(wire.Message) bool, count int) []wire.Message
	Choose func(pick func() ([]string, error)) ([]string, error) // what another moment would choose otherwise
	Turn   func(take func())                                     // takes now, or puts it off until Settle
}

// of is the system as a case reaches it.
func (s System) of(id string) Recorded {
	if s.Of != nil {
		return s.Of(id)
	}
	return Recorded{System: s, Step: func(int) {}, Bind: func(_ string, c wire.Client) wire.Client { return c },
		Look: func(ctx context.Context, _ string, l *wire.Log, match func(wire.Message) bool, count int) []wire.Message {
			return l.Wait(ctx, 0, match, count)
		},
		Choose: func(pick func() ([]string, error)) ([]string, error) { return pick() },
		Turn:   func(take func()) { take() }}
}

// Requester sends one HTTP request and records it.
type Requester interface {
	Do(ctx context.Context, r wire.Request) wire.Exchange
}

// ErrNoCredential says that the IXIT gives no credential of a name.
var ErrNoCredential = errors.New("no such credential")

// Entrance opens an MQTT client with a user name and password that the system
// under test issued.
type Entrance func(ctx context.Context, user, password, clientID string) (wire.Client, wire.Exchange, error)

// ErrNoBroker says that the system advertises no broker that the tester could
// use.
var ErrNoBroker = errors.New("no broker is advertised")

// Dialer opens an MQTT client under the name of a credential; the error is
// ErrNoCredential when the IXIT does not give it.
type Dialer func(ctx context.Context, as, clientID string) (wire.Client, wire.Exchange, error)

// Dialer5 does the same by MQTT 5. The broker is asked to keep the session for
// some time when the connection is gone, and to go on with one that it kept; 0
// begins anew and leaves nothing behind. The client is a [wire.PropertyPublisher].
type Dialer5 func(ctx context.Context, as, clientID string, keep time.Duration) (wire.Client, wire.Exchange, error)
