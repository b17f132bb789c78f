package wire

import (
	"net/http"
	"time"
)

// ClockOffset is by how much the clock of the system is ahead of the tester's,
// measured from the Date header of an HTTP answer (RFC 9110, section 6.6.1).
// Date names whole seconds and the moment it was written is unknown, so the
// offset is right to half a second plus half of the elapsed time. It is
// unknown when there is no answer or no readable Date.
func ClockOffset(x Exchange) (time.Duration, bool) {
	if x.Protocol != "http" || len(x.Received) == 0 || x.Retries > 0 {
		return 0, false
	}
	date, err := http.ParseTime(x.Received[0].Header.Get("Date"))
	if err != nil {
		return 0, false
	}
	there := date.Add(time.Second / 2)
	return there.Sub(x.Started.Add(x.Elapsed / 2)), true
}
