package reports

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cityconf/cityconf/suites/wire"
)

// command writes an exchange as a line for a POSIX shell. Secrets appear as
// variables the reader sets. Probes of the transport have no such line.
func command(x *wire.Exchange, broker string) []string {
	switch x.Protocol {
	case "http":
		return []string{curl(&x.Sent)}
	case "mqtt":
		return mosquitto(&x.Sent, broker)
	}
	return nil
}

// longestBody is the longest body that a command repeats; longer ones are left
// to replay.
const longestBody = 4096

func curl(s *wire.Sent) string {
	w := words{"curl", "-i", "-g", "--path-as-is"}
	if s.Method == http.MethodHead {
		w = append(w, "--head")
	} else {
		w = append(w, "-X", quote(s.Method))
	}
	token := variable(s.As)
	for _, h := range requestHeaders(s.Header) {
		w = append(w, "-H", secret(h, token))
	}
	for _, name := range []string{"Accept", "Content-Type"} {
		if _, sent := s.Header[name]; !sent && (name != "Content-Type" || len(s.Body) > 0) {
			w = append(w, "-H", quote(name+":")) // else curl adds its own
		}
	}
	pipe := ""
	switch {
	case len(s.Body) == 0:
	case len(s.Body) > longestBody:
		w = append(w, "--data-binary", "@body")
	case plain(s.Body):
		w = append(w, "--data-raw", secret(string(s.Body), token))
	default:
		pipe = "echo " + base64.StdEncoding.EncodeToString(s.Body) + " | base64 -d | "
		w = append(w, "--data-binary", "@-")
	}
	return pipe + append(w, secret(s.URL, token)).String()
}

// requestHeaders are the headers a reader must send; curl makes the rest.
func requestHeaders(h http.Header) []string {
	var out []string
	for name, values := range h {
		if name == "Content-Length" || name == "Host" || name == "Accept-Encoding" {
			continue
		}
		for _, v := range values {
			out = append(out, name+": "+masked(name, v))
		}
	}
	slices.Sort(out)
	return out
}

// variable names the environment variable that holds a credential.
func variable(as string) string {
	if as == "" || as == "default" || as == "none" {
		return "CITYCONF_TOKEN"
	}
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, as)
	return "CITYCONF_TOKEN_" + name
}

func mosquitto(s *wire.Sent, broker string) []string {
	if s.Method == "PUBLISH" {
		return []string{publish(s, broker)}
	}
	if s.Topic == "" {
		return nil
	}
	w := append(words{"mosquitto_sub"}, connection(s, broker)...)
	return []string{append(w, "-t", quote(s.Topic), "-q", strconv.Itoa(int(s.QoS)), "-W", "60", "-F", quote("%t qos=%q retain=%r %p")).String()}
}

func publish(s *wire.Sent, broker string) string {
	w := append(words{"mosquitto_pub"}, connection(s, broker)...)
	w = append(w, "-t", quote(s.Topic), "-q", strconv.Itoa(int(s.QoS)))
	if s.Retain {
		w = append(w, "-r")
	}
	switch {
	case len(s.Body) == 0:
		return append(w, "-n").String()
	case len(s.Body) > longestBody:
		return append(w, "-f", "body").String()
	case plain(s.Body):
		return append(w, "-m", secret(string(s.Body), variable(s.As))).String()
	}
	return "echo " + base64.StdEncoding.EncodeToString(s.Body) + " | base64 -d | " + append(w, "-s").String()
}

// connection are the options that reach the broker.
func connection(s *wire.Sent, broker string) words {
	address := s.URL
	if address == "" {
		address = broker
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return append(words{"-h", `"${CITYCONF_BROKER}"`}, login(s.As)...)
	}
	w := words{"-h", quote(u.Hostname())}
	if p := u.Port(); p != "" {
		w = append(w, "-p", p)
	}
	if u.Scheme == "mqtts" || u.Scheme == "ssl" || u.Scheme == "tls" {
		w = append(w, "--tls-use-os-certs")
	}
	return append(w, login(s.As)...)
}

func login(as string) words {
	if as == "none" {
		return nil
	}
	return words{"-u", `"${CITYCONF_USER}"`, "-P", `"${` + variable(as) + `}"`}
}

// plain tells whether a shell word can carry the octets unchanged.
func plain(b []byte) bool {
	return utf8.Valid(b) && !slices.ContainsFunc(b, func(c byte) bool { return c < ' ' && c != '\n' && c != '\t' || c == 0x7f })
}
