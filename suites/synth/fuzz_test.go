package synth_test

import (
	"os"
	"testing"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// FuzzSchema holds for any schema that compiles: no panic, valid instances are
// accepted, invalid ones refused.
func FuzzSchema(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(written(f, s.schema))
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := schema.Parse([]byte(text))
		if err != nil || len(text) > 2000 {
			return
		}
		set := schema.NewSet(map[string]any{ref: tree})
		compiled, err := set.Compile(ref, schema.Request)
		if err != nil {
			return
		}
		o := synth.Options{View: schema.Request}
		good, _, err := synth.Valid(set, ref, o)
		if err != nil {
			return
		}
		for _, in := range good {
			if len(compiled.Validate(in.Value)) > 0 {
				t.Fatalf("%s is refused: %s", in.Name, written(t, in.Value))
			}
		}
		bad, _, err := synth.Invalid(set, ref, o)
		if err != nil {
			t.Fatalf("there are valid instances but no invalid ones: %v", err)
		}
		for _, in := range bad {
			if len(compiled.Validate(in.Value)) == 0 {
				t.Fatalf("%s is accepted: %s", in.Name, written(t, in.Value))
			}
		}
	})
}

func BenchmarkValid(b *testing.B) {
	for _, s := range samples(b) {
		if s.name != "closed object" && s.name != "missing value is null" && s.name != "identifier" {
			continue
		}
		b.Run(s.name, func(b *testing.B) {
			set := s.set()
			for b.Loop() {
				if _, _, err := synth.Valid(set, ref, s.options()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkInvalid(b *testing.B) {
	for _, s := range samples(b) {
		if s.name != "closed object" && s.name != "missing value is null" && s.name != "identifier" {
			continue
		}
		b.Run(s.name, func(b *testing.B) {
			set := s.set()
			for b.Loop() {
				if _, _, err := synth.Invalid(set, ref, s.options()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLuminaire(b *testing.B) {
	const folder, lamp = "../../specs/ucis/1.0", "lgt/openapi.yaml#/components/schemas/Luminaire"
	if _, err := os.Stat(folder + "/lgt/openapi.yaml"); err != nil {
		b.Skip("the lighting document is not there")
	}
	set := schema.NewSet(load(b, folder))
	for b.Loop() {
		if _, _, err := synth.Valid(set, lamp, synth.Options{View: schema.Request}); err != nil {
			b.Fatal(err)
		}
		if _, _, err := synth.Invalid(set, lamp, synth.Options{View: schema.Request}); err != nil {
			b.Fatal(err)
		}
	}
}
