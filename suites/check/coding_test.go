package check_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

func TestCompressedBodiesAreJudgedByTheirContent(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(`{"id": "a"}`))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	for _, c := range []struct {
		name, coding string
		body         []byte
		want         any // nil when the body is not what it says
	}{
		{"plain", "", []byte(`{"id": "a"}`), map[string]any{"id": "a"}},
		{"gzip", "gzip", packed.Bytes(), map[string]any{"id": "a"}},
		{"gzip in capitals", "GZIP", packed.Bytes(), map[string]any{"id": "a"}},
		{"said to be gzip", "gzip", []byte(`{"id": "a"}`), nil},
		{"cut off", "gzip", packed.Bytes()[:packed.Len()-6], nil},
		{"compressed in silence", "", packed.Bytes(), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := check.Look(wire.Exchange{Protocol: "http", Received: []wire.Message{{Status: 200, Body: c.body,
				Header: http.Header{"Content-Type": {"application/json"}, "Content-Encoding": {c.coding}}}}})
			assert.Equal(t, c.want, v.Body)
			assert.Equal(t, c.want == nil, v.JSON != nil)
		})
	}
}
