package wire

import (
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"
)

// clientHello is a TLS ClientHello (RFC 4346, section 7.4.1.2) of a client
// that speaks no version above the given one. It is written by hand, as
// libraries no longer offer old versions.
func clientHello(version uint16, host string) []byte {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // crypto/rand never fails
	body := binary.BigEndian.AppendUint16(nil, version)
	body = append(body, random...)
	body = append(body, 0) // no session to resume
	body = vector16(body, words(oldSuites...))
	body = append(body, 1, 0) // no compression
	body = vector16(body, helloExtensions(host))
	hello := append([]byte{1, 0}, binary.BigEndian.AppendUint16(nil, uint16(len(body)))...)
	hello = append(hello, body...)
	return vector16([]byte{recordHandshake, 3, 1}, hello)
}

// oldSuites are what clients of TLS 1.0 and 1.1 offered, and the signal that
// renegotiation is secure (RFC 5746), without which some servers refuse.
var oldSuites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
	tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
	0x0033, 0x0039, // DHE_RSA with AES
	tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA,
	0x00FF,
}

func helloExtensions(host string) []byte {
	var out []byte
	if net.ParseIP(host) == nil {
		name := vector16([]byte{0}, []byte(host))
		out = extension(out, 0, vector16(nil, name))
	}
	out = extension(out, 10, vector16(nil, words(29, 23, 24, 25))) // groups
	return extension(out, 11, []byte{1, 0})                        // uncompressed points
}

func extension(to []byte, id uint16, data []byte) []byte {
	return vector16(binary.BigEndian.AppendUint16(to, id), data)
}

// vector16 appends data after its length in two octets.
func vector16(to, data []byte) []byte {
	return append(binary.BigEndian.AppendUint16(to, uint16(len(data))), data...)
}

func words(list ...uint16) []byte {
	var out []byte
	for _, w := range list {
		out = binary.BigEndian.AppendUint16(out, w)
	}
	return out
}

// Types of TLS records (RFC 4346, section 6.2.1).
const (
	recordAlert     = 21
	recordHandshake = 22
)

// readHello reads the first record of the answer: the version that a
// ServerHello selects, or 0 and what the system said or did instead.
func readHello(in io.Reader) (version uint16, said string, err error) {
	head := make([]byte, 5)
	if n, err := io.ReadFull(in, head); err != nil {
		return 0, fmt.Sprintf("no TLS record, %d octets: %q", n, head[:n]), err
	}
	body := make([]byte, min(int(binary.BigEndian.Uint16(head[3:])), 1<<14))
	n, err := io.ReadFull(in, body)
	body = body[:n]
	switch {
	case head[1] != 3:
		return 0, fmt.Sprintf("no TLS record: %q", append(head, body...)), nil
	case head[0] == recordAlert && n == 2:
		return 0, fmt.Sprintf("alert %d: %s", body[1], tls.AlertError(body[1])), nil
	case head[0] == recordHandshake && n >= 6 && body[0] == 2:
		version = binary.BigEndian.Uint16(body[4:])
		return version, "ServerHello " + tls.VersionName(version), nil
	}
	return 0, fmt.Sprintf("TLS record of type %d, %d octets", head[0], n), err
}
