package wire

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mask stands where a secret was.
const Mask = "•••"

// Lengths of secrets in octets. A short one is looked for as a whole word
// only, because the letters of "admin" occur in innocent data; one shorter
// still could be any number and is masked only in the headers that carry
// credentials.
const (
	shortSecret   = 8
	trivialSecret = 4
)

// Redactor replaces secrets by [Mask], as they are and in the spellings in
// which they come back: percent-encoded, base64 (at any offset, as in Basic
// credentials), JSON, Go and HTML strings. It is immutable and safe for
// concurrent use; one value is shared by all wires of a run. A nil Redactor
// knows no secrets, yet masks the headers that carry credentials.
type Redactor struct {
	forms []form // longest first
}

type form struct {
	text string
	word bool // only where no letter or digit adjoins
}

// NewRedactor knows the given secrets; empty ones are left out.
func NewRedactor(secrets ...string) *Redactor {
	return (*Redactor)(nil).With(secrets...)
}

// With is a Redactor that knows more secrets.
func (r *Redactor) With(secrets ...string) *Redactor {
	next := &Redactor{}
	if r != nil {
		next.forms = slices.Clone(r.forms)
	}
	for _, s := range secrets {
		next.forms = append(next.forms, formsOf(s)...)
	}
	slices.SortFunc(next.forms, func(a, b form) int {
		return cmp.Or(cmp.Compare(len(b.text), len(a.text)), cmp.Compare(a.text, b.text))
	})
	next.forms = slices.Compact(next.forms)
	return next
}

func formsOf(secret string) []form {
	if len(secret) < trivialSecret {
		return nil
	}
	var out []form
	for _, s := range spellings(secret) {
		out = append(out, form{s, len(secret) < shortSecret})
	}
	if len(secret) >= shortSecret {
		for _, s := range encodings(secret) {
			out = append(out, form{s, false})
		}
	}
	return out
}

// spellings writes a secret as the notations that surround it would.
func spellings(secret string) []string {
	out := []string{secret, html.EscapeString(secret), inner(strconv.Quote(secret)), inner(strconv.QuoteToASCII(secret))}
	for _, s := range []string{url.QueryEscape(secret), url.PathEscape(secret), percent(secret)} {
		out = append(out, s, lowerHex(s))
	}
	if b, err := json.Marshal(secret); err == nil {
		out = append(out, inner(string(b)))
	}
	return out
}

// encodings are the parts of a base64 text that a secret determines whatever
// surrounds it, one for each of the three ways in which it can be aligned.
func encodings(secret string) []string {
	var out []string
	for offset := range 3 {
		padded := append(make([]byte, offset), secret...)
		from := (offset*8 + 5) / 6
		to := len(padded) * 8 / 6
		for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			out = append(out, e.EncodeToString(padded)[from:to])
		}
	}
	return out
}

func inner(quoted string) string { return quoted[1 : len(quoted)-1] }

func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		const hex = "0123456789ABCDEF"
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

// lowerHex writes percent escapes in lower case.
func lowerHex(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			b[i+1], b[i+2] = lower(b[i+1]), lower(b[i+2])
		}
	}
	return string(b)
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'F' {
		return c + 'a' - 'A'
	}
	return c
}

// Text masks the secrets in a text.
func (r *Redactor) Text(s string) string {
	if r == nil {
		return s
	}
	for _, f := range r.forms {
		if !strings.Contains(s, f.text) {
			continue
		}
		if f.word {
			s = replaceWord(s, f.text)
		} else {
			s = strings.ReplaceAll(s, f.text, Mask)
		}
	}
	return s
}

// Bytes masks the secrets in a body. A body without secrets is returned as it
// is, not copied.
func (r *Redactor) Bytes(b []byte) []byte {
	if r == nil || len(b) == 0 {
		return b
	}
	s := string(b)
	if masked := r.Text(s); masked != s {
		return []byte(masked)
	}
	return b
}

func replaceWord(s, word string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, word)
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		end := i + len(word)
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[end:])
		if isWord(before) || isWord(after) {
			_, n := utf8.DecodeRuneInString(s[i:])
			end = i + n
			b.WriteString(s[:end])
		} else {
			b.WriteString(s[:i] + Mask)
		}
		s = s[end:]
	}
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// credentialHeaders are masked whatever they hold; of the first ones the
// scheme stays, as it tells which authentication was tried.
var credentialHeaders = map[string]bool{
	"Authorization": true, "Proxy-Authorization": true, "Cookie": false, "Set-Cookie": false,
}

// Header is a copy with credentials and secrets masked.
func (r *Redactor) Header(h http.Header) http.Header {
	if h == nil {
		return nil
	}
	out := make(http.Header, len(h))
	for name, values := range h {
		scheme, secret := credentialHeaders[http.CanonicalHeaderKey(name)]
		masked := make([]string, len(values))
		for i, v := range values {
			if secret {
				masked[i] = maskCredential(v, scheme)
			} else {
				masked[i] = r.Text(v)
			}
		}
		out[name] = masked
	}
	return out
}

func maskCredential(v string, scheme bool) string {
	if kind, _, ok := strings.Cut(v, " "); ok && scheme {
		for _, known := range []string{"Bearer", "Basic", "Digest"} {
			if strings.EqualFold(kind, known) {
				return kind + " " + Mask
			}
		}
	}
	return Mask
}

// Message is the message with its secrets masked.
func (r *Redactor) Message(m Message) Message {
	m.Header, m.Topic, m.Body = r.Header(m.Header), r.Text(m.Topic), r.Bytes(m.Body)
	return m
}

// Exchange is the exchange with its secrets masked, in everything that was
// sent, received or is said about it.
func (r *Redactor) Exchange(x Exchange) Exchange {
	x.Operation, x.Sent.As, x.Sent.Method = r.Text(x.Operation), r.Text(x.Sent.As), r.Text(x.Sent.Method)
	x.Sent.URL, x.Sent.Topic = r.Text(x.Sent.URL), r.Text(x.Sent.Topic)
	x.Sent.Header, x.Sent.Body = r.Header(x.Sent.Header), r.Bytes(x.Sent.Body)
	for i, m := range x.Received {
		x.Received[i] = r.Message(m)
	}
	x.Fault = r.fault(x.Fault)
	return x
}

func (r *Redactor) fault(f *Fault) *Fault {
	if f == nil {
		return nil
	}
	return &Fault{Kind: f.Kind, Detail: r.Text(f.Detail), Code: f.Code}
}
