package wire

import (
	"context"
	"sync"
)

// defaultLog is how many octets of messages a log keeps.
const defaultLog = 256 << 20

// overhead is what a message costs besides its body and topic, in octets.
const overhead = 256

// Log is the messages one MQTT connection received, in the order in which they
// came. It only grows; when it exceeds its limit the oldest messages go and
// are counted. It is safe for concurrent use. The messages it hands out share
// their bodies: do not write to them.
type Log struct {
	mu      sync.Mutex
	kept    []Message
	first   int // number of kept[0]
	size    int64
	limit   int64
	dropped int
	fault   *Fault
	ended   bool
	grown   chan struct{} // closed at the next change, nil while nobody waits
}

// NewLog makes an empty log that keeps at most limit octets; 0 is 256 MiB.
func NewLog(limit int64) *Log {
	if limit <= 0 {
		limit = defaultLog
	}
	return &Log{limit: limit}
}

// Add appends a message.
func (l *Log) Add(m Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = append(l.kept, m)
	l.size += sizeOf(m)
	for l.size > l.limit && len(l.kept) > 1 {
		l.size -= sizeOf(l.kept[0])
		l.kept[0] = Message{}
		l.kept = l.kept[1:]
		l.first++
		l.dropped++
	}
	l.wake()
}

func sizeOf(m Message) int64 { return int64(len(m.Body)+len(m.Topic)) + overhead }

// wake tells those who wait that the log changed.
func (l *Log) wake() {
	if l.grown != nil {
		close(l.grown)
		l.grown = nil
	}
}

// Mark is the number of the next message: a point in time from which to look.
func (l *Log) Mark() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.first + len(l.kept)
}

// Since are the messages from a mark on; 0 is the beginning.
func (l *Log) Since(mark int) []Message {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.since(mark)
}

func (l *Log) since(mark int) []Message {
	from := min(max(mark-l.first, 0), len(l.kept))
	return append([]Message(nil), l.kept[from:]...)
}

// Wait collects count messages that match, from a mark on: those already here
// and those still to come. It returns fewer when the context ends or the
// connection is gone. Under a context that is over it only looks. A nil match
// takes every message.
func (l *Log) Wait(ctx context.Context, mark int, match func(Message) bool, count int) []Message {
	var found []Message
	for {
		news, next, grown := l.look(mark)
		for _, m := range news {
			if match == nil || match(m) {
				if found = append(found, m); len(found) >= count {
					return found
				}
			}
		}
		mark = next
		if grown == nil {
			return found
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return found
		}
	}
}

// look takes what is new and a channel that tells of more, nil when there will
// be none.
func (l *Log) look(mark int) (news []Message, next int, grown <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	news, next = l.since(mark), l.first+len(l.kept)
	if l.ended {
		return news, next, nil
	}
	if l.grown == nil {
		l.grown = make(chan struct{})
	}
	return news, next, l.grown
}

// end says that no more messages will come.
func (l *Log) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	l.wake()
}

// breach notes that a broker broke the protocol; the first one stays.
func (l *Log) breach(f *Fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fault == nil {
		l.fault = f
	}
}

// Dropped is how many messages went because the log was full.
func (l *Log) Dropped() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dropped
}

// Fault tells why the log is not a true record of what was sent: a broker that
// broke the protocol, or messages dropped (too-large). It is nil for a whole
// one.
func (l *Log) Fault() *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fault != nil {
		return l.fault
	}
	if l.dropped > 0 {
		return faultf("too-large", "%d messages were dropped: the log keeps %d octets", l.dropped, l.limit)
	}
	return nil
}
