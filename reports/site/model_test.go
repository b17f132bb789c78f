package site

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPartTitles(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "versions", afterDash("UCIS 1.0 — versions"))
	assert.Equal(t, "版本", afterDash("UCIS 1.0 —— 版本"))
	assert.Equal(t, "Lighting", afterDash("Lighting"))
	assert.Equal(t, "Versions", capital("versions"))
	assert.Empty(t, capital(""))
}

func TestAnchors(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]string{
		"lgt/openapi.yaml#/components/schemas/Lamp":       "part-lgt.html#schema-Lamp",
		"lgt/channels.yaml#/components/schemas/LampState": "part-lgt.html#message-LampState",
		"schemas/time.yaml#/$defs/Past":                   "part-schemas.html#time-Past",
	} {
		assert.Equal(t, want, anchor(ref))
	}
}
