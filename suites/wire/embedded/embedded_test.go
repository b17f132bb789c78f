package embedded_test

import (
	"io"
	"net"
	"os"
	"testing"
	"time"

	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/suites/wire/embedded"
)

// everybody is let in.
type everybody struct{ mochi.HookBase }

func (everybody) ID() string { return "everybody" }

func (everybody) Provides(event byte) bool { return event == mochi.OnConnectAuthenticate }

func (everybody) OnConnectAuthenticate(*mochi.Client, packets.Packet) bool { return true }

// A listener ends its clients itself: the library's way can block for good.
func TestListenersEndTheirClients(t *testing.T) {
	t.Parallel()
	broker := mochi.New(nil)
	require.NoError(t, broker.AddHook(new(everybody), nil))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, embedded.Serve(broker, "door", l))
	require.NoError(t, broker.Serve())
	t.Cleanup(func() { require.NoError(t, broker.Close()) })
	conn, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = conn.Write([]byte{0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 1, 'c'}) // CONNECT
	require.NoError(t, err)
	connack := make([]byte, 4)
	_, err = conn.Read(connack)
	require.NoError(t, err)
	require.Equal(t, []byte{0x20, 2, 0, 0}, connack)

	door, known := broker.Listeners.Get("door")
	require.True(t, known)
	door.Close(func(string) { assert.Fail(t, "the library's way of ending clients") })
	_, err = io.Copy(io.Discard, conn)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the client is disconnected")
	_, err = net.Dial("tcp", l.Addr().String())
	require.Error(t, err, "nobody is let in any more")
}
