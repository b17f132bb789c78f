// Package embedded keeps an MQTT broker inside a program from stopping for
// good: the library of the brokers reads some of its lists under a lock that it
// takes twice, and whoever wants to change the list in between blocks both.
package embedded

import (
	"net"
	"sync"

	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
)

// Serve adds a listener, named id, to a broker. It ends its clients without the
// library's walk through the list of all, and before the library waits for them:
// the library does not bear that a client comes in meanwhile.
func Serve(broker *mochi.Server, id string, l net.Listener) error {
	return broker.AddListener(&listener{Net: listeners.NewNet(id, l), broker: broker, open: map[net.Conn]bool{}})
}

type listener struct {
	*listeners.Net
	broker *mochi.Server

	mu     sync.Mutex
	closed bool
	open   map[net.Conn]bool
	inside sync.WaitGroup
}

// Serve lets clients in until the listener is closed.
func (l *listener) Serve(establish listeners.EstablishFn) {
	l.Net.Serve(func(id string, c net.Conn) error {
		if !l.enter(c) {
			return c.Close()
		}
		defer l.leave(c)
		return establish(id, c)
	})
}

func (l *listener) enter(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.open[c] = true
	l.inside.Add(1)
	return true
}

func (l *listener) leave(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
	l.inside.Done()
}

// Close lets nobody in any more, disconnects who is, and waits until they left.
func (l *listener) Close(listeners.CloseFn) {
	l.Net.Close(func(string) {})
	for _, c := range l.broker.Clients.GetAll() {
		if c.Net.Listener == l.ID() && !c.Closed() {
			_ = l.broker.DisconnectClient(c, packets.ErrServerShuttingDown) // it may be gone by itself
		}
	}
	l.mu.Lock()
	l.closed = true
	for c := range l.open {
		c.Close() // also those that never said who they are
	}
	l.mu.Unlock()
	l.inside.Wait()
}

// Unmetered lifts the limit of unacknowledged publications to a client that is
// connecting (Receive Maximum, MQTT 5.0, section 3.1.2.11.3), so that the
// library does not look through those that wait for room.
func Unmetered(c *mochi.Client) {
	c.Properties.Props.ReceiveMaximum = 0
	c.State.Inflight.ResetSendQuota(0)
}
