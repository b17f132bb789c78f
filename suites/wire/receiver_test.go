package wire

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheReceiverEchoesAChallengeAndAnswersAsTold(t *testing.T) {
	t.Parallel()
	r := NewReceiver("127.0.0.1:0", "", false, nil)
	t.Cleanup(func() { assert.NoError(t, r.Close()) })
	url, log, err := r.Open("/case/hook", Answers{Statuses: []int{503}})
	require.NoError(t, err)
	ask := func(method, target, body string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
		require.NoError(t, err)
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		said, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return resp.StatusCode, string(said)
	}
	status, said := ask("GET", url+"?challenge=abc", "")
	assert.Equal(t, []any{200, "abc"}, []any{status, said})
	for _, want := range []int{503, 204, 204} {
		status, _ = ask("POST", url, `{"id":"1"}`)
		assert.Equal(t, want, status)
	}
	status, _ = ask("POST", strings.TrimSuffix(url, "hook")+"other", "{}")
	assert.Equal(t, 404, status, "an end that nobody opened")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	seen := log.Wait(ctx, 0, nil, 4)
	require.Len(t, seen, 4)
	assert.Equal(t, "GET", seen[0].Header[":method"][0])
	assert.Equal(t, "challenge=abc", seen[0].Header[":query"][0])
	assert.Equal(t, []any{"/case/hook", 503, `{"id":"1"}`}, []any{seen[1].Topic, seen[1].Status, string(seen[1].Body)})
	_, again, err := r.Open("/case/hook", Answers{Refuse: true})
	require.NoError(t, err)
	assert.Same(t, log, again, "an end opened again keeps its log")
	_, said = ask("GET", url+"?challenge=abc", "")
	assert.NotEqual(t, "abc", said)
}

func TestTheReceiverNamesItsPublicAddress(t *testing.T) {
	t.Parallel()
	r := NewReceiver("127.0.0.1:0", "http://tester.example:9001/", false, nil)
	t.Cleanup(func() { assert.NoError(t, r.Close()) })
	url, _, err := r.Open("/x", Answers{})
	require.NoError(t, err)
	assert.Equal(t, "http://tester.example:9001/x", url)
	assert.NoError(t, NewReceiver("127.0.0.1:0", "", false, nil).Close(), "never opened")
}

func TestSilenceIsOnlyDoubtfulAtAnAddressThatNobodyProved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		proven bool
	}{{"proven", true}, {"not proven", false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := NewReceiver("127.0.0.1:0", "", tt.proven, nil)
			t.Cleanup(func() { assert.NoError(t, r.Close()) })
			assert.False(t, r.Silent(), "nobody waited for anything yet")
			_, _, err := r.Open("/hook", Answers{})
			require.NoError(t, err)
			assert.Equal(t, !tt.proven, r.Silent())
			r.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), "GET", "/elsewhere", nil))
			assert.False(t, r.Silent(), "somebody reached it")
		})
	}
}
