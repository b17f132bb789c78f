package check

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

var period = regexp.MustCompile(`^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$`)

// ParseDuration reads an ISO 8601 duration of days, hours, minutes and seconds
// ("PT5S"), the only kind whose length does not depend on a calendar.
func ParseDuration(s string) (time.Duration, error) {
	m := period.FindStringSubmatch(s)
	if m == nil || s == "P" || s[len(s)-1] == 'T' {
		return 0, fmt.Errorf("%q is not an ISO 8601 duration like PT5S", s)
	}
	var sum float64
	for i, unit := range []float64{86400, 3600, 60, 1} {
		if m[i+1] != "" {
			f, err := strconv.ParseFloat(m[i+1], 64)
			if err != nil {
				return 0, fmt.Errorf("duration %q: %w", s, err)
			}
			sum += f * unit
		}
	}
	return time.Duration(sum * float64(time.Second)), nil
}
