package suites

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// Host is the tester's own broker, to which devices under test connect.
type Host interface {
	// Packets is the record of all packets and which of them are of a device,
	// named by the local part of its identifier; "" stands for all devices.
	Packets(device string) (log *wire.Log, of func(wire.Message) bool)
	// Do does something to the connection of a device and returns the number of
	// its last one, 0 when it never had one.
	Do(device, action string, times int) (last int, err error)
}

// hosting is the name of the record of packets, which cases share.
const hosting = "host"

var noHost = specs.Text{
	EN: "Needs devices that connect to a broker of the tester (ixit.host).",
	ZH: "需要设备接入由测试方提供的消息代理（ixit.host）。"}

// moment is a Link of a case: what comes later does so on newer connections,
// if it ended one.
type moment struct {
	at   time.Time
	last int // number of the connection that it ended, 0 for none
}

// link does something to a connection.
func (e *execution) link(s *Link) (*check.View, error) {
	if e.sys.Host == nil {
		return nil, &unmet{reason: noHost}
	}
	device, err := e.names.text(s.On)
	if err != nil {
		return nil, err
	}
	e.linked.at = e.sys.Now()
	last, err := e.sys.Host.Do(device, s.Do, s.Times)
	if err != nil {
		return nil, err
	}
	if last == 0 {
		return nil, absent(device)
	}
	if s.Do != wire.LinkHold {
		e.linked.last = last
	}
	return nil, nil
}

// packets waits for packets of a device.
func (e *execution) packets(ctx context.Context, s *Packets) (*check.View, error) {
	if e.sys.Host == nil {
		return nil, &unmet{reason: noHost}
	}
	device, err := e.names.text(s.On)
	if err != nil {
		return nil, err
	}
	topic, err := e.names.text(s.Topic)
	if err != nil {
		return nil, err
	}
	log, of := e.sys.Host.Packets(device)
	began := e.sys.Now()
	x := wire.Exchange{Protocol: "broker", Operation: s.Channel, Started: e.from(s.Since), Sent: wire.Sent{Method: "HOST", Topic: topic, As: device}}
	x.Received, err = e.gather(ctx, hosting, log, &s.Await, func(m wire.Message) bool {
		return of(m) && e.recent(s.Since, m) && (topic == "" || TopicMatches(topic, m.Topic)) && e.meets(s.Where, m)
	})
	if err != nil {
		return nil, err
	}
	x.Elapsed = e.sys.Now().Sub(x.Started)
	e.run.waitedFor(e.sys.Now().Sub(began))
	return check.Look(x), ctx.Err()
}

// from is where the time begins that a step looks at.
func (e *execution) from(since string) time.Time {
	switch since {
	case "run":
		return e.run.started
	case "link":
		return e.linked.at
	}
	return e.mark
}

// recent tells whether a packet is of the time that a step looks at.
func (e *execution) recent(since string, m wire.Message) bool {
	if since == "run" {
		return true // devices connect before the run begins
	}
	return !m.At.Before(e.from(since)) && (since != "link" || m.Connection() > e.linked.last)
}

// published are the messages of devices, as they left them: each once, however
// often it was delivered, and wills with them.
func (e *execution) published(matches func(wire.Message) bool) []wire.Message {
	log, of := e.sys.Host.Packets("")
	all := e.sys.Look(canceled(), hosting, log, func(m wire.Message) bool {
		kind := m.Header.Get("Packet")
		return of(m) && m.Header.Get("From") == "device" && (kind == "PUBLISH" || kind == "CONNECT" && m.Topic != "") && matches(m)
	}, 1<<30)
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(m wire.Message) bool {
		key := m.Topic + "\n" + string(m.Body)
		again := seen[key] && (m.Dup || m.Header.Get("Packet") == "CONNECT")
		seen[key] = true
		return again
	})
}

// connected waits until a device has begun a session, so that no case is
// blamed for what the one before it did to the link. Who once stayed away is
// not waited for again.
func (e *execution) connected(ctx context.Context, id string) error {
	device := id[strings.LastIndex(id, ":")+1:]
	limit, err := e.patience(device)
	if err != nil {
		return err
	}
	for waited := time.Duration(0); !e.online(device); waited += pauseForDevice {
		if waited >= limit {
			e.run.stayedAway(device)
			return absent(device)
		}
		if err := e.wait(ctx, pauseForDevice); err != nil {
			return err
		}
	}
	e.mark = e.sys.Now() // what others did to the link before is not of this case
	return nil
}

const pauseForDevice = 50 * time.Millisecond

// online tells whether a device has a connection on which it published.
func (e *execution) online(device string) bool {
	log, of := e.sys.Host.Packets(device)
	open := map[int]bool{}
	for _, m := range e.sys.Look(canceled(), hosting, log, of, 1<<30) {
		switch m.Header.Get("Packet") {
		case "PUBLISH":
			open[m.Connection()] = true
		case "CLOSED":
			delete(open, m.Connection())
		}
	}
	return len(open) > 0
}

// patience is how long to wait for a device. What other cases learned of it is
// no part of this case's record, so that it is written down as a choice.
func (e *execution) patience(device string) (time.Duration, error) {
	away, err := e.sys.Choose(func() ([]string, error) {
		e.run.mu.Lock()
		defer e.run.mu.Unlock()
		if e.run.away[device] {
			return []string{"away"}, nil
		}
		return nil, nil
	})
	if len(away) > 0 {
		return 0, err
	}
	return e.run.iut.IXIT.Host.Patience(), err
}

func (r *run) stayedAway(device string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.away[device] = true
}

func absent(device string) *unmet {
	return &unmet{reason: specs.Text{
		EN: "The device " + device + " is not connected to the tester's broker (ixit.host).",
		ZH: "设备 " + device + " 未连接到测试方的消息代理（ixit.host）。"}}
}
