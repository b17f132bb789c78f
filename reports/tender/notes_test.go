package tender_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports/tender"
)

func TestNotesAreReadStrictly(t *testing.T) {
	t.Parallel()
	std := standard(t)
	known := func(text string) error {
		_, problems := tender.ReadKnown("known.yaml", []byte(text), std)
		if len(problems) == 0 {
			return nil
		}
		return problems
	}
	disputes := func(text string) error {
		_, problems := tender.ReadDisputes("disputes.yaml", []byte(text), std)
		if len(problems) == 0 {
			return nil
		}
		return problems
	}
	const good = "{id: D-1, requirement: CORE-001, reason: {en: why, zh: 原因}, raised: 2026-11-01, lapses: 2027-01-31}"
	for name, c := range map[string]struct {
		read func(string) error
		text string
		says string
	}{
		"known":               {known, "known: [{requirement: CORE-001, reason: r, expires: 2027-01-31}, {requirement: CORE-001, check: reject.body, reason: r, expires: 2027-01-31}]", ""},
		"no such requirement": {known, "known: [{requirement: CORE-999, reason: r, expires: 2027-01-31}]", "CORE-999"},
		"no reason":           {known, "known: [{requirement: CORE-001, expires: 2027-01-31}]", "/known/0/reason"},
		"no date":             {known, "known: [{requirement: CORE-001, reason: r, expires: soon}]", `"soon" is not a date`},
		"twice":               {known, "known: [{requirement: CORE-001, reason: r, expires: 2027-01-31}, {requirement: CORE-001, reason: r, expires: 2027-01-31}]", "documented twice"},
		"expected to flicker": {known, "known: [{requirement: CORE-001, reason: r, expires: 2027-01-31, flaky: true}]", "flaky"},
		"no YAML":             {known, "known: [", "known.yaml"},
		"disputes":            {disputes, "disputes: [" + good + "]", ""},
		"one id twice":        {disputes, "disputes: [" + good + ", " + good + "]", "once only"},
		"in one language":     {disputes, "disputes: [{id: D-1, requirement: CORE-001, reason: {en: why}, raised: 2026-11-01, lapses: 2027-01-31}]", "/disputes/0/reason"},
		"never lapses":        {disputes, "disputes: [{id: D-1, requirement: CORE-001, reason: {en: why, zh: 原因}, raised: 2026-11-01}]", "/disputes/0/lapses"},
		"of nothing":          {disputes, "disputes: [{id: D-1, reason: {en: why, zh: 原因}, raised: 2026-11-01, lapses: 2027-01-31}]", "/disputes/0/requirement"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := c.read(c.text)
			if c.says == "" {
				require.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, c.says)
		})
	}
}
