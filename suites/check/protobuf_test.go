package check

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/MobilityData/gtfs-realtime-bindings/golang/gtfs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/cityconf/cityconf/suites/wire"
)

func answerOf(mediaType string, body []byte) wire.Exchange {
	return wire.Exchange{Protocol: "http", Received: []wire.Message{{Status: 200, Header: http.Header{"Content-Type": {mediaType}}, Body: body}}}
}

func TestAFeedIsReadAsJSON(t *testing.T) {
	t.Parallel()
	octets, err := proto.Marshal(&gtfs.FeedMessage{
		Header: &gtfs.FeedHeader{GtfsRealtimeVersion: proto.String("2.0"), Timestamp: proto.Uint64(1780315200)},
		Entity: []*gtfs.FeedEntity{{Id: proto.String("v1"), Vehicle: &gtfs.VehiclePosition{
			Position: &gtfs.Position{Latitude: proto.Float32(30.25), Longitude: proto.Float32(120.5)}}}},
	})
	require.NoError(t, err)
	v := Look(answerOf("application/x-protobuf", octets))
	require.NoError(t, v.JSON)
	assert.Equal(t, "1780315200", At(v.Body, "/header/timestamp"))
	assert.Equal(t, json.Number("120.5"), At(v.Body, "/entity/0/vehicle/position/longitude"))
}

func TestWhatIsNoFeedShowsNothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", "\xff\xff", "\x0a\x00"} {
		assert.Nil(t, Look(answerOf("application/x-protobuf", []byte(body))).Body, "%q", body)
	}
	assert.Nil(t, Look(answerOf("text/plain", []byte("x"))).Body)
}
