package main

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports/render"
)

// reviewing is a served page and what a browser would send to it.
type reviewing struct {
	*httptest.Server
	dir string
}

func newReviewing(t *testing.T) *reviewing {
	t.Helper()
	std, err := loaded()
	require.NoError(t, err)
	r := &reviewing{Server: httptest.NewUnstartedServer(nil), dir: t.TempDir()}
	r.Config.Handler = newReviewer(&desk{std: std, at: time.Now()}, render.Chinese, r.dir, r.Listener.Addr().String(), "the-token")
	r.Start()
	t.Cleanup(r.Close)
	return r
}

// file is one field of a form.
type formFile struct {
	field, name string
	in          io.Reader
}

// send posts a form as a browser without script does, and follows to the page.
func (r *reviewing) send(t *testing.T, token, lang string, change func(*http.Request), files ...formFile) (int, string) {
	t.Helper()
	body, w := io.Pipe()
	form := multipart.NewWriter(w)
	go func() {
		form.WriteField("token", token)
		form.WriteField("lang", lang)
		for _, f := range files {
			part, err := form.CreateFormFile(f.field, f.name)
			if err == nil {
				_, err = io.Copy(part, f.in)
			}
			if err != nil { // the page has read enough
				w.CloseWithError(err)
				return
			}
		}
		form.Close()
		w.Close()
	}()
	q, err := http.NewRequest(http.MethodPost, r.URL+"/", body)
	require.NoError(t, err)
	q.Header.Set("Content-Type", form.FormDataContentType())
	if change != nil {
		change(q)
	}
	resp, err := r.Client().Do(q)
	require.NoError(t, err)
	return read(t, resp)
}

func read(t *testing.T, resp *http.Response) (int, string) {
	t.Helper()
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
	assert.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
	return resp.StatusCode, string(text)
}

func (r *reviewing) get(t *testing.T, path string) (int, string) {
	t.Helper()
	resp, err := r.Client().Get(r.URL + path)
	require.NoError(t, err)
	return read(t, resp)
}

// zeros is a reader of so many of them.
func zeros(n int64) io.Reader { return io.LimitReader(nought{}, n) }

type nought struct{}

func (nought) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// archived is a zip archive with one file.
func archived(t *testing.T, name string, method uint16, content io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	require.NoError(t, err)
	_, err = io.Copy(f, content)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestTheReviewPageIsAPlainForm(t *testing.T) {
	t.Parallel()
	r := newReviewing(t)
	status, text := r.get(t, "/")
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, text, `<form method="post" action="/" enctype="multipart/form-data">`)
	assert.Contains(t, text, "证据包对比")
	assert.NotContains(t, text, "<script")
	_, text = r.get(t, "/?lang=en")
	assert.Contains(t, text, "Compare evidence bundles")
	status, _ = r.get(t, "/comparison/none")
	assert.Equal(t, http.StatusNotFound, status)
}

func TestTheReviewPageAnswersOnlyItsOwn(t *testing.T) {
	t.Parallel()
	r := newReviewing(t)
	for name, c := range map[string]struct {
		change func(*http.Request)
		status int
	}{
		"another name":   {func(q *http.Request) { q.Host = "rebound.example" }, http.StatusMisdirectedRequest},
		"another port":   {func(q *http.Request) { q.Host = "127.0.0.1:1" }, http.StatusMisdirectedRequest},
		"another origin": {func(q *http.Request) { q.Header.Set("Origin", "http://evil.example") }, http.StatusForbidden},
		"another site":   {func(q *http.Request) { q.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		"its own":        {func(q *http.Request) { q.Header.Set("Origin", r.URL) }, http.StatusUnprocessableEntity},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, _ := r.send(t, "the-token", "en", c.change)
			assert.Equal(t, c.status, status)
		})
	}
}

func TestTheReviewPageRefusesWhatIsNoBundle(t *testing.T) {
	t.Parallel()
	r := newReviewing(t)
	for name, c := range map[string]struct {
		token string
		file  io.Reader
		want  string
	}{
		"nothing":        {"the-token", nil, "at least two bundles"},
		"no token":       {"", nil, "out of date"},
		"text":           {"the-token", strings.NewReader("hello"), "no evidence bundle"},
		"way out":        {"the-token", bytes.NewReader(archived(t, "../../etc/passwd", zip.Store, strings.NewReader("x"))), "was changed or damaged"},
		"packed zeros":   {"the-token", bytes.NewReader(archived(t, "manifest.json", zip.Deflate, zeros(64<<20))), "was changed or damaged"},
		"hostile name":   {"the-token", strings.NewReader("x"), "&lt;script&gt;"},
		"other manifest": {"the-token", bytes.NewReader(archived(t, "manifest.json", zip.Store, strings.NewReader(`{"format":"cityconf-bundle/9"}`))), "another version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files []formFile
			if c.file != nil {
				files = append(files, formFile{"bundle", "<script>.zip", c.file})
			}
			status, text := r.send(t, c.token, "en", nil, files...)
			assert.Equal(t, http.StatusUnprocessableEntity, status)
			assert.Contains(t, text, "Nothing was compared.")
			assert.Contains(t, text, c.want)
			assert.NotContains(t, text, "<script")
			assert.NotContains(t, text, r.dir, "no path of this computer")
		})
	}
	t.Cleanup(func() {
		left, err := os.ReadDir(r.dir)
		require.NoError(t, err)
		assert.Empty(t, left, "the files are deleted")
	})
}

// TestTheReviewPageStopsReadingWhatIsTooLarge: two gigabytes of zeros are not
// read to their end.
func TestTheReviewPageStopsReadingWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	r := newReviewing(t)
	q, err := http.NewRequest(http.MethodPost, r.URL+"/", nil)
	require.NoError(t, err)
	w := httptest.NewRecorder()
	body := &counting{in: io.MultiReader(strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"bundle\"; filename=\"z.zip\"\r\n\r\n"), zeros(2<<30))}
	q.Body, q.Host = io.NopCloser(body), r.Listener.Addr().String()
	q.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	r.Config.Handler.ServeHTTP(w, q)
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	assert.Contains(t, w.Body.String(), "文件过大")
	assert.LessOrEqual(t, body.n, int64(mostOctets)+1<<20)
	left, err := os.ReadDir(r.dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

type counting struct {
	in io.Reader
	n  int64
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	c.n += int64(n)
	return n, err
}

func TestBundlesAreComparedOnTheReviewPage(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a city and several processes")
	}
	r := newReviewing(t)
	var files, twice []formFile
	for _, path := range handed(t, "Zeta", "Alpha") {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		files = append(files, formFile{"bundle", filepath.Base(filepath.Dir(path)) + ".zip", bytes.NewReader(data)})
		twice = append(twice, formFile{"bundle", "a.zip", bytes.NewReader(data)}, formFile{"bundle", "b.zip", bytes.NewReader(data)})
	}
	status, text := r.send(t, "the-token", "en", nil, files...)
	require.Equal(t, http.StatusOK, status, text)
	assert.Contains(t, text, "Comparison of vendors")
	assert.Contains(t, text, "Alpha")
	links := regexp.MustCompile(`href="(/comparison/[^"]+)"`).FindAllStringSubmatch(text, -1)
	require.Len(t, links, 3, "a workbook and two reports")
	for i, want := range []string{"PK\x03\x04", "Alpha", "Zeta"} {
		status, text = r.get(t, links[i][1])
		assert.Equal(t, http.StatusOK, status)
		assert.Contains(t, text, want)
	}
	status, text = r.send(t, "the-token", "en", nil, twice...)
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, text, "hold the same run")
}
