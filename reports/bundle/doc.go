// Package bundle keeps the evidence of a run, and judges it again.
//
// While a run goes on, everything that the interpreter gets from the system is
// appended to a journal in the folder of the run ([Recorder], [Journal]): one
// line a finished case. A line is handed to the operating system in one write
// before the next case is counted, so that the death of the process at any
// moment loses no finished case; every second it is also forced onto the disk,
// so that a loss of power costs that second at most. A run that ended early is
// taken up again with [Resume].
//
// When the run is over, the journal and what was counted from it become one
// archive, the bundle:
//
//	manifest.json               format, run, digest of every part, root digest
//	signature.dsse.json         optional: DSSE, Ed25519, in-toto test-result
//	env.json                    tester, times, nonce, marks, command, clock offset
//	suite.json                  standard and suite with their digests
//	ics.json                    what the vendor claims
//	profile.json                the buyer's rules, when the run was made under some
//	report-public.json.gz       the report without what was exchanged
//	report.json.gz              buyer    the whole report
//	ixit.json                   buyer    how the system was reached; secrets are named only
//	evidence/journal.ndjson.gz  buyer    every exchange and message, with case, step and time
//	log.txt                     private  what the terminal showed
//
// A copy for a [Tier] leaves parts out and keeps the manifest, so that digests
// and signature stay valid. The archive has one form, octet for octet: nothing
// in it can be changed without [Open] noticing.
//
// [Bundle.Rejudge] runs the suite once more with the record in the place of the
// system: requests must be the ones that the suite makes, and verdicts and
// report must come out as recorded. The code that judges is the code that
// judged. What cannot be judged again has a [Kind] and is counted.
//
// The package knows no socket and no clock; it is the one package below cmd,
// besides that which launches simulators, that touches files.
package bundle
