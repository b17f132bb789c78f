package wire

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	mochi "github.com/mochi-mqtt/server/v2"

	"github.com/cityconf/cityconf/suites/wire/embedded"
)

// HostOptions say how devices reach the tester's own broker.
type HostOptions struct {
	Listen    string            // host:port, "127.0.0.1:0" for any free port of this machine
	TLS       *tls.Config       // nil for plain TCP; with ClientAuth for mutual TLS
	Users     map[string]string // user name → password; empty lets everybody in
	DeviceOf  func(topic string) string
	MaxPacket int   // octets of a packet received; 0 for 16 MiB
	MaxLog    int64 // octets of packets kept; 0 for 256 MiB
	Redactor  *Redactor
}

// Host is a broker of the tester's own (MQTT 3.1.1 and 5) to which devices
// under test connect. It records every packet of a device in either direction
// as it was on the wire, below the broker itself, and can do to a connection
// what happens to one in a city: cut it, refuse it, leave it without
// acknowledgement. It is safe for concurrent use.
type Host struct {
	options HostOptions
	server  *mochi.Server
	outer   net.Listener // for devices
	inner   net.Listener // for the tester, on the loopback interface
	own     string       // password of the tester
	log     *Log

	mu          sync.Mutex
	connections []*hosted                  // every connection of a device, in order
	refusals    map[string]refusal         // by device
	held        map[string]bool            // devices that get no PUBACK
	clients     map[string]map[string]bool // client identifier → devices that used it
	users       map[string]map[string]bool // user name → devices that used it
}

// refusal answers the next attempts of a device to connect.
type refusal struct {
	times int
	code  byte // of MQTT 3.1.1
}

// innerID names the listener of the tester.
const innerID = "tester"

// OpenHost opens the broker. The error says that the address cannot be
// listened on.
func OpenHost(o HostOptions) (*Host, error) {
	if o.MaxPacket <= 0 {
		o.MaxPacket = 16 << 20
	}
	h := &Host{options: o, log: NewLog(o.MaxLog), own: rand.Text(), refusals: map[string]refusal{}, held: map[string]bool{},
		clients: map[string]map[string]bool{}, users: map[string]map[string]bool{},
		server: mochi.New(&mochi.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})}
	var err error
	if h.outer, err = net.Listen("tcp", o.Listen); err != nil {
		return nil, fmt.Errorf("open the broker for devices: %w", err)
	}
	if h.inner, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, errors.Join(fmt.Errorf("open the broker for the tester: %w", err), h.outer.Close())
	}
	if err := h.serve(); err != nil {
		return nil, errors.Join(fmt.Errorf("start the broker for devices: %w", err), h.Close())
	}
	return h, nil
}

func (h *Host) serve() error {
	if err := h.server.AddHook(&hostRights{host: h, retained: make(chan struct{}, 1)}, nil); err != nil {
		return err
	}
	if err := embedded.Serve(h.server, "devices", &hostListener{Listener: h.outer, host: h}); err != nil {
		return err
	}
	if err := embedded.Serve(h.server, innerID, h.inner); err != nil {
		return err
	}
	return h.server.Serve()
}

// Address is where devices connect, host:port.
func (h *Host) Address() string { return h.outer.Addr().String() }

// Dial opens a client of the tester at the broker, beside the devices.
func (h *Host) Dial(ctx context.Context, clientID string) (Client, Exchange, error) {
	return Dial(ctx, h.entry(clientID))
}

// Dial5 is as [Host.Dial], by MQTT 5.
func (h *Host) Dial5(ctx context.Context, clientID string) (Client, Exchange, error) {
	return Dial5(ctx, h.entry(clientID))
}

func (h *Host) entry(clientID string) MQTTOptions {
	return MQTTOptions{URL: "mqtt://" + h.inner.Addr().String(), As: "tester", ClientID: clientID, User: innerID,
		Password: h.own, CleanSession: true, KeepAlive: 30 * time.Second, Redactor: h.options.Redactor}
}

// Close ends every connection and the broker.
func (h *Host) Close() error {
	for _, c := range h.all() {
		c.Close()
	}
	err := h.server.Close()
	h.log.end()
	return err
}

func (h *Host) all() []*hosted {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]*hosted(nil), h.connections...)
}

// hostListener takes connections of devices in.
type hostListener struct {
	net.Listener
	host *Host
}

// Accept waits for the next device.
func (l *hostListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if l.host.options.TLS != nil {
		c = tls.Server(c, l.host.options.TLS)
	}
	return l.host.admit(c), nil
}

func (h *Host) admit(c net.Conn) *hosted {
	h.mu.Lock()
	defer h.mu.Unlock()
	d := newHosted(c, h, len(h.connections)+1)
	h.connections = append(h.connections, d)
	return d
}
