package wire

import (
	"context"
	"net/url"
	"sync"
	"sync/atomic"
)

// link is what the clients of both protocol versions have in common: the
// watched stream, its log and its end.
type link struct {
	opts MQTTOptions
	wire *tap
	log  *Log
	lost chan error
	once sync.Once
	why  atomic.Pointer[Fault] // of the loss
	over chan struct{}         // closed when the connection is gone or given up
}

// connect opens the stream on which packets are watched.
func (o MQTTOptions) connect(ctx context.Context, u *url.URL, version byte) (*link, error) {
	bounded, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	c, err := o.open(bounded, u)
	if err != nil {
		return nil, err
	}
	l := &link{opts: o, wire: newTap(c, version, o.MaxPacket), log: NewLog(o.MaxLog),
		lost: make(chan error, 1), over: make(chan struct{})}
	l.wire.publish = func(m Message) { o.record(l.log, m) }
	return l, nil
}

func (l *link) Log() *Log          { return l.log }
func (l *link) Lost() <-chan error { return l.lost }

func (l *link) Broken() *Fault { return l.why.Load() }

func (l *link) Drop() {
	l.finish(nil)
	l.wire.cut()
}

// ended reports how a connection ended that nobody closed.
func (l *link) ended(err error) {
	if why := l.wire.why(); why != nil {
		err = why
	}
	f := faultOf(context.Background(), err)
	if f.Kind == "protocol" || f.Kind == "too-large" {
		l.log.breach(l.opts.Redactor.fault(f))
	}
	l.finish(f)
}

// finish ends the log and, when the connection was lost, says so.
func (l *link) finish(lost *Fault) {
	l.once.Do(func() {
		if lost != nil {
			l.why.Store(l.opts.Redactor.fault(lost))
			l.lost <- l.why.Load()
		}
		close(l.over)
		l.log.end()
	})
}

// gone is the fault of asking anything of a connection that is over.
func (l *link) gone() error {
	select {
	case <-l.over:
		if why := l.wire.why(); why != nil {
			return l.opts.Redactor.fault(faultOf(context.Background(), why))
		}
		return faultf("reset", "the connection to the broker is closed")
	default:
		return nil
	}
}

// failed is the fault that kept a request from its acknowledgement, given what
// a library said; nil stays nil.
func (l *link) failed(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if gone := l.gone(); gone != nil && !as[*Fault](err) {
		return gone
	}
	return l.opts.Redactor.fault(faultOf(ctx, err))
}
