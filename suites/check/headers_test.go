package check_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

func TestFieldsThatComeTwiceAreOneList(t *testing.T) {
	t.Parallel()
	v := check.Look(wire.Exchange{Protocol: "http", Received: []wire.Message{{Status: 200, Header: http.Header{
		"Link": {`</a>; rel="first"`, `</b>; rel="next"`}, "Etag": {`"1"`}}}}})
	assert.Equal(t, map[string]any{"link": `</a>; rel="first", </b>; rel="next"`, "etag": `"1"`}, check.Headers(v))
}
