package check

import (
	"regexp"
	"strings"

	"github.com/cityconf/cityconf/specs/asyncapi"
)

var addressParameter = regexp.MustCompile(`\{([A-Za-z]+)\}`)

// AddressPattern is the regular expression of the topics of a channel in a
// city; parameters without a pattern take one level of letters, digits, dot,
// hyphen and underscore.
func AddressPattern(ch *asyncapi.Channel, city string) *regexp.Regexp {
	var b strings.Builder
	b.WriteByte('^')
	rest := ch.Address
	for {
		m := addressParameter.FindStringSubmatchIndex(rest)
		if m == nil {
			b.WriteString(regexp.QuoteMeta(rest))
			break
		}
		b.WriteString(regexp.QuoteMeta(rest[:m[0]]))
		b.WriteString(parameterPattern(ch, rest[m[2]:m[3]], city))
		rest = rest[m[1]:]
	}
	b.WriteByte('$')
	return regexp.MustCompile(b.String())
}

func parameterPattern(ch *asyncapi.Channel, name, city string) string {
	if name == "city" || name == "cityCode" {
		return regexp.QuoteMeta(city)
	}
	for _, p := range ch.Parameters {
		if p.Name != name {
			continue
		}
		if len(p.Enum) > 0 {
			quoted := make([]string, len(p.Enum))
			for i, e := range p.Enum {
				quoted[i] = regexp.QuoteMeta(e)
			}
			return "(?:" + strings.Join(quoted, "|") + ")"
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(p.Pattern, "^"), "$")
		if _, err := regexp.Compile(inner); err == nil && inner != "" {
			return "(?:" + inner + ")"
		}
	}
	return `[A-Za-z0-9._-]+`
}

// Filter is the subscription that covers a channel in a city.
func Filter(ch *asyncapi.Channel, city string) string {
	return addressParameter.ReplaceAllStringFunc(ch.Address, func(p string) string {
		if p == "{city}" || p == "{cityCode}" {
			return city
		}
		return "+"
	})
}

// DeviceOf is the fifth level of a topic, the device in
// ucis/v1/{city}/{domain}/{device}/…, "" when it has fewer.
func DeviceOf(topic string) string {
	if l := strings.Split(topic, "/"); len(l) > 4 {
		return l[4]
	}
	return ""
}
