package bundle

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

// written makes a bundle of the sample run, whose journal holds the given text
// in place of exchanges.
func written(t *testing.T, secrets map[string]string, said string) (path string, err error) {
	t.Helper()
	dir := t.TempDir()
	res, std := sample.Run()
	res.Suite.Standard = std
	rec, err := Begin(dir, &Session{Salt: "salt", Nonce: "XC-7", IUT: res.IUT}, res.Suite, suites.System{Now: atNoon}, atNoon)
	require.NoError(t, err)
	require.NoError(t, rec.journal.write(&line{Frame: observer, Message: &message{Topic: "a", Body: octets{raw: []byte(said)}}}))
	report, err := reports.New(res, std, rec.ReportOptions())
	require.NoError(t, err)
	require.NoError(t, rec.End(res))
	journal := filepath.Join(dir, JournalFile)
	r, done, err := ReadJournal(journal)
	require.NoError(t, err)
	defer done()
	path = filepath.Join(dir, "bundle.zip")
	return path, r.Pack(path, journal, report, res, Contents{LogFile: []byte("log\n")}, secrets)
}

func bundled(t *testing.T) string {
	t.Helper()
	path, err := written(t, nil, "hello")
	require.NoError(t, err)
	return path
}

// put writes a file for Open.
func put(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "b.zip")
	require.NoError(t, os.WriteFile(path, data, 0o644))
	return path
}

func openErr(path string) error {
	b, err := Open(path)
	if err == nil {
		b.Close()
	}
	return err
}

func TestABundleOpens(t *testing.T) {
	t.Parallel()
	b, err := Open(bundled(t))
	require.NoError(t, err)
	defer b.Close()
	assert.Equal(t, Private, b.Tier())
	env, err := b.Env()
	require.NoError(t, err)
	assert.Equal(t, "XC-7", env.Nonce)
	assert.Equal(t, Mark("XC-7", "salt"), env.Run)
	report, err := b.Report()
	require.NoError(t, err)
	assert.NotEmpty(t, report.Deviations)
	r, done, err := b.Evidence()
	require.NoError(t, err)
	defer done()
	assert.Equal(t, "hello", string(r.sessions[0].seen(observer)[0].Body))
}

// TestAnyFlippedByteShows changes one octet at a time, signed and unsigned.
func TestAnyFlippedByteShows(t *testing.T) {
	t.Parallel()
	plain := bundled(t)
	for name, path := range map[string]string{"plain": plain, "signed": signedCopy(t, plain, key(t, "vendor"))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, err := os.ReadFile(path)
			require.NoError(t, err)
			random := rand.New(rand.NewPCG(1, 2))
			copied := filepath.Join(t.TempDir(), "b.zip")
			const times = 1000
			noticed := 0
			for range times {
				at, with := random.IntN(len(whole)), byte(1+random.IntN(255))
				edited := bytes.Clone(whole)
				edited[at] ^= with
				require.NoError(t, os.WriteFile(copied, edited, 0o644))
				if err := openErr(copied); assert.Error(t, err, "octet %d of %d ^ %#x", at, len(whole), with) {
					noticed++
				}
			}
			t.Logf("%d of %d flipped octets noticed", noticed, times)
		})
	}
}

func TestATruncatedBundleIsRefused(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(bundled(t))
	require.NoError(t, err)
	for _, n := range []int{0, 1, 100, len(whole) / 2, len(whole) - 1} {
		require.Error(t, openErr(put(t, whole[:n])), "%d octets", n)
	}
	assert.Error(t, openErr(put(t, append(bytes.Clone(whole), 'x'))), "something follows")
}

// zipped makes a foreign archive.
func zipped(t *testing.T, method uint16, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		require.NoError(t, err)
		_, err = io.WriteString(w, files[i+1])
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return out.Bytes()
}

func TestHostileArchivesAreRefused(t *testing.T) {
	t.Parallel()
	manifest := func(text string) []byte { return zipped(t, zip.Store, manifestFile, text) }
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no archive":          {[]byte("PK, but no"), "is no whole zip archive"},
		"empty archive":       {zipped(t, zip.Store), "is no bundle: 0 files"},
		"another archive":     {zipped(t, zip.Store, "readme.txt", "hi"), "it has no manifest.json"},
		"a way out":           {zipped(t, zip.Store, "../../etc/passwd", "x"), `a file is called "../../etc/passwd"`},
		"an absolute name":    {zipped(t, zip.Store, "/etc/passwd", "x"), "which no part of a bundle is"},
		"a backslash":         {zipped(t, zip.Store, `a\b.json`, "x"), "which no part of a bundle is"},
		"a name with escapes": {zipped(t, zip.Store, "a\x1b[2J.json", "x"), `a file is called "a\x1b[2J.json"`},
		"one name twice":      {zipped(t, zip.Store, "a.json", "1", "a.json", "2"), "a.json is in it twice"},
		"two gigabytes":       {zipped(t, zip.Deflate, manifestFile, strings.Repeat("\x00", 16<<20)), "is compressed by the archive"},
		"a long manifest":     {manifest(strings.Repeat(" ", longestManifest+1)), "is longer than"},
		"no manifest in it":   {manifest("[]"), "manifest.json is no manifest"},
		"another version":     {manifest(`{"format":"cityconf-bundle/2"}`), `is of format "cityconf-bundle/2", this cityconf reads "cityconf-bundle/1"`},
		"parts without names": {manifest(`{"format":"cityconf-bundle/1","run":"aaaaaaaa","root":"sha256:00","parts":[{}]}`), "manifest.json: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := openErr(put(t, c.data))
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
			assert.NotContains(t, err.Error(), "\x1b")
		})
	}
}

