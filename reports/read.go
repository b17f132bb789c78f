package reports

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/cityconf/cityconf/specs/schema"
)

//go:embed report.schema.json
var reportSchema []byte

// SchemaJSON is the JSON Schema (2020-12) of the document.
func SchemaJSON() []byte { return bytes.Clone(reportSchema) }

// ReadReport reads a report strictly: JSON without duplicate members or
// trailing data, valid against the schema, and with a digest that fits its
// content. An edited report is refused.
func ReadReport(in io.Reader) (*Report, error) {
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	if err := Validate(data); err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	r, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	want, err := contentDigest(r)
	if err != nil {
		return nil, err
	}
	if r.Digest != want || r.ID != shortID(want) {
		return nil, fmt.Errorf("read report: the digest %s does not fit the content (%s): the report was changed after it was written", r.Digest, want)
	}
	if err := r.reevaluate(); err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	return r, nil
}

// ReadDisclosed reads a report that leaves out what was exchanged, see
// [Disclosed]: strictly, but without its digest, which covers the whole report.
func ReadDisclosed(in io.Reader) (*Report, error) {
	data, err := io.ReadAll(in)
	if err == nil {
		err = Validate(data)
	}
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	r, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	return r, nil
}

// reevaluate computes the evaluation of a report anew: the digest does not
// cover it, so that it must follow from what it names.
func (r *Report) reevaluate() error {
	e := r.Evaluation
	if e == nil {
		return nil
	}
	if p := e.Profile; p != nil && p.Seal().Digest != p.Digest {
		return fmt.Errorf("the digest of profile %s does not fit it: the profile was changed after it was written", p.ID)
	}
	at, err := time.Parse(time.RFC3339, e.At)
	if err != nil {
		return fmt.Errorf("evaluation: %w", err)
	}
	t := Terms{Profile: e.Profile, At: at}
	for _, w := range e.Waivers {
		t.Waivers = append(t.Waivers, w.Waiver)
	}
	for _, k := range e.Known {
		t.Known = append(t.Known, k.Known)
	}
	if e.Disputed != nil {
		t.Disputes = e.Disputed.Disputes
	}
	again, err := Evaluate(r, t)
	if err != nil {
		return err
	}
	if sum(again.Evaluation) != sum(e) {
		return errors.New("the evaluation does not follow from the report and the profile: it was changed after it was written")
	}
	return nil
}

func decode(data []byte) (*Report, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	d.UseNumber()
	r := new(Report)
	if err := d.Decode(r); err != nil {
		return nil, err
	}
	return r, nil
}

// Validate holds a document against the schema of the format. The error names
// the first place that does not fit.
func Validate(data []byte) error {
	tree, err := schema.Parse(reportSchema)
	if err != nil {
		return fmt.Errorf("parse report.schema.json: %w", err)
	}
	doc, err := schema.Parse(data)
	if err != nil {
		return fmt.Errorf("parse report: %w", err)
	}
	s, err := schema.NewSet(map[string]any{"report.schema.json": tree}).Compile("report.schema.json#", schema.Neutral)
	if err != nil {
		return fmt.Errorf("compile report.schema.json: %w", err)
	}
	if bad := s.Validate(doc); len(bad) > 0 {
		en, _ := bad[0].Text()
		return fmt.Errorf("%s: %s (%d places in all)", place(bad[0].Instance), en, len(bad))
	}
	return nil
}

func place(pointer string) string {
	if pointer == "" {
		return "the document"
	}
	return pointer
}
