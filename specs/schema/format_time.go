package schema

import (
	"regexp"
	"strconv"
	"time"
)

// Dates and times of RFC 3339, section 5.6.
var (
	dateForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}\z`)
	timeForm = regexp.MustCompile(`^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))\z`)
	// RFC 3339, appendix A: units may not be left out in the middle.
	durationForm = regexp.MustCompile(`^P(?:[0-9]+W|(?:` + days + `)(?:T(?:` + hours + `))?|T(?:` + hours + `))\z`)
)

const (
	days  = `[0-9]+D|[0-9]+M(?:[0-9]+D)?|[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?`
	hours = `[0-9]+S|[0-9]+M(?:[0-9]+S)?|[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?`
)

func isDuration(s string) bool { return durationForm.MatchString(s) }

func isDate(s string) bool {
	_, ok := parseDate(s)
	return ok
}

func parseDate(s string) (time.Time, bool) {
	if !dateForm.MatchString(s) {
		return time.Time{}, false
	}
	day, err := time.Parse(time.DateOnly, s)
	return day, err == nil
}

func isTime(s string) bool {
	_, ok := parseClock(s)
	return ok
}

// clock is a time of day in UTC.
type clock struct {
	minutes int // since midnight of the written day; may be of the day before or after
	leap    bool
}

// parseClock reads a full-time. Second 60 exists at 23:59 UTC only (RFC 3339,
// section 5.7).
func parseClock(s string) (clock, bool) {
	part := timeForm.FindStringSubmatch(s)
	if part == nil {
		return clock{}, false
	}
	hour, minute, second := atoi(part[1]), atoi(part[2]), atoi(part[3])
	offsetHour, offsetMinute := atoi(part[5]), atoi(part[6])
	if hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59 {
		return clock{}, false
	}
	offset := offsetHour*60 + offsetMinute
	if part[4] == "-" {
		offset = -offset
	}
	c := clock{minutes: hour*60 + minute - offset, leap: second == 60}
	lastMinute := (c.minutes+2*24*60)%(24*60) == 24*60-1
	return c, !c.leap || lastMinute
}

// isDateTime checks a date-time; a leap second must also end a month in UTC.
func isDateTime(s string) bool {
	if len(s) < 11 || s[10] != 'T' && s[10] != 't' {
		return false
	}
	day, okDate := parseDate(s[:10])
	at, okTime := parseClock(s[11:])
	if !okDate || !okTime {
		return false
	}
	next := day.Add(time.Duration(at.minutes+1) * time.Minute)
	return !at.leap || next.Day() == 1
}

// atoi is for digits that a pattern has already seen; no digits are zero.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
