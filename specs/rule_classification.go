package specs

import (
	"slices"

	"github.com/cityconf/cityconf/specs/document"
)

const classificationKey = "x-ucis-classification"

// classifications are the levels of data, from public to highly sensitive;
// #/$defs/Classification of schemas/resource.yaml gives their names.
var classifications = []string{"L1", "L2", "L3", "L4"}

// lowestPersonal is the level that personal data have at least: their
// disclosure harms a person, whatever it does to the city (GB/T 35273).
const lowestPersonal = "L3"

// ruleClassification wants x-ucis-classification to be a level, and one that
// is high enough wherever x-ucis-personal marks personal data.
func ruleClassification(l *loading) {
	l.walk(func(file, pointer string, v any) bool {
		m, _ := v.(map[string]any)
		level, stated := m[classificationKey]
		name, _ := level.(string)
		switch {
		case stated && !slices.Contains(classifications, name):
			l.find(file, document.Join(pointer, classificationKey), "the classification is none of L1, L2, L3, L4", "")
		case m["x-ucis-personal"] == true && !stated:
			l.find(file, pointer, "personal data without a classification", "write "+classificationKey+": "+lowestPersonal+", or L4 when they are highly sensitive")
		case m["x-ucis-personal"] == true && name < lowestPersonal:
			l.find(file, document.Join(pointer, classificationKey), "personal data are classified as "+name, "write "+lowestPersonal+" or L4")
		}
		return !isData(pointer)
	})
}
