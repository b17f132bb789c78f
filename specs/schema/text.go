package schema

// Text renders the violation in English and Chinese.
func (v Violation) Text() (en, zh string) {
	return v.Instance + ": " + v.Want, v.Instance + ":" + v.Want
}
