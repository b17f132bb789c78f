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
	Enter    Entrance // nil when no broker is to be reached
	Probe    func(ctx context.Context, kind, arg string) wire.Exchange
	Operate  func(ctx context.Context, action, on string, with any) error // nil without an upper tester
	Receiver Receiver                                                     // nil when the system could not reach one
	Token    string                                                       // of the default credential, for tests that offer it in the wrong place
	Now      func() time.Time
	Sleep    func(ctx context.Context, d time.Duration) error
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

// Dialer opens an MQTT client under the name of a credential; the error is
// ErrNoCredential when the IXIT does not give it.
type Dialer func(ctx context.Context, as, clientID string) (wire.Client, wire.Exchange, error)
