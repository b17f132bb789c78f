package wire

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newHTTP(t testing.TB, o HTTPOptions) *HTTP {
	h, err := NewHTTP(o)
	require.NoError(t, err)
	t.Cleanup(h.CloseIdle)
	return h
}

func TestDoRecordsBothSidesOfAnExchange(t *testing.T) {
	t.Parallel()
	s := served(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("ETag", `"1"`)
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write(append([]byte(r.Method+" "+r.RequestURI+" "), body...))
	})
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL, BasePath: "/ucis/v1"})
	x := h.Do(t.Context(), Request{Operation: "createLuminaire", Method: "POST", Path: "/lgt/luminaires", Query: "a=%20b",
		Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`{"level":1}`)})
	require.Nil(t, x.Fault)
	assert.Equal(t, "http", x.Protocol)
	assert.Equal(t, "createLuminaire", x.Operation)
	assert.Equal(t, s.URL+"/ucis/v1/lgt/luminaires?a=%20b", x.Sent.URL)
	require.Len(t, x.Received, 1)
	assert.Equal(t, 201, x.Received[0].Status)
	assert.Equal(t, `"1"`, x.Received[0].Header.Get("ETag"))
	assert.Equal(t, `POST /ucis/v1/lgt/luminaires?a=%20b {"level":1}`, string(x.Received[0].Body))
	assert.Positive(t, x.Elapsed)
	assert.Zero(t, x.Retries)
}
