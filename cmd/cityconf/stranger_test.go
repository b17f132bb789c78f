package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// mistakes are the defects of the stations, with the requirements that each of
// them breaks.
var mistakes = map[string][]string{
	"health is plain text":           {"health.answer"},
	"the list writes docks as text":  {"listStations.answer"},
	"anybody may create":             {"createStation.credential"},
	"docks have no upper limit":      {"createStation.refuse"},
	"names are counted in octets":    {"createStation.accept"},
	"the note is lost":               {"createStation.read"},
	"an unknown id is a bad request": {"getStation.unknown"},
	"replacing stores nothing":       {"replaceStation.replaced"},
	"what is deleted stays":          {"deleteStation.gone"},
	"deleting answers 200":           {"deleteStation.accept", "deleteStation.status"},
}

// strangers are the documents of the stations, one in each spelling.
func strangers(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("testdata/stranger/*.yaml")
	require.NoError(t, err)
	require.Len(t, all, 4)
	return all
}

// testStranger tests the stations against one of their documents.
func testStranger(t *testing.T, file string, planted ...string) *reports.Report {
	t.Helper()
	return testService(t, file, newStations(planted...))
}

// testService tests a service against a document.
func testService(t *testing.T, file string, service http.Handler) *reports.Report {
	t.Helper()
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	o := openAPI{File: file, Target: server.URL, TokenEnv: "STATION_KEY"}
	svc, err := o.load(os.Stderr)
	require.NoError(t, err)
	std := svc.Standard
	target, err := o.reach(svc, 5000, func(string) string { return stationKey })
	require.NoError(t, err)
	suite, err := derive.Derive(std, derive.Options{Role: target.iut.ICS.Role, Classes: target.iut.ICS.Classes, Seed: 1})
	require.NoError(t, err)
	result, err := suites.Run(t.Context(), suite, target.iut, target.system(), suites.Options{RunID: "stranger", Guard: true})
	require.NoError(t, err)
	report, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	return report
}

// failed lists the requirements that a report says were broken.
func failed(r *reports.Report) []string {
	out := []string{}
	for _, q := range r.Requirements {
		if q.Verdict == suites.Fail {
			out = append(out, q.ID)
		}
	}
	slices.Sort(out)
	return out
}

func TestStrangerWithoutMistakeIsNotBlamed(t *testing.T) {
	t.Parallel()
	for _, file := range strangers(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			r := testStranger(t, file)
			assert.Empty(t, failed(r))
			assert.Empty(t, r.Open, "everything the document says can be judged")
			assert.Equal(t, reports.GatePass, r.Gate.Decision)
			assert.Empty(t, r.Residue)
			assert.Greater(t, len(r.Cases), 80)
		})
	}
}

func TestMistakesOfAStrangerAreNamed(t *testing.T) {
	t.Parallel()
	for _, file := range strangers(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			r := testStranger(t, file, document.Keys(mistakes)...)
			var want []string
			for _, ids := range mistakes {
				want = append(want, ids...)
			}
			slices.Sort(want)
			assert.Equal(t, want, failed(r))
			assert.Equal(t, reports.GateFail, r.Gate.Decision)
		})
	}
}

func TestEachMistakeOfAStrangerIsNamedAlone(t *testing.T) {
	t.Parallel()
	for name, want := range mistakes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, want, failed(testStranger(t, "testdata/stranger/openapi-3.1.yaml", name)))
		})
	}
}

// A service that does what its document says is not blamed for what the
// document does not say, nor for being busy.
func TestNobodyIsBlamedForWhatNoDocumentSays(t *testing.T) {
	t.Parallel()
	for range 3 {
		blamesNobody(t, testService(t, "testdata/awkward.yaml", newAwkward(true)))
	}
	r := testService(t, "testdata/awkward.yaml", newAwkward(false))
	blamesNobody(t, r)
	passed := map[string]bool{}
	for _, q := range r.Requirements {
		passed[q.ID] = q.Verdict == suites.Pass
	}
	for _, id := range []string{"listUsers.answer", "weather.status", "export.answer", "startJob.status", "book.status", "createUser.read", "removeUser.gone", "getUser.answer"} {
		assert.True(t, passed[id], id)
	}
}

func blamesNobody(t *testing.T, r *reports.Report) {
	t.Helper()
	for _, d := range r.Deviations {
		assert.Fail(t, "blamed", "%s %s %s: %s", d.Requirements, d.Example.Case, d.Example.At, d.Example.Message.EN)
	}
}
