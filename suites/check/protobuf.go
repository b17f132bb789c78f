package check

import (
	"fmt"

	"github.com/MobilityData/gtfs-realtime-bindings/golang/gtfs"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/cityconf/cityconf/specs/schema"
)

// feed turns a FeedMessage of GTFS Realtime into the JSON form of protobuf:
// names in lowerCamelCase, codes by name, 64-bit integers as strings.
func feed(octets []byte) (any, error) {
	var m gtfs.FeedMessage
	if err := proto.Unmarshal(octets, &m); err != nil {
		return nil, fmt.Errorf("read a FeedMessage of GTFS Realtime: %w", err)
	}
	text, err := protojson.Marshal(&m)
	if err != nil {
		return nil, fmt.Errorf("write a FeedMessage of GTFS Realtime as JSON: %w", err)
	}
	return schema.Parse(text)
}

// isProtobuf tells whether a body is protobuf. The standard has one message in
// it, the FeedMessage of GTFS Realtime.
func isProtobuf(mediaType string) bool {
	return mediaType == "application/x-protobuf" || mediaType == "application/protobuf"
}
