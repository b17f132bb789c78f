package wire

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// secret has characters that every notation writes differently.
const secret = `s3cr3t/+"ö&<key> %`

func TestASecretIsMaskedInEveryNotation(t *testing.T) {
	t.Parallel()
	quoted, err := json.Marshal(secret)
	require.NoError(t, err)
	r := NewRedactor(secret)
	for name, text := range map[string]string{
		"literal":       secret,
		"query":         url.QueryEscape(secret),
		"query, lower":  strings.ToLower(url.QueryEscape(secret)),
		"path":          url.PathEscape(secret),
		"all octets":    percent(secret),
		"JSON":          string(quoted),
		"HTML":          "s3cr3t/+&#34;ö&amp;&lt;key&gt; %",
		"base64":        base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64 URL":    base64.URLEncoding.EncodeToString([]byte(secret)),
		"basic":         base64.StdEncoding.EncodeToString([]byte("user:" + secret)),
		"basic, odd":    base64.StdEncoding.EncodeToString([]byte("userx:" + secret)),
		"basic, odder":  base64.StdEncoding.EncodeToString([]byte("useryx:" + secret + "more")),
		"twice, inside": "a" + secret + "b" + secret + "c",
	} {
		masked := r.Text("before " + text + " after")
		assert.Contains(t, masked, Mask, name)
		assert.NotContains(t, masked, text, name)
		assert.True(t, strings.HasPrefix(masked, "before ") && strings.HasSuffix(masked, " after"), name)
		assert.Equal(t, masked, string(r.Bytes([]byte("before "+text+" after"))), name)
	}
}

func TestNoNotationOfAnySecretSurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringN(8, 40, -1).Draw(t, "secret")
		before, after := rapid.String().Draw(t, "before"), rapid.String().Draw(t, "after")
		r := NewRedactor("another secret", s)
		assert.NotContains(t, r.Text(before+s+after), s)
		coded := r.Text(base64.StdEncoding.EncodeToString([]byte(before + s + after)))
		if plain, err := base64.StdEncoding.DecodeString(coded); err == nil {
			assert.NotContains(t, string(plain), s)
		}
	})
}

func TestAShortSecretIsMaskedAsAWordOnly(t *testing.T) {
	t.Parallel()
	r := NewRedactor("admin", "abc", "")
	for in, want := range map[string]string{
		`{"user":"admin"}`:           `{"user":"` + Mask + `"}`,
		"administration":             "administration",
		"badmin admin":               "badmin " + Mask,
		"admin":                      Mask,
		"admin-admin, 管admin admin2": Mask + "-" + Mask + ", 管admin admin2",
		"abc":                        "abc",
		"":                           "",
	} {
		assert.Equal(t, want, r.Text(in))
	}
}

func TestCredentialHeadersAreMaskedWhateverTheyHold(t *testing.T) {
	t.Parallel()
	var none *Redactor
	got := none.Header(http.Header{"authorization": {"Bearer abc", "Basic abc", "odd abc", "abc"}, "Set-Cookie": {"session=abc"}, "X-A": {"abc"}})
	assert.Equal(t, http.Header{"authorization": {"Bearer " + Mask, "Basic " + Mask, Mask, Mask}, "Set-Cookie": {Mask}, "X-A": {"abc"}}, got)
	assert.Nil(t, none.Header(nil))
}

func TestRedactingChangesNothingElse(t *testing.T) {
	t.Parallel()
	r := NewRedactor(secret)
	body := []byte(`{"level":1}`)
	assert.Same(t, &body[0], &r.Bytes(body)[0], "an innocent body is not even copied")
	in := http.Header{"X-A": {"1"}}
	out := r.Header(in)
	out["X-A"][0] = "2"
	assert.Equal(t, "1", in.Get("X-A"), "the request that goes out is not the one that is recorded")
}

// TestNoExchangeEverHoldsASecret lets a server give back what it got in every
// way and looks at the whole record.
func TestNoExchangeEverHoldsASecret(t *testing.T) {
	t.Parallel()
	const token, password = "t0k3n.abc-DEF_123", "pässword/with specials"
	r := NewRedactor(token, password)
	s := served(t, func(w http.ResponseWriter, req *http.Request) {
		auth := req.Header.Get("Authorization")
		w.Header().Set("X-Echo", auth)
		w.Header().Set("Location", "/x?access_token="+url.QueryEscape(strings.TrimPrefix(auth, "Bearer ")))
		_ = json.NewEncoder(w).Encode(map[string]string{"auth": auth, "uri": req.RequestURI, "basic": base64.StdEncoding.EncodeToString([]byte("u:" + password))})
		_, _ = w.Write([]byte(strings.Repeat(password, 3)))
	})
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL, Credentials: map[string]Token{"default": token}, Redactor: r})
	short := newHTTP(t, HTTPOptions{BaseURL: s.URL, Credentials: map[string]Token{"default": token}, Redactor: r, MaxBody: 20})
	gone := newHTTP(t, HTTPOptions{BaseURL: "http://" + nobody, Redactor: r})
	b := newBroker(t)
	o := b.options(b.plain)
	o.Password, o.Will, o.ClientID = password, &Message{Topic: "t/" + token, Body: []byte(password)}, token
	o.Redactor = r
	_, refused, err := Dial(t.Context(), o)
	require.NoError(t, err)
	for name, x := range map[string]Exchange{
		"answered":  h.Do(t.Context(), Request{Method: "POST", Path: "/" + token, Query: "p=" + url.QueryEscape(password), Body: []byte(password)}),
		"too large": short.Do(t.Context(), Request{Path: "/"}),
		"refused":   gone.Do(t.Context(), Request{Path: "/" + token, Header: http.Header{"X-T": {token}}}),
		"denied":    h.Do(t.Context(), Request{Path: "http://elsewhere.test/" + token, As: "default"}),
		"no such":   h.Do(t.Context(), Request{Path: "/", As: token}),
		"CONNECT":   refused,
	} {
		whole, err := json.Marshal(x)
		require.NoError(t, err)
		var parts []string
		for _, m := range x.Received {
			parts = append(parts, string(m.Body))
		}
		text := string(whole) + string(x.Sent.Body) + strings.Join(parts, "")
		assert.Contains(t, text, Mask, name)
		for _, s := range []string{token, password, url.QueryEscape(password), base64.StdEncoding.EncodeToString([]byte("u:" + password))} {
			assert.NotContains(t, text, s, name)
		}
	}
}

func TestMessagesAreRedactedBeforeTheyAreLogged(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	c := dialed(t, Dial, b.options(b.plain))
	subscribed(t, c, "#", 0)
	require.NoError(t, c.Publish(t.Context(), "a/"+goodPassword, 0, false, []byte("x "+goodPassword)))
	got := c.Log().Wait(soon(t), 0, nil, 1)
	require.Len(t, got, 1)
	assert.Equal(t, "a/"+Mask, got[0].Topic)
	assert.Equal(t, "x "+Mask, string(got[0].Body))
}
