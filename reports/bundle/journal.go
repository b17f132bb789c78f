package bundle

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/cityconf/cityconf/suites"
)

// JournalFile is the name of the journal in the folder of a run.
const JournalFile = "journal.ndjson"

// syncEvery is how long a line may wait for the disk. Each line is handed to
// the operating system at once, in one write: it survives the death of the
// process. A loss of power costs the lines of the last moment.
const syncEvery = time.Second

// Journal is the append-only record of a run. A finished case is one line, so
// that it is there whole or not at all. It is safe for concurrent use.
type Journal struct {
	session *Session
	heard   hearing // by earlier sessions
	now     func() time.Time
	cases   map[string]bool // of the suite; true when finished

	mu     sync.Mutex
	file   *os.File
	synced time.Time
	err    error
}

// Create starts the journal of a new run in a folder, which must hold none.
func Create(dir string, s *Session, suite *suites.Suite, now func() time.Time) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of the run: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, JournalFile), os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("start the journal: %w", err)
	}
	return start(f, s, suite, now)
}

// start writes the first line of a session.
func start(f *os.File, s *Session, suite *suites.Suite, now func() time.Time) (*Journal, error) {
	j := &Journal{now: now, file: f}
	if err := j.again(s, suite); err != nil {
		f.Close()
		return nil, err
	}
	return j, j.Sync()
}

// again begins a session in which no case is finished yet.
func (j *Journal) again(s *Session, suite *suites.Suite) error {
	j.mu.Lock()
	j.session, j.heard, j.cases = s, "", map[string]bool{}
	for _, c := range suite.Cases {
		j.cases[c.ID] = false
	}
	j.mu.Unlock()
	s.Format = JournalFormat
	return j.write(&line{Session: s})
}

func (j *Journal) isCase(id string) bool {
	_, is := j.cases[id]
	return is
}

// has tells whether a case is on record.
func (j *Journal) has(id string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.cases[id]
}

// finished writes a case. One that an interrupt cut off is to be run again, so
// it does not count as finished.
func (j *Journal) finished(l *line, err error) error {
	if err != nil {
		return err
	}
	if err := j.write(l); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.cases[l.Case] = l.Taken != Interrupted
	return nil
}

// write appends a line in one piece. After a failure nothing more is written:
// a journal has no gaps.
func (j *Journal) write(l *line) error {
	b, err := plain(l)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	if _, err := j.file.Write(append(b, '\n')); err != nil {
		j.err = fmt.Errorf("write the journal: %w", err)
		return j.err
	}
	if now := j.now(); now.Sub(j.synced) >= syncEvery {
		j.synced, j.err = now, j.file.Sync()
	}
	return j.err
}

// Sync waits until everything written is on the disk.
func (j *Journal) Sync() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.file.Sync()
}

// Close ends the session; end is nil when it did not come to its end.
func (j *Journal) Close(end *End) error {
	if end != nil {
		if err := j.write(&line{End: end}); err != nil {
			return err
		}
	}
	if err := j.Sync(); err != nil {
		return err
	}
	return j.file.Close()
}

// torn is where the last whole line of a file ends: what comes after was cut
// off by the end of the process.
func torn(f io.ReaderAt, size int64) (int64, error) {
	const block = 64 << 10
	for end := size; end > 0; {
		from := max(0, end-block)
		b := make([]byte, end-from)
		if _, err := f.ReadAt(b, from); err != nil && err != io.EOF {
			return 0, err
		}
		if i := bytes.LastIndexByte(b, '\n'); i >= 0 {
			return from + int64(i) + 1, nil
		}
		end = from
	}
	return 0, nil
}
