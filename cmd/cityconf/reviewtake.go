package main

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/tender"
)

// Limits of what is handed in at once.
const (
	mostBundles = 40
	mostOctets  = 512 << 20 // of all files
	mostProfile = 1 << 20
	mostField   = 1 << 10
)

// intake is what one form handed in.
type intake struct {
	desk    *desk
	dir     string
	token   string
	lang    string
	profile []byte
	entries []compare.Entry
}

// take reads a form, compares, and leads to the outcome.
func (r *reviewer) take(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	q.Body = http.MaxBytesReader(w, q.Body, mostOctets)
	dir, err := os.MkdirTemp(r.dir, "in-*")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer os.RemoveAll(dir)
	in := &intake{desk: r.desk.again(), dir: dir}
	to, no := in.compared(q, r)
	if no != nil {
		w.Header().Set("Connection", "close") // what is left of a large form is not read
		r.form(w, in.lang, http.StatusUnprocessableEntity, no)
		return
	}
	http.Redirect(w, q, to, http.StatusSeeOther)
}

func (in *intake) compared(q *http.Request, r *reviewer) (string, *refusal) {
	files, err := in.read(q)
	if err != nil {
		return "", refusalOf("", err)
	}
	if in.token != r.token {
		return "", &refusal{text: render.Refusal("token")}
	}
	if len(in.profile) > 0 {
		p, problems, _ := tender.Read("profile", in.profile, in.desk.std)
		if len(problems) > 0 {
			return "", &refusal{render.Refusal("profile"), problems[0].Error()}
		}
		in.desk.terms.profile = p
	}
	for _, f := range files {
		e, err := in.desk.entry(q.Context(), f.path)
		if err != nil {
			return "", refusalOf(f.name, err)
		}
		e.File = f.name
		in.entries = append(in.entries, *e)
	}
	if len(in.entries) < 2 {
		return "", &refusal{text: render.Refusal("few")}
	}
	c, err := compare.New(in.entries, in.desk.terms.profile)
	if err != nil {
		return "", refusalOf("", err)
	}
	c.Again = in.desk.verify && !in.desk.some
	return r.keep(c, r.language(in.lang)), nil
}

// received is a file of the form, under a name of ours.
type received struct{ name, path string }

// read takes the form part by part: files go to disk, never whole into memory.
func (in *intake) read(q *http.Request) ([]received, error) {
	parts, err := q.MultipartReader()
	if err != nil {
		return nil, err
	}
	var out []received
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if len(out) > mostBundles {
			return nil, errMany
		}
		if err := in.part(p, &out); err != nil {
			return nil, err
		}
	}
}

var errMany, errLarge = errors.New("too many bundles"), errors.New("a field is too long")

func (in *intake) part(p *multipart.Part, out *[]received) (err error) {
	switch p.FormName() {
	case "token":
		in.token, err = field(p, mostField)
	case "lang":
		in.lang, err = field(p, mostField)
	case "profile":
		var text string
		text, err = field(p, mostProfile)
		in.profile = []byte(text)
	case "bundle":
		if p.FileName() == "" {
			return nil
		}
		path := filepath.Join(in.dir, fmt.Sprintf("bundle-%d", len(*out)))
		*out = append(*out, received{p.FileName(), path})
		return save(path, p)
	}
	return err
}

func field(p io.Reader, most int64) (string, error) {
	b, err := io.ReadAll(io.LimitReader(p, most+1))
	if err == nil && int64(len(b)) > most {
		err = errLarge
	}
	return string(b), err
}

func save(path string, in io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, in)
	return errors.Join(err, f.Close())
}

// again is the desk for one more comparison, with terms of its own.
func (d *desk) again() *desk {
	out := *d
	out.at, out.some = time.Now(), false
	return &out
}

// refusalOf says for people why a file was refused.
func refusalOf(name string, err error) *refusal {
	var broken *bundle.BrokenError
	var foreign *bundle.ForeignError
	var version *bundle.VersionError
	var large *http.MaxBytesError
	var f *failure
	detail := strings.TrimSpace(err.Error())
	if i := strings.LastIndex(detail, "bundle-"); i >= 0 { // the path is ours
		_, detail, _ = strings.Cut(detail[i:], ": ")
	}
	why := "foreign"
	switch {
	case errors.As(err, &broken):
		why = "broken"
	case errors.As(err, &version):
		why = "version"
	case errors.As(err, &foreign):
	case errors.Is(err, compare.ErrOneRun):
		return &refusal{render.Refusal("twice"), detail}
	case errors.As(err, &large), errors.Is(err, errLarge):
		return &refusal{text: render.Refusal("large")}
	case errors.Is(err, errMany):
		return &refusal{text: render.Refusal("many")}
	case errors.As(err, &f):
		return &refusal{render.Refusal("profile"), detail}
	}
	return &refusal{render.Refusal(why, name), detail}
}
