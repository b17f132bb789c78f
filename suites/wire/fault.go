package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
)

// Fault says why an exchange has no (whole) answer. Its kinds:
//
//	refused    no connection came about: refused, unroutable, or no answer to it in time
//	dns        the name of the host cannot be resolved
//	tls        the TLS handshake failed or the certificate is not trusted
//	timeout    a connected system did not answer, or not to the end, in time
//	reset      a connected system closed or cut the connection before the end of its answer
//	protocol   the answer breaks the rules of HTTP or MQTT
//	too-large  the answer exceeds the tester's limit
//	denied     the broker refused the client or the request (a CONNACK or reason
//	           code other than success), or the tester refused to send (another
//	           host, an unknown credential, octets that HTTP forbids)
//	canceled   the tester gave up: its run was ended
//
// A Fault is an error too, so that the calls of a [Client] can return it.
type Fault struct {
	Kind   string `json:"kind"`
	Detail string `json:"detail"`         // for people, secrets removed
	Code   int    `json:"code,omitempty"` // reason code with which a broker of MQTT 5 refused a publication
}

// Error renders the fault as "kind: detail".
func (f *Fault) Error() string { return f.Kind + ": " + f.Detail }

// Unreachable tells whether the fault means that the system could not be
// tested (refused, dns, tls), as against a live system that did not answer.
func (f *Fault) Unreachable() bool {
	return f != nil && (f.Kind == "refused" || f.Kind == "dns" || f.Kind == "tls")
}

// stageError is a failure while a connection was being set up; the stage
// decides the kind of fault, whatever the cause looks like.
type stageError struct {
	kind string
	err  error
}

func (s *stageError) Error() string { return s.err.Error() }
func (s *stageError) Unwrap() error { return s.err }

// dialFailed wraps a failure to open a TCP connection.
func dialFailed(err error) error {
	var name *net.DNSError
	if errors.As(err, &name) {
		return &stageError{"dns", err}
	}
	return &stageError{"refused", err}
}

// faultOf classifies what kept an exchange from its answer. The context is the
// caller's: when it is over, the tester gave up.
func faultOf(ctx context.Context, err error) *Fault {
	if err == nil {
		return nil
	}
	var known *Fault
	if errors.As(err, &known) {
		return known
	}
	if ctx.Err() != nil {
		return &Fault{Kind: "canceled", Detail: ctx.Err().Error()}
	}
	for _, c := range classes {
		if c.is(err) {
			return &Fault{Kind: kindOf(c.kind, err), Detail: err.Error()}
		}
	}
	return &Fault{Kind: "protocol", Detail: err.Error()}
}

func kindOf(kind string, err error) string {
	var s *stageError
	if kind == "" && errors.As(err, &s) {
		return s.kind
	}
	return kind
}

// classes is asked in order; the empty kind is that of the stage.
var classes = []struct {
	kind string
	is   func(error) bool
}{
	{"", func(err error) bool { return as[*stageError](err) }},
	{"dns", func(err error) bool { return as[*net.DNSError](err) }},
	{"refused", func(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }},
	{"tls", func(err error) bool {
		return as[*tls.CertificateVerificationError](err) || as[tls.RecordHeaderError](err) || as[tls.AlertError](err) ||
			as[x509.UnknownAuthorityError](err) || as[x509.HostnameError](err) || as[x509.CertificateInvalidError](err)
	}},
	{"timeout", isTimeout},
	{"reset", isReset},
	{"too-large", func(err error) bool {
		return strings.Contains(err.Error(), "server response headers exceeded") || errors.Is(err, bufio.ErrTooLong)
	}},
}

func as[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &t) && t.Timeout()
}

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		strings.Contains(err.Error(), "server closed idle connection")
}

func faultf(kind, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}
