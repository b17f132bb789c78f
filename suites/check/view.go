package check

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strings"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

// View is an exchange with its first answer parsed once for all checks.
type View struct {
	wire.Exchange
	Status   int
	Header   http.Header
	Raw      []byte
	Body     any   // nil when there is none or it is neither JSON nor a feed
	Composed bool  // Body was put together from several answers, each judged already
	JSON     error // why Raw is not strict JSON, nil when it is or when it is not meant to be

	examined map[*schema.Schema]*schema.Examination // see examine
}

// telltales are the keywords that the standing checks read; one look at a body
// finds them all.
var telltales = []string{"x-ucis-req", "x-ucis-past", "x-ucis-invariants", "x-ucis-monotone", "x-ucis-states", "x-ucis-personal"}

// examine holds the body against a schema, once however many checks ask. It is
// not safe for concurrent use: a view is judged by one case.
func (v *View) examine(ref string, c *Context) (*schema.Examination, error) {
	s, err := c.Standard.Schemas.Compile(ref, schema.Response)
	if err != nil {
		return nil, err
	}
	x, ok := v.examined[s]
	if !ok {
		if v.examined == nil {
			v.examined = map[*schema.Schema]*schema.Examination{}
		}
		x = s.Examine(v.Body, telltales...)
		v.examined[s] = x
	}
	return x, nil
}

// Look parses the answer of an exchange.
func Look(x wire.Exchange) *View {
	v := &View{Exchange: x}
	if x.Protocol != "http" || len(x.Received) == 0 {
		return v
	}
	m := x.Received[0]
	v.Status, v.Header = m.Status, m.Header
	if v.Raw, v.JSON = uncoded(m); v.JSON != nil {
		return v
	}
	if len(v.Raw) > 0 && isJSON(v.MediaType()) {
		v.Body, v.JSON = schema.Parse(v.Raw)
	}
	if len(v.Raw) > 0 && isProtobuf(v.MediaType()) {
		v.Body, _ = feed(v.Raw) // what cannot be read shows nothing; conditions on it fail
	}
	return v
}

// MediaType is the media type of the answer without parameters, lower case.
func (v *View) MediaType() string {
	t, _, err := mime.ParseMediaType(v.Header.Get("Content-Type"))
	if err != nil {
		return strings.ToLower(strings.TrimSpace(strings.Split(v.Header.Get("Content-Type"), ";")[0]))
	}
	return t
}

// Answered tells whether the system gave an HTTP answer.
func (v *View) Answered() bool { return v.Status != 0 }

func isJSON(mediaType string) bool {
	return strings.HasSuffix(mediaType, "/json") || strings.HasSuffix(mediaType, "+json")
}

// short renders a value for a finding: compact JSON, cut at 160 runes.
func short(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "?"
	}
	r := []rune(strings.TrimSpace(b.String()))
	if len(r) > 160 {
		return string(r[:159]) + "…"
	}
	return string(r)
}
