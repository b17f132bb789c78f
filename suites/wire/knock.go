package wire

import (
	"context"
	"net"
	"time"

	"github.com/eclipse/paho.mqtt.golang/packets"
)

// Knock opens a connection, sends one CONNECT of the given protocol version (4
// is MQTT 3.1.1, 5 is MQTT 5) and leaves, whatever the answer. The exchange is
// that of [Dial]: Status of what was received is the code of the CONNACK. It
// serves to try credentials that should not work, and ports that should not
// talk MQTT. The error tells of options that make no sense.
func Knock(ctx context.Context, o MQTTOptions, version byte) (Exchange, error) {
	o = o.withDefaults()
	u, err := o.address()
	if err != nil {
		return Exchange{}, err
	}
	x := o.connecting(u)
	bounded, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	c, err := o.open(bounded, u)
	if err != nil {
		return o.connected(ctx, x, &tap{}, err), nil
	}
	defer c.Close()
	stop := context.AfterFunc(bounded, func() { bottom(c).Close() })
	defer stop()
	t := newTap(c, version, o.MaxPacket)
	if err = o.knock(t, version); err != nil && bounded.Err() != nil {
		err = bounded.Err()
	}
	return o.connected(ctx, x, t, err), nil
}

// knock sends the CONNECT and reads one packet.
func (o MQTTOptions) knock(t *tap, version byte) error {
	if err := o.writeConnect(t, version); err != nil {
		return err
	}
	if _, err := t.Read(make([]byte, 1)); err != nil {
		return err
	}
	if code, _, ok := t.connack(); ok && code == 0 {
		_, err := t.Write([]byte{0xE0, 0}) // DISCONNECT
		return err
	}
	return nil
}

func (o MQTTOptions) writeConnect(c net.Conn, version byte) error {
	if version == 5 {
		p := o.connect5().Packet()
		p.ProtocolName, p.ProtocolVersion = "MQTT", 5
		_, err := p.WriteTo(&whole{Conn: c})
		return err
	}
	p := packets.NewControlPacket(packets.Connect).(*packets.ConnectPacket)
	p.ProtocolName, p.ProtocolVersion = "MQTT", 4
	p.ClientIdentifier, p.CleanSession, p.Keepalive = o.ClientID, o.CleanSession, uint16(o.KeepAlive/time.Second)
	p.UsernameFlag, p.Username = o.User != "", o.User
	p.PasswordFlag, p.Password = o.Password != "", []byte(o.Password)
	return p.Write(c)
}
