package specs

import "strings"

// assertionKeys is the catalogue of what test.by may name, a family a line.
const assertionKeys = `
response.status response.media-type response.schema response.json response.header response.no-body
response.problem response.leak response.no-5xx response.geometry response.clock response.invariant
response.monotone response.latency response.personal
accept.example accept.body accept.parameter accept.vendor-member accept.text
accept.media-type-parameter accept.number-spelling
reject.body reject.unknown-member reject.read-only reject.json reject.parameter
reject.unknown-parameter reject.media-type reject.accept reject.method reject.unknown-path
reject.unknown-id reject.path-id reject.no-effect reject.header
create.location create.readback create.listed create.duplicate replace.full replace.idempotent
patch.merge patch.null patch.invalid-result patch.only-sent delete.gone delete.unlisted delete.repeat update.identity
head.equal options.allow
page.partition page.limit page.limit-range page.last page.default page.item
query.filter-sound query.filter-complete query.sort query.bbox query.datetime query.fields
etag.strong etag.changes etag.not-modified etag.stale etag.required etag.concurrent
state.initial state.legal state.illegal state.order
hist.half-open hist.order hist.aggregate hist.window hist.gap
bulk.atomic bulk.results bulk.refusal bulk.partial bulk.alike bulk.sequence bulk.capacity bulk.stale
idem.replay idem.conflict idem.concurrent idem.required
auth.missing auth.invalid auth.scope auth.scope-kind auth.challenge auth.query tls.version tls.plain tls.certificate
tenant.hidden tenant.unlisted tenant.no-effect tenant.reference
limit.rate limit.recovery limit.declared limit.size limit.depth
visible.created visible.changed visible.removed
mqtt.anonymous mqtt.credential mqtt.plain mqtt.tls-version mqtt.certificate mqtt.acl-subscribe mqtt.acl-publish
landing.links conformance.classes channels.complete
mqtt.payload mqtt.media-type mqtt.topic mqtt.undeclared mqtt.topic-identity mqtt.qos
mqtt.not-retained mqtt.seq mqtt.clock mqtt.unique-id mqtt.invariant mqtt.monotone mqtt.personal
mqtt.retained mqtt.retained-fresh mqtt.birth mqtt.birth-first mqtt.rebirth mqtt.will
mqtt.clean-offline mqtt.cadence
mqtt5.offered mqtt5.content-type mqtt5.expiry mqtt5.command-expiry mqtt5.schema-property mqtt5.response
mqtt5.correlation-data mqtt5.trace mqtt5.refused-connect mqtt5.refused-publish mqtt5.resume mqtt5.takeover
cmd.ack cmd.single-ack cmd.effect cmd.invalid cmd.expired cmd.duplicate cmd.unknown cmd.correlation
link.keep-alive link.session link.client-id link.subscriptions link.pause link.back-off
link.redelivery link.same-event link.order link.queued link.size
audit.write audit.denied audit.fixed audit.trace audit.actor
cross.rest-to-mqtt cross.same-state cross.history cross.cleared`

// AssertionKeys is the catalogue of assertions that a requirement can be
// verified by (test.by): each is made by a generic rule of the suite.
func AssertionKeys() []string { return strings.Fields(assertionKeys) }
