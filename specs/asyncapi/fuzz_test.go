package asyncapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
)

// FuzzLoad: whatever a document says, each channel that is read stands where it
// says, and each problem says where it is.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(lamps))
	f.Add([]byte("asyncapi: 3.0.0\nchannels: {a: {$ref: '#/channels/a'}}"))
	f.Add([]byte("asyncapi: 3.0.0\nchannels: {a: {address: 'a/{b}', parameters: [], messages: {m: {payload: {$ref: '#'}}}}}\noperations: {o: {channel: {$ref: '#/x'}}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := document.Parse("a.yaml", data)
		if err != nil {
			return
		}
		channels, problems := Load(doc, nil)
		for i := range channels {
			_, stands := doc.Lookup(channels[i].Pointer)
			require.True(t, stands || channels[i].Document != doc.Path, channels[i].Pointer)
			require.NotEmpty(t, channels[i].ID)
		}
		for _, p := range problems {
			require.NotEmpty(t, p.Message)
			require.NotEmpty(t, p.Path)
		}
	})
}
