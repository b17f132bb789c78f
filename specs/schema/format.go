package schema

// CheckFormat reports whether s has the format name, and whether it is known.
func CheckFormat(name, s string) (ok, known bool) { return true, false }
