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
	starting              sync.WaitGroup // connections the broker has not taken over yet
	once                  sync.Once
}

func newBroker(t testing.TB) *broker {
	b := &broker{ca: newAuthority(t), Server: mochi.New(&mochi.Options{
		InlineClient: true, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})}
	require.NoError(t, b.AddHook(new(guard), nil))
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	secure, err := tls.Listen("tcp", "127.0.0.1:0", b.ca.issue())
	require.NoError(t, err)
	require.NoError(t, b.AddListener(newGate(b, "plain", plain)))
	require.NoError(t, b.AddListener(newGate(b, "secure", secure)))
	require.NoError(t, b.Serve())
	b.plain, b.secure = "mqtt://"+plain.Addr().String(), "mqtts://"+secure.Addr().String()
	s := httptest.NewUnstartedServer(http.HandlerFunc(b.upgrade))
	s.TLS = b.ca.issue()
	s.StartTLS()
	b.socket = strings.Replace(s.URL, "https:", "wss:", 1) + "/mqtt"
	t.Cleanup(func() {
		s.Close()
		b.stop()
	})
	return b
}

// stop closes the broker, once.
func (b *broker) stop() { b.once.Do(func() { _ = b.Close() }) }

func (b *broker) upgrade(w http.ResponseWriter, r *http.Request) {
	c := b.arriving()
	defer c.arrived()
	up := websocket.Upgrader{Subprotocols: []string{"mqtt"}}
	if ws, err := up.Upgrade(w, r, nil); err == nil {
		c.Conn = &stream{Conn: ws}
		_ = b.EstablishConnection("plain", c)
	}
}

// options connect as the user whom the broker knows.
func (b *broker) options(url string) MQTTOptions {
	return MQTTOptions{URL: url, As: "default", ClientID: "tester-1", User: goodUser, Password: goodPassword,
		RootCAs: b.ca.pool, CleanSession: true, KeepAlive: 30 * time.Second, Timeout: 5 * time.Second}
}

// gate is a listener of the broker that closes only when the broker has taken
// over every connection: mochi cannot be closed before.
type gate struct {
	*broker
	net.Listener
	id     string
	closed chan struct{}
}

func newGate(b *broker, id string, l net.Listener) *gate {
	return &gate{broker: b, Listener: l, id: id, closed: make(chan struct{})}
}

func (g *gate) ID() string              { return g.id }
func (g *gate) Address() string         { return g.Addr().String() }
func (g *gate) Protocol() string        { return "tcp" }
func (g *gate) Init(*slog.Logger) error { return nil }
func (g *gate) Close(close listeners.CloseFn) {
	_ = g.Listener.Close()
	<-g.closed
	g.starting.Wait()
	close(g.id)
}

func (g *gate) Serve(establish listeners.EstablishFn) {
	defer close(g.closed)
	for {
		accepted, err := g.Accept()
		if err != nil {
			return
		}
		c := g.arriving()
		c.Conn = accepted
		go func() {
			defer c.arrived()
			_ = establish(g.id, c)
		}()
	}
}

// arrival is a connection that notes when the broker begins to read from it.
type arrival struct {
	net.Conn
	arrived func()
}

func (b *broker) arriving() *arrival {
	b.starting.Add(1)
	return &arrival{arrived: sync.OnceFunc(b.starting.Done)}
}

func (a *arrival) Read(p []byte) (int, error) {
	a.arrived()
	return a.Conn.Read(p)
}
