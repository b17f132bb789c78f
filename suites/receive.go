package suites

import (
	"context"
	"fmt"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// Receiver is the tester's own HTTP server, to which the system delivers.
type Receiver interface {
	// Open answers at a path from now on; url is how the system reaches it.
	Open(path string, a wire.Answers) (url string, log *wire.Log, err error)
	// Silent tells that nothing ever came in at an address of which it is not
	// known that the system reaches it.
	Silent() bool
	Close() error
}

var noReceiver = specs.Text{
	EN: "Needs an address at which the system can reach the tester: the loopback default serves only systems on this machine (ixit.receiver).",
	ZH: "需要被测系统能够访问的测试方地址；默认的环回地址仅适用于本机系统（ixit.receiver）。"}

// listen opens an end of the receiver for this case; <at>URL is its address.
func (e *execution) listen(s *Listen) error {
	if e.sys.Receiver == nil {
		return &unmet{reason: noReceiver}
	}
	url, log, err := e.sys.Receiver.Open(e.end(s.At), s.Answers)
	if err != nil {
		return &unmet{reason: specs.Text{
			EN: "The tester could not listen for deliveries: " + err.Error() + " (ixit.receiver).",
			ZH: "测试方无法监听投递：" + err.Error() + "（ixit.receiver）。"}}
	}
	e.ends[s.At] = log
	e.names.values[s.At+"URL"] = url
	return nil
}

// end is the path of an end of this case, which no other case uses.
func (e *execution) end(name string) string {
	return fmt.Sprintf("/cityconf/%x/%s", hash(0, e.run.opts.RunID+"/"+e.c.ID), name)
}

// receive waits for requests of the system at an end, from its opening on.
func (e *execution) receive(ctx context.Context, s *Receive) (*check.View, error) {
	log := e.ends[s.At]
	if log == nil {
		return nil, fmt.Errorf("case %s: no end %q is open", e.c.ID, s.At)
	}
	x := wire.Exchange{Protocol: "hook", Started: e.sys.Now(), Sent: wire.Sent{Method: "LISTEN", Topic: e.end(s.At)}}
	var err error
	x.Received, err = e.gather(ctx, "at "+s.At, log, &s.Await, func(m wire.Message) bool { return e.meets(s.Where, m) })
	if err != nil {
		return nil, err
	}
	x.Elapsed = e.sys.Now().Sub(x.Started)
	e.run.waitedFor(x.Elapsed)
	e.silent = e.silent || len(x.Received) < s.wanted()
	return check.Look(x), ctx.Err()
}
