package check

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// addresses are the headers whose value is a URL that the system made. URLs
// end up in logs, histories and caches.
var addresses = []string{"Location", "Content-Location", "Link"}

func hasAddress(v *View, c *Context) bool { return c.Operation != nil && address(v) != "" }

// address is every URL of an answer's headers, decoded.
func address(v *View) string {
	var all []string
	for _, name := range addresses {
		for _, text := range v.Header.Values(http.CanonicalHeaderKey(name)) {
			all = append(all, decoded(text))
		}
	}
	return strings.Join(all, "\n")
}

func decoded(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// judgePersonal looks for personal data in the URLs of an answer: what the
// request or the answer says at a place marked x-ucis-personal, and what can
// be nothing else.
func judgePersonal(v *View, c *Context) ([]located, error) {
	at := address(v)
	values, err := personal(v, c)
	if err != nil {
		return nil, err
	}
	if got := exposed(at, values); got != "" {
		return one(Finding{At: "header", Keyword: "personal", Want: "no personal data in a URL", Got: got,
			Message: text("A URL made by the system holds personal data: %s.", "系统生成的网址含有个人信息：%s。", got)}), nil
	}
	return nil, nil
}

// personal lists the personal data that an exchange speaks of.
func personal(v *View, c *Context) ([]string, error) {
	var all []string
	if sent, err := schema.Parse(v.Sent.Body); err == nil && c.Operation.Body != nil {
		if all, err = markedSent(c.Operation.Body.Content, sent, c); err != nil {
			return nil, err
		}
	}
	if m := content(v, c); m != nil && m.Schema != "" && v.Body != nil {
		x, err := v.examine(m.Schema, c)
		if err != nil {
			return nil, err
		}
		all = append(all, markedIn(x, v.Body)...)
	}
	return all, nil
}

func markedSent(content []openapi.MediaType, body any, c *Context) ([]string, error) {
	if len(content) == 0 || content[0].Schema == "" {
		return nil, nil
	}
	s, err := c.Standard.Schemas.Compile(content[0].Schema, schema.Request)
	if err != nil {
		return nil, err
	}
	return markedIn(s.Examine(body, "x-ucis-personal"), body), nil
}

func markedIn(x *schema.Examination, body any) []string {
	var all []string
	for _, a := range x.Annotations("x-ucis-personal") {
		if text, ok := At(body, a.Instance).(string); ok {
			all = append(all, text)
		}
	}
	return all
}

// telling is how long a text must be, in characters, to be found by chance no
// more.
const telling = 4

// exposed is the personal data found in a URL or a topic, "" when there is
// none.
func exposed(place string, values []string) string {
	for _, value := range values {
		if utf8.RuneCountInString(value) >= telling && strings.Contains(place, value) {
			return value
		}
	}
	for _, number := range identityNumber.FindAllString(place, -1) {
		if isIdentityNumber(number) {
			return number
		}
	}
	return plateNumber.FindString(place)
}

// plateNumber is a Chinese number plate; identityNumber the outward form of a
// citizen's number (GB 11643), whose check tells it from other long numbers.
var (
	plateNumber    = regexp.MustCompile(`[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z][A-Z0-9]{5,6}`)
	identityNumber = regexp.MustCompile(`[1-9][0-9]{16}[0-9X]`)
)

// isIdentityNumber checks date of birth and check digit (ISO 7064, MOD 11-2).
func isIdentityNumber(s string) bool {
	born, err := time.Parse("20060102", s[6:14])
	if err != nil || born.Year() < 1900 {
		return false
	}
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(s[i]-'0')
	}
	return "10X98765432"[sum%11] == s[17]
}

// judgePersonalTopic does the same for topics.
func judgePersonalTopic(o *Observed, c *Context) ([]located, error) {
	for i, p := range o.parsed {
		x, err := o.examine(i, c)
		if err != nil {
			return nil, err
		}
		if got := exposed(decoded(o.Messages[i].Topic), markedIn(x, p.body)); got != "" {
			return []located{bad(i, "topic", "personal", "no personal data in a topic", got,
				"The topic %s holds personal data.", "主题 %s 含有个人信息。", o.Messages[i].Topic)}, nil
		}
	}
	return nil, nil
}
