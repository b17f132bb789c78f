package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestWhichFormatsAreAsserted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options     []schema.Option
		date, email bool
	}{
		"all":  {nil, false, false},
		"some": {[]schema.Option{schema.WithFormats("date", "uuid")}, false, true},
		"none": {[]schema.Option{schema.WithFormatAnnotation()}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := map[string]any{"date": map[string]any{"format": "date"}, "email": map[string]any{"format": "email"}}
			set := schema.NewSet(docs, append(c.options, schema.WithBatches(1))...)
			for doc, want := range map[string]bool{"date": c.date, "email": c.email} {
				s, err := set.Compile(doc, schema.Neutral)
				require.NoError(t, err)
				assert.Equal(t, want, len(s.Validate("neither")) == 0, doc)
			}
		})
	}
}