// TestEvidenceThatSwellsIsNotUnpacked packs zeros under a true manifest.
func TestEvidenceThatSwellsIsNotUnpacked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		says int64
		want string
	}{
		"and says so":    {64 << 20, "would unpack to 67108864 octets"},
		"and hides it":   {10, "unpacks to another size"},
		"beyond a bound": {longestEvidence + 1, "would unpack to"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var packed bytes.Buffer
			z := gzip.NewWriter(&packed)
			_, err := z.Write(make([]byte, 64<<20))
			require.NoError(t, err)
			require.NoError(t, z.Close())
			m := &Manifest{Format: Format, Run: "aaaaaaaa", Parts: []Part{{Name: EvidenceFile, Tier: Buyer, Size: int64(packed.Len()), SHA256: digest(packed.Bytes()), Unpacked: c.says}}}
			require.NoError(t, m.seal())
			head, err := m.encode()
			require.NoError(t, err)
			b, err := Open(put(t, zipped(t, zip.Store, manifestFile, string(head), EvidenceFile, packed.String())))
			require.NoError(t, err)
			defer b.Close()
			_, _, err = b.Evidence()
			require.ErrorContains(t, err, c.want)
			assert.ErrorAs(t, err, new(*BrokenError))
		})
	}
}

func TestACopyForATierKeepsTheManifest(t *testing.T) {
	t.Parallel()
	whole, err := Open(signedCopy(t, bundled(t), key(t, "vendor")))
	require.NoError(t, err)
	defer whole.Close()
	for tier, gone := range map[Tier][]string{Public: {ReportFile, IXITFile, EvidenceFile, LogFile}, Buyer: {LogFile}, Private: nil} {
		t.Run(string(tier), func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, whole.Write(&out, tier))
			b, err := Open(put(t, out.Bytes()))
			require.NoError(t, err)
			defer b.Close()
			assert.Equal(t, tier, b.Tier())
			assert.Equal(t, whole.manifest, b.manifest)
			for _, p := range b.Manifest.Parts {
				assert.Equal(t, !strings.Contains(strings.Join(gone, " "), p.Name), b.files[p.Name] != nil, p.Name)
			}
			_, _, err = b.signed()
			require.NoError(t, err)
			report, err := b.Report()
			require.NoError(t, err)
			assert.Equal(t, tier == Public, len(report.Deviations[0].Example.Transcript) == 0)
		})
	}
}

func TestAPartThatIsMissingWithinItsTierShows(t *testing.T) {
	t.Parallel()
	b, err := Open(bundled(t))
	require.NoError(t, err)
	defer b.Close()
	delete(b.files, ICSFile)
	assert.EqualError(t, b.complete(), "ics.json is missing")
}

// TestABundleWithASecretIsRefused tries the spellings in which a secret could
// come back.
func TestABundleWithASecretIsRefused(t *testing.T) {
	t.Parallel()
	const secret = "s3cret/+token&of=the vendor"
	for name, said := range map[string]string{
		"as it is":              "x " + secret + " y",
		"base64":                base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64, not aligned":   base64.StdEncoding.EncodeToString([]byte("user:" + secret)),
		"percent-encoded":       "?t=" + url.QueryEscape(secret),
		"percent-encoded, path": url.PathEscape(secret),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, err := written(t, map[string]string{"ixit.credentials.default.token": secret}, said)
			var leak *LeakError
			require.ErrorAs(t, err, &leak)
			assert.Equal(t, LeakError{EvidenceFile, "ixit.credentials.default.token"}, *leak)
			assert.NotContains(t, err.Error(), secret)
			assert.NoFileExists(t, path)
			path, err = written(t, nil, said)
			require.NoError(t, err)
			b, err := Open(path)
			require.NoError(t, err)
			defer b.Close()
			leak, err = b.Leak(map[string]string{"name": secret})
			require.NoError(t, err)
			require.NotNil(t, leak, "a reader who knows the secret finds it too")
		})
	}
	_, err := written(t, map[string]string{"name": secret}, wire.NewRedactor(secret).Text("x "+secret))
	assert.NoError(t, err, "masked, it is none")
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("PK"))
	var out bytes.Buffer
	if err := pack(&out, []source{inMemory(manifestFile, []byte(`{"format":"cityconf-bundle/1"}`))}); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := openErr(put(t, data)); err == nil {
			t.Fatal("nothing that was not written opens")
		}
	})
}

func FuzzJournal(f *testing.F) {
	f.Add([]byte("{\"session\":{\"format\":\"cityconf-journal/1\",\"number\":1,\"repetition\":1}}\n{\"case\":\"a\"}\n"))
	f.Add([]byte("{\"frame\":\"observer\"}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := read(bytes.NewReader(data), int64(len(data)))
		if err == nil && (len(r.sessions) == 0 || r.size > int64(len(data))) {
			t.Fatal("a journal without a session was read")
		}
		if err != nil && errors.Is(err, io.ErrUnexpectedEOF) && len(data) == 0 {
			t.Fatal(err)
		}
	})
}
