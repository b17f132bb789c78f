package wire

import (
	"net/http"
	"testing"

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
