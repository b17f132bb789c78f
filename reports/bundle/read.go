package bundle

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/cityconf/cityconf/suites/wire"
)

// longestLine is how many octets a line of a journal may have: the record of
// one case with its bodies spelt out.
const longestLine = 6*longestTape + 1<<20

// Record is a journal that was read. The lines of cases stay in the file; the
// record knows where.
type Record struct {
	file     io.ReaderAt
	sessions []*past
	times    []*times // the repetitions of the run
	end      *End     // nil when the run did not come to its end
	size     int64    // of the whole lines
	torn     bool     // something was cut off after them
}

// times is one repetition of the run.
type times struct {
	first, after int              // its sessions, by index
	places       map[string]place // of cases, the latest of each
}

// past is a session as its journal tells it, without its cases.
type past struct {
	*Session
	tapes   map[string][]entry
	frames  map[string][]message
	hearing hearing
}

// place is where the line of a case stands.
type place struct {
	session int // index
	at      int64
	length  int
}

// read reads a journal up to its last whole line.
func read(f io.ReaderAt, size int64) (*Record, error) {
	whole, err := torn(f, size)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	r := &Record{file: f, size: whole, torn: whole < size}
	in := bufio.NewReaderSize(io.NewSectionReader(f, 0, whole), 1<<20)
	for at, n := int64(0), 1; at < whole; n++ {
		b, err := readLine(in)
		if err == nil {
			err = r.take(b, at)
		}
		if err != nil {
			return nil, fmt.Errorf("read the journal: line %d: %w", n, err)
		}
		at += int64(len(b)) + 1
	}
	if len(r.sessions) == 0 {
		return nil, errors.New("read the journal: it holds no session")
	}
	return r, nil
}

// readLine reads a line without its end.
func readLine(in *bufio.Reader) ([]byte, error) {
	var all []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(all)+len(part) > longestLine {
			return nil, fmt.Errorf("is longer than %d octets", longestLine)
		}
		all = append(all, part...)
		if err == nil {
			return all[:len(all)-1], nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
	}
}

// take takes one line. That of a case is only looked at for its name.
func (r *Record) take(b []byte, at int64) error {
	key, name, err := beginning(b)
	if err != nil {
		return err
	}
	if len(r.sessions) == 0 && key != "session" {
		return fmt.Errorf("a journal begins with a session, not with %q", key)
	}
	if key == "case" {
		r.times[len(r.times)-1].places[name] = place{len(r.sessions) - 1, at, len(b)}
		return nil
	}
	l, err := decode(b)
	if err != nil {
		return err
	}
	return r.add(key, l)
}

func (r *Record) add(key string, l *line) error {
	switch key {
	case "session":
		return r.begin(l.Session)
	case "frame":
		if l.Message == nil {
			return errors.New("a frame without message")
		}
		p := r.last()
		p.frames[l.Frame] = append(p.frames[l.Frame], *l.Message)
	case "tape":
		p := r.last()
		p.tapes[l.Tape] = append(p.tapes[l.Tape], l.Entries...)
	case "hearing":
		r.last().hearing = l.Hearing
	case "end":
		r.end = l.End
	default:
		return fmt.Errorf("knows no line that begins with %q", key)
	}
	return nil
}

func (r *Record) begin(s *Session) error {
	switch {
	case s == nil || s.IUT == nil:
		return errors.New("a session without its system")
	case s.Format != JournalFormat:
		return &VersionError{"journal", s.Format, JournalFormat}
	case s.Number != len(r.sessions)+1 || s.Mark != Mark(s.Nonce, s.Salt):
		return fmt.Errorf("session %d has a number or mark that does not fit", len(r.sessions)+1)
	case len(r.sessions) > 0 && (s.Run != r.first().Run || s.Suite.Digest != r.first().Suite.Digest):
		return fmt.Errorf("session %d is of another run", s.Number)
	}
	if err := r.repetition(s); err != nil {
		return err
	}
	r.end = nil
	r.sessions = append(r.sessions, &past{Session: s, tapes: map[string][]entry{}, frames: map[string][]message{}})
	return nil
}

// repetition opens a new repetition, or goes on with the last.
func (r *Record) repetition(s *Session) error {
	switch n := len(r.times); s.Repetition {
	case n + 1:
		r.times = append(r.times, &times{first: len(r.sessions), places: map[string]place{}})
	case max(n, 1):
	default:
		return fmt.Errorf("session %d is of repetition %d after %d", s.Number, s.Repetition, n)
	}
	r.times[len(r.times)-1].after = len(r.sessions) + 1
	return nil
}

func (r *Record) first() *Session { return r.sessions[0].Session }
func (r *Record) last() *past     { return r.sessions[len(r.sessions)-1] }

// beginning is the first member of a line, and its value when that is a string.
func beginning(b []byte) (key, value string, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return "", "", errors.New("is no JSON object")
	}
	first, err := d.Token()
	if err != nil {
		return "", "", err
	}
	key, _ = first.(string)
	if key == "case" {
		second, err := d.Token()
		if err != nil {
			return "", "", err
		}
		value, _ = second.(string)
	}
	return key, value, nil
}

func decode(b []byte) (*line, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	d.DisallowUnknownFields()
	l := new(line)
	if err := d.Decode(l); err != nil {
		return nil, err
	}
	return l, nil
}

// line reads the line of a case in a repetition, nil when there is none.
func (r *Record) line(t *times, id string) (*line, error) {
	p, ok := t.places[id]
	if !ok {
		return nil, nil
	}
	b := make([]byte, p.length)
	if _, err := r.file.ReadAt(b, p.at); err != nil {
		return nil, fmt.Errorf("read case %s: %w", id, err)
	}
	l, err := decode(b)
	if err != nil {
		return nil, fmt.Errorf("read case %s: %w", id, err)
	}
	return l, nil
}

// seen are the messages of a shared log.
func (p *past) seen(name string) []wire.Message {
	c := clock{p.Started}
	out := make([]wire.Message, len(p.frames[name]))
	for i := range p.frames[name] {
		out[i] = c.received(&p.frames[name][i])
	}
	return out
}

// ReadJournal reads the journal in the folder of a run. Close it after use.
func ReadJournal(path string) (*Record, func() error, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("open the journal: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	r, err := read(f, info.Size())
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return r, f.Close, nil
}

// VersionError says that a part is of a version this program does not read.
type VersionError struct{ What, Have, Want string }

// Error names both versions.
func (e *VersionError) Error() string {
	return fmt.Sprintf("the %s is of format %q, this cityconf reads %q", e.What, e.Have, e.Want)
}
