package bundle

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// key is a key of a role, the same each time.
func key(t *testing.T, role string) *Key {
	t.Helper()
	k, err := NewKey(strings.NewReader(strings.Repeat(role, 32)), "holder "+role, role, noon, 48*time.Hour)
	require.NoError(t, err)
	return k
}

func signedCopy(t *testing.T, path string, k *Key) string {
	t.Helper()
	b, err := Open(path)
	require.NoError(t, err)
	defer b.Close()
	var out bytes.Buffer
	require.NoError(t, b.Sign(&out, k, noon.Add(time.Hour)))
	return put(t, out.Bytes())
}

// TestPreAuthenticationEncoding is the example of the DSSE specification.
func TestPreAuthenticationEncoding(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "DSSEv1 29 http://example.com/HelloWorld 11 hello world", string(authenticated("http://example.com/HelloWorld", []byte("hello world"))))
}

func TestAssurance(t *testing.T) {
	t.Parallel()
	plain := bundled(t)
	vendor, lab, stranger := key(t, "vendor"), key(t, "laboratory"), key(t, "buyer")
	byVendor, byLab := signedCopy(t, plain, vendor), signedCopy(t, plain, lab)
	in := noon.Add(2 * time.Hour)
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		path  string
		trust Trust
		level string
		err   string
	}{
		"unsigned":               {plain, Trust{Now: in}, "A0", ""},
		"nobody vouches":         {byVendor, Trust{Now: in}, "A0", ""},
		"signed by the vendor":   {byVendor, Trust{Now: in, Keys: []*Key{vendor}}, "A1", ""},
		"nonce without a window": {byVendor, Trust{Now: in, Keys: []*Key{vendor}, Nonce: "XC-7"}, "A1", ""},
		"nonce and window":       {byVendor, Trust{Now: in, Keys: []*Key{stranger, vendor}, Nonce: "XC-7", NotBefore: from, NotAfter: to}, "A2", ""},
		"by a laboratory":        {byLab, Trust{Now: in, Keys: []*Key{lab}}, "A3", ""},
		"unsigned, key wanted":   {plain, Trust{Now: in, Keys: []*Key{vendor}}, "", "the bundle is not signed"},
		"an unknown key":         {byVendor, Trust{Now: in, Keys: []*Key{stranger}}, "", "which none of the given files holds"},
		"an expired key":         {byVendor, Trust{Now: in.AddDate(1, 0, 0), Keys: []*Key{vendor}}, "", "is valid from 2026-11-20 to 2026-11-22 only"},
		"another nonce":          {byVendor, Trust{Now: in, Nonce: "XC-8"}, "", `made for the nonce "XC-7", not for "XC-8"`},
		"too early":              {plain, Trust{Now: in, NotBefore: to}, "", "outside of the time set"},
		"too late":               {plain, Trust{Now: in, NotAfter: from}, "", "outside of the time set"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := Open(c.path)
			require.NoError(t, err)
			defer b.Close()
			a, err := b.Assure(c.trust)
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				assert.ErrorAs(t, err, new(*BrokenError))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.level, a.Level)
			last := a.Texts()[len(a.Texts())-1]
			assert.Contains(t, last.EN, c.level+": ")
			assert.Contains(t, last.ZH, "不能证明")
		})
	}
}

func TestASignatureIsForOneBundle(t *testing.T) {
	t.Parallel()
	one, err := Open(signedCopy(t, bundled(t), key(t, "vendor")))
	require.NoError(t, err)
	defer one.Close()
	path, err := written(t, nil, "another run")
	require.NoError(t, err)
	other, err := Open(path)
	require.NoError(t, err)
	defer other.Close()
	other.Envelope = one.Envelope
	_, err = other.Assure(Trust{Now: noon})
	assert.ErrorContains(t, err, "the signature is for another bundle")
	assert.ErrorContains(t, one.Sign(&bytes.Buffer{}, key(t, "buyer"), noon), "signed already")
}

func TestKeyFiles(t *testing.T) {
	t.Parallel()
	k := key(t, "vendor")
	whole, err := k.Encode()
	require.NoError(t, err)
	back, err := ReadKey(whole)
	require.NoError(t, err)
	assert.Equal(t, k, back)
	open, err := k.Open().Encode()
	require.NoError(t, err)
	assert.NotContains(t, string(open), "private")
	other := strings.Replace(string(whole), k.Public, keyID(make(ed25519.PublicKey, ed25519.PublicKeySize)), 1)
	for name, c := range map[string][2]string{
		"no key":             {"{}", "of format"},
		"no JSON":            {"-----BEGIN", "is no key"},
		"unknown member":     {`{"format":"cityconf-key/1","x":1}`, "unknown field"},
		"unknown role":       {strings.Replace(string(whole), `"vendor"`, `"king"`, 1), `role "king"`},
		"halves of two keys": {other, "its halves do not belong together"},
	} {
		_, err := ReadKey([]byte(c[0]))
		assert.ErrorContains(t, err, c[1], name)
	}
	_, err = NewKey(strings.NewReader("short"), "n", "vendor", noon, time.Hour)
	assert.Error(t, err)
	_, err = NewKey(strings.NewReader(""), "n", "thief", noon, time.Hour)
	assert.Error(t, err)
}

func TestAMarkFollowsFromNonceAndSalt(t *testing.T) {
	t.Parallel()
	assert.Regexp(t, `^[a-z2-7]{8}$`, Mark("n", "s"))
	assert.NotEqual(t, Mark("n", "s"), Mark("n2", "s"))
	assert.NotEqual(t, Mark("n", "s"), Mark("n", "s2"))
	path := bundled(t)
	b, err := Open(path)
	require.NoError(t, err)
	defer b.Close()
	_, err = os.Stat(path)
	require.NoError(t, err)
	b.Manifest.Run = "aaaaaaaa"
	_, err = b.Env()
	assert.ErrorContains(t, err, "env.json is of another run")
}
