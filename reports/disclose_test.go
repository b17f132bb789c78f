package reports

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestThePublicSeesNothingThatWasExchanged(t *testing.T) {
	t.Parallel()
	whole := &Report{ID: "7F3A-9C21", Deviations: []Deviation{{ID: "E-01", Example: Example{Got: "200", Excerpt: "{}", Commands: []string{"curl"},
		Transcript: []Exchange{{Body: Body{Text: "personal"}}}}}}}
	shown := Disclosed(whole)
	assert.Equal(t, "7F3A-9C21", shown.ID)
	assert.Equal(t, "200", shown.Deviations[0].Example.Got, "what was found stays")
	assert.Empty(t, shown.Deviations[0].Example.Transcript)
	assert.Empty(t, shown.Deviations[0].Example.Excerpt)
	assert.Empty(t, shown.Deviations[0].Example.Commands)
	assert.Len(t, whole.Deviations[0].Example.Transcript, 1, "the whole report is untouched")
}
