// Package synth turns JSON Schemas into instances: valid ones that stand on
// the boundaries, and invalid ones with exactly one proven fault.
//
// In goes a schema.Set with the reference of one schema in it; out come named
// instances and gaps. Every valid instance has been accepted by the schema
// engine under the view asked for; every invalid one has been refused by it for
// the target alone, and the same instance without the fault has been accepted.
// What cannot be generated, or cannot be violated on its own, is a Gap with a
// reason in English and Chinese: nothing is skipped in silence.
//
// The output is a pure function of schema, reference and options. Each value is
// drawn from a generator seeded by its own name, and each varied instance holds
// the required members and the way to the varied place only, so a changed
// property changes its own instances and those that vary the whole.
//
// The package knows nothing of operations, media types or transports.
package synth
