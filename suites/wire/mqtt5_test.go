package wire

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPropertiesTravelBothWays(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	c := dialed(t, Dial5, b.options(b.secure))
	subscribed(t, c, "cmd/#", 1)
	sent := http.Header{ContentType: {"application/cloudevents+json"}, MessageExpiry: {"60"}, ResponseTopic: {"ack/1"},
		CorrelationData: {"c-1"}, PayloadFormat: {"1"}, "trace": {"a", "b"}, "Straße": {"ü"}}
	p, ok := c.(PropertyPublisher)
	require.True(t, ok)
	require.NoError(t, p.PublishMessage(t.Context(), Message{Topic: "cmd/x", QoS: 1, Header: sent, Body: []byte("{}")}))
	got := c.Log().Wait(soon(t), 0, nil, 1)
	require.Len(t, got, 1)
	assert.Equal(t, "{}", string(got[0].Body))
	require.Len(t, got[0].Header[MessageExpiry], 1)
	got[0].Header[MessageExpiry] = sent[MessageExpiry] // the broker counts down
	assert.Equal(t, sent, got[0].Header)
}

func TestPropertiesThatAreNoNumbersAreNotSent(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	c := dialed(t, Dial5, b.options(b.plain))
	var f *Fault
	err := c.(PropertyPublisher).PublishMessage(t.Context(), Message{Topic: "a", Header: http.Header{MessageExpiry: {"soon"}}})
	require.ErrorAs(t, err, &f)
	assert.Equal(t, "denied", f.Kind)
}

func TestCorrelationDataThatIsNotTextIsBase64(t *testing.T) {
	t.Parallel()
	m, err := parsePublish(0, []byte{0, 1, 'a', 5, 9, 0, 2, 0xff, 0xfe, 'x'}, 5)
	require.NoError(t, err)
	assert.Equal(t, "//4=", m.Header.Get(CorrelationData))
	assert.Equal(t, "x", string(m.Body))
}

func TestMalformedPropertiesAreABreach(t *testing.T) {
	t.Parallel()
	_, err := parsePublish(0, []byte{0, 1, 'a', 2, 0x7f, 0}, 5)
	var f *Fault
	require.ErrorAs(t, err, &f)
	assert.Equal(t, "protocol", f.Kind)
}

func TestADeniedPublicationIsToldFromALostOne(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	c := dialed(t, Dial5, b.options(b.plain))
	var f *Fault
	require.ErrorAs(t, c.Publish(t.Context(), "secret/x", 1, false, nil), &f)
	assert.Equal(t, 0x87, f.Code)
	assert.Equal(t, "denied", f.Kind)
	assert.Contains(t, f.Detail, "not authorized")
	c.Drop()
	require.ErrorAs(t, c.Publish(t.Context(), "a", 1, false, nil), &f)
	assert.Equal(t, "reset", f.Kind)
}

func TestKnockTriesCredentialsAndLeaves(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	for name, c := range map[string]struct {
		version  byte
		password string
		status   int
	}{
		"3.1.1 right": {4, goodPassword, 0},
		"3.1.1 wrong": {4, "wrong password", 5},
		"3.1.1 none":  {4, "", 5},
		"5 right":     {5, goodPassword, 0},
		"5 wrong":     {5, "wrong password", 0x86},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := b.options(b.secure)
			o.Password, o.ClientID = c.password, "knock"
			x, err := Knock(t.Context(), o, c.version)
			require.NoError(t, err)
			require.Len(t, x.Received, 1)
			assert.Equal(t, c.status, x.Received[0].Status)
			assert.Equal(t, c.status != 0, x.Fault != nil)
		})
	}
}

// TestASessionIsKeptAsLongAsTheClientAsks: the broker says so in the CONNACK and
// delivers what came meanwhile.
func TestASessionIsKeptAsLongAsTheClientAsks(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	sender := dialed(t, Dial, b.options(b.plain))
	for keep, want := range map[time.Duration]int{0: 0, time.Hour: 1} {
		o := b.options(b.plain)
		o.ClientID, o.Keep, o.CleanSession = "sleeper-"+keep.String(), keep, keep == 0
		c, x, err := Dial5(t.Context(), o)
		require.NoError(t, err)
		require.Nil(t, x.Fault)
		assert.Empty(t, x.Received[0].Header)
		subscribed(t, c, "news/"+keep.String(), 1)
		c.Close()
		require.NoError(t, sender.Publish(t.Context(), "news/"+keep.String(), 1, false, []byte("meanwhile")))
		again, x, err := Dial5(t.Context(), o)
		require.NoError(t, err)
		assert.Equal(t, want == 1, x.Received[0].Header.Get("Session-Present") == "true")
		within := soon(t)
		if want == 0 {
			within = over()
		}
		assert.Len(t, again.Log().Wait(within, 0, nil, 1), want)
		again.Close()
	}
}

// over is a context under which waiting only looks.
func over() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// TestATakeoverIsOnRecord: the reason for which a broker ends a connection
// stands among what the client received.
func TestATakeoverIsOnRecord(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	first := dialed(t, Dial5, b.options(b.plain))
	dialed(t, Dial5, b.options(b.plain))
	got := first.Log().Wait(soon(t), 0, nil, 1)
	require.Len(t, got, 1)
	assert.Equal(t, 0x8E, got[0].Status)
	assert.Equal(t, "DISCONNECT", got[0].Header.Get("Packet"))
	require.Error(t, <-first.Lost())
	assert.Contains(t, first.Broken().Detail, "session taken over")
}
