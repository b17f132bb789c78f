package bundle

import "fmt"

// BrokenError says that a bundle is not what was written: damaged, edited or
// forged.
type BrokenError struct{ Why string }

// Error tells what does not fit.
func (e *BrokenError) Error() string { return e.Why }

func broken(format string, args ...any) error { return &BrokenError{fmt.Sprintf(format, args...)} }

// ForeignError says that a file is no bundle at all.
type ForeignError struct{ Why string }

// Error tells why not.
func (e *ForeignError) Error() string { return e.Why }

// LeakError says that a part would hold a secret in the clear. It names the
// secret, never its value.
type LeakError struct{ Part, Secret string }

// Error names part and secret.
func (e *LeakError) Error() string {
	return fmt.Sprintf("%s holds the secret %s in the clear", e.Part, e.Secret)
}
