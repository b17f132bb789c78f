// Package embedded keeps an MQTT broker inside a program from stopping for
// good: the library of the brokers reads some of its lists under a lock that it
// takes twice, and whoever wants to change the list in between blocks both.
package embedded

import (
	"net"

	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
)

// Serve adds a listener, named id, to a broker. It ends its clients
// without the library's walk through the list of all.
func Serve(broker *mochi.Server, id string, l net.Listener) error {
	return broker.AddListener(&listener{listeners.NewNet(id, l), broker})
}

type listener struct {
	*listeners.Net
	broker *mochi.Server
}

// Close lets nobody in any more, and disconnects who is.
func (l *listener) Close(listeners.CloseFn) {
	l.Net.Close(func(string) {})
	for _, c := range l.broker.Clients.GetAll() {
		if c.Net.Listener == l.ID() && !c.Closed() {
			_ = l.broker.DisconnectClient(c, packets.ErrServerShuttingDown) // it may be gone by itself
		}
	}
}

// Unmetered lifts the limit of unacknowledged publications to a client that is
// connecting (Receive Maximum, MQTT 5.0, section 3.1.2.11.3), so that the
// library does not look through those that wait for room.
func Unmetered(c *mochi.Client) {
	c.Properties.Props.ReceiveMaximum = 0
	c.State.Inflight.ResetSendQuota(0)
}
