package wire

import (
	"context"
	"crypto/tls"
	"net"
	"time"
)

// defaultTimeout is how long a live system has to answer when the IXIT does
// not say.
const defaultTimeout = 10 * time.Second

// dialer opens connections to the system. It goes there directly: what a proxy
// adds or hides would be blamed on the system.
type dialer struct {
	tls     *tls.Config
	timeout time.Duration // for each of TCP and TLS set-up
}

func (d *dialer) tcp(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := (&net.Dialer{Timeout: d.timeout}).DialContext(ctx, network, address)
	if err != nil {
		return nil, dialFailed(err)
	}
	return c, nil
}

// secure opens a connection and performs the TLS handshake on it.
func (d *dialer) secure(ctx context.Context, network, address string) (net.Conn, error) {
	raw, err := d.tcp(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c, err := d.handshake(ctx, raw, address)
	if err != nil {
		raw.Close()
		return nil, err
	}
	return c, nil
}

func (d *dialer) handshake(ctx context.Context, raw net.Conn, address string) (net.Conn, error) {
	config := d.tls.Clone()
	if host, _, err := net.SplitHostPort(address); err == nil && config.ServerName == "" {
		config.ServerName = host
	}
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	c := tls.Client(raw, config)
	if err := c.HandshakeContext(ctx); err != nil {
		return nil, &stageError{"tls", err}
	}
	return c, nil
}
