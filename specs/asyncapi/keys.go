package asyncapi

import "strings"

// The fixed fields of AsyncAPI 3.0, by object.
var (
	rootKeys      = strings.Fields("asyncapi id info servers defaultContentType channels operations components")
	channelKeys   = strings.Fields("address title summary description servers messages parameters tags externalDocs bindings")
	operationKeys = strings.Fields("action channel title summary description security tags externalDocs bindings traits messages reply")
	messageKeys   = strings.Fields("headers payload correlationId contentType name title summary description tags externalDocs bindings examples traits")
	parameterKeys = strings.Fields("enum default description examples location")
	mqttKeys      = strings.Fields("qos retain messageExpiryInterval bindingVersion")
)
