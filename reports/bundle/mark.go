package bundle

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// Mark is the mark of a session's test data: eight lower-case letters and
// digits that a buyer's nonce and a random salt determine. It is part of every
// name, idempotency key and client id that the run sends, so that evidence
// gathered before the nonce was known cannot carry it. Without a nonce the salt
// alone decides.
func Mark(nonce, salt string) string {
	sum := sha256.Sum256([]byte("cityconf-mark\n" + nonce + "\n" + salt))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:8])
}
