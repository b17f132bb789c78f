package wire

import (
	"bytes"
	"crypto/subtle"

	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"github.com/cityconf/cityconf/suites/wire/embedded"
)

// hostRights lets clients in. Devices may publish and subscribe what they
// like: what they should not is judged, and a refusal would hide it.
type hostRights struct {
	mochi.HookBase
	host *Host
	// retained keeps a search for retained messages apart from changes of them:
	// the server looks at their topics without the lock under which it writes.
	retained chan struct{}
}

// ID names the hook.
func (r *hostRights) ID() string { return "rights" }

// Provides lists the events the hook takes part in.
func (r *hostRights) Provides(event byte) bool {
	return bytes.Contains([]byte{mochi.OnConnect, mochi.OnConnectAuthenticate, mochi.OnACLCheck, mochi.OnPublish, mochi.OnWill,
		mochi.OnRetainMessage, mochi.OnSubscribed, mochi.OnPacketProcessed}, []byte{event})
}

// atOnce is more than the tester ever leaves unacknowledged at a device.
const atOnce = 16

// OnConnect lifts limits that are never reached; a lower one is kept.
func (r *hostRights) OnConnect(cl *mochi.Client, _ packets.Packet) error {
	if most := cl.Properties.Props.ReceiveMaximum; most == 0 || most >= atOnce {
		embedded.Unmetered(cl)
	}
	return nil
}

// OnConnectAuthenticate knows the tester by its listener and password, devices
// by the users of the options.
func (r *hostRights) OnConnectAuthenticate(cl *mochi.Client, pk packets.Packet) bool {
	user, password := string(pk.Connect.Username), pk.Connect.Password
	if cl.Net.Listener == innerID {
		return subtle.ConstantTimeCompare(password, []byte(r.host.own)) == 1
	}
	if len(r.host.options.Users) == 0 {
		return true
	}
	want, known := r.host.options.Users[user]
	return known && subtle.ConstantTimeCompare(password, []byte(want)) == 1
}

// OnACLCheck allows everything.
func (r *hostRights) OnACLCheck(*mochi.Client, string, bool) bool { return true }

// OnPublish is called before a message is retained.
func (r *hostRights) OnPublish(_ *mochi.Client, pk packets.Packet) (packets.Packet, error) {
	if pk.FixedHeader.Retain {
		r.take()
	}
	return pk, nil
}

// OnWill is called before a will is published and perhaps retained.
func (r *hostRights) OnWill(_ *mochi.Client, will mochi.Will) (mochi.Will, error) {
	if will.Retain && will.WillDelayInterval == 0 {
		r.take()
	}
	return will, nil
}

// OnRetainMessage is called after a retained message was stored or cleared.
func (r *hostRights) OnRetainMessage(*mochi.Client, packets.Packet, int64) { r.give() }

// OnSubscribed is called before retained messages are looked up.
func (r *hostRights) OnSubscribed(*mochi.Client, packets.Packet, []byte) { r.take() }

// OnPacketProcessed is called after they were sent.
func (r *hostRights) OnPacketProcessed(_ *mochi.Client, pk packets.Packet, _ error) {
	if pk.FixedHeader.Type == packets.Subscribe {
		r.give()
	}
}

func (r *hostRights) take() { r.retained <- struct{}{} }

// give does nothing when nobody holds it.
func (r *hostRights) give() {
	select {
	case <-r.retained:
	default:
	}
}
