package wire

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"github.com/stretchr/testify/require"
)

// answer is of the size of a page of a few objects.
var answer = bytes.Repeat([]byte(`{"id":"urn:ucis:330100:lgt:1"}`), 50)

func BenchmarkHTTP(b *testing.B) {
	s := served(b, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(answer) })
	b.Run("net-http", func(b *testing.B) {
		t := &http.Transport{MaxIdleConnsPerHost: 256}
		defer t.CloseIdleConnections()
		b.ReportAllocs()
		for b.Loop() {
			req, err := http.NewRequestWithContext(b.Context(), "GET", s.URL+"/x", nil)
			require.NoError(b, err)
			resp, err := t.RoundTrip(req)
			require.NoError(b, err)
			_, _ = io.ReadAll(resp.Body)
			_ = resp.Body.Close()
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
	})
	b.Run("wire", func(b *testing.B) {
		h := newHTTP(b, HTTPOptions{BaseURL: s.URL, Credentials: map[string]Token{"default": "a-token-of-usual-length-0123456789"}})
		b.ReportAllocs()
		for b.Loop() {
			if x := h.Do(b.Context(), Request{Path: "/x"}); x.Fault != nil {
				b.Fatal(x.Fault)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
	})
}

// burst is how many messages the fake broker of the benchmark sends.
const burst = 50000

// torrent accepts a subscriber and then sends a burst at QoS 0.
func torrent(c net.Conn) {
	one := append([]byte{0x30, 0xD0, 1, 0, 6, 'c', 'i', 't', 'y', '/', 'a'}, bytes.Repeat([]byte("x"), 200)...)
	accepts("3.1.1", bytes.Repeat(one, burst)...)(c)
}

func BenchmarkMQTT(b *testing.B) {
	at := peer(b, torrent)
	b.Run("paho", func(b *testing.B) {
		for b.Loop() {
			var n atomic.Int64
			done := make(chan struct{})
			o := mqtt.NewClientOptions().AddBroker("tcp://" + at).SetClientID("x").SetProtocolVersion(4).SetAutoReconnect(false).
				SetDefaultPublishHandler(func(mqtt.Client, mqtt.Message) {
					if n.Add(1) == burst {
						close(done)
					}
				})
			c := mqtt.NewClient(o)
			require.True(b, c.Connect().WaitTimeout(10*time.Second))
			c.Subscribe("#", 0, nil)
			<-done
			c.Disconnect(0)
		}
		b.ReportMetric(float64(b.N*burst)/b.Elapsed().Seconds(), "messages/s")
	})
	b.Run("wire", func(b *testing.B) {
		for b.Loop() {
			c, _, err := Dial(b.Context(), MQTTOptions{URL: "mqtt://" + at, ClientID: "x", Password: "a password of length"})
			require.NoError(b, err)
			_, err = c.Subscribe(b.Context(), "#", 0)
			require.NoError(b, err)
			require.Len(b, c.Log().Wait(b.Context(), 0, nil, burst), burst)
			c.Drop()
		}
		b.ReportMetric(float64(b.N*burst)/b.Elapsed().Seconds(), "messages/s")
	})
}
