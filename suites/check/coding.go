package check

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"

	"github.com/cityconf/cityconf/suites/wire"
)

// largestBody is how much of a compressed body is judged, in octets.
const largestBody = 16 << 20

// uncoded is the body of an answer without its content coding. A tester that
// does not say which codings it takes may be sent any (RFC 9110, section
// 12.5.3); of these gzip is in use for JSON. The error says that the body is
// not what its Content-Encoding promises.
func uncoded(m wire.Message) ([]byte, error) {
	coding := strings.ToLower(strings.TrimSpace(m.Header.Get("Content-Encoding")))
	if len(m.Body) == 0 || coding != "gzip" && coding != "x-gzip" {
		return m.Body, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(m.Body))
	if err != nil {
		return m.Body, fmt.Errorf("Content-Encoding is gzip, the body is not: %w", err)
	}
	whole, err := io.ReadAll(io.LimitReader(r, largestBody))
	if err != nil {
		return m.Body, fmt.Errorf("the gzip body is damaged: %w", err)
	}
	return whole, nil
}
