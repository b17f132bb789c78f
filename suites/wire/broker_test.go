package wire

import (
	"bytes"
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/listeners"
	wirepackets "github.com/mochi-mqtt/server/v2/packets"
	"github.com/stretchr/testify/require"
)

const (
	goodUser     = "tester"
	goodPassword = "correct horse battery"
)

// guard is the access control of the test broker: one user, and the topics
// below secret/ for nobody.
type guard struct{ mochi.HookBase }

func (*guard) Provides(b byte) bool {
	return bytes.Contains([]byte{mochi.OnConnectAuthenticate, mochi.OnACLCheck}, []byte{b})
}

func (*guard) OnConnectAuthenticate(_ *mochi.Client, p wirepackets.Packet) bool {
	return string(p.Connect.Username) == goodUser && string(p.Connect.Password) == goodPassword
}

func (*guard) OnACLCheck(_ *mochi.Client, topic string, _ bool) bool {
	return !strings.HasPrefix(topic, "secret/")
}

// broker is a real broker in the process, with a listener for each scheme.
type broker struct {
	*mochi.Server
	plain, secure, socket string // URLs
	ca                    *authority
	once                  sync.Once
}

// stop closes the broker, once.
func (b *broker) stop() { b.once.Do(func() { _ = b.Close() }) }

func newBroker(t testing.TB) *broker {
	b := &broker{ca: newAuthority(t), Server: mochi.New(&mochi.Options{
		InlineClient: true, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})}
	require.NoError(t, b.AddHook(new(guard), nil))
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	secure, err := tls.Listen("tcp", "127.0.0.1:0", b.ca.issue())
	require.NoError(t, err)
	require.NoError(t, b.AddListener(listeners.NewNet("plain", plain)))
	require.NoError(t, b.AddListener(listeners.NewNet("secure", secure)))
	require.NoError(t, b.Serve())
	b.plain, b.secure = "mqtt://"+plain.Addr().String(), "mqtts://"+secure.Addr().String()
	s := httptest.NewUnstartedServer(http.HandlerFunc(b.upgrade))
	s.TLS = b.ca.issue()
	s.StartTLS()
	b.socket = strings.Replace(s.URL, "https:", "wss:", 1) + "/mqtt"
	t.Cleanup(func() {
		b.stop()
		s.Close()
	})
	return b
}

func (b *broker) upgrade(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{Subprotocols: []string{"mqtt"}}
	if c, err := up.Upgrade(w, r, nil); err == nil {
		_ = b.EstablishConnection("socket", &stream{Conn: c})
	}
}

// options connect as the user whom the broker knows.
func (b *broker) options(url string) MQTTOptions {
	return MQTTOptions{URL: url, As: "default", ClientID: "tester-1", User: goodUser, Password: goodPassword,
		RootCAs: b.ca.pool, CleanSession: true, KeepAlive: 30 * time.Second, Timeout: 5 * time.Second}
}
