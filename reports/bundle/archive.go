package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Names of the parts that every bundle has.
const (
	manifestFile  = "manifest.json"
	signatureFile = "signature.dsse.json"
	EvidenceFile  = "evidence/journal.ndjson.gz"
	ReportFile    = "report.json.gz"
	PublicFile    = "report-public.json.gz"
	EnvFile       = "env.json"
	SuiteFile     = "suite.json"
	ICSFile       = "ics.json"
	IXITFile      = "ixit.json"
	ProfileFile   = "profile.json"
	LogFile       = "log.txt"
	SystemFile    = "system.log" // what a system wrote that was started for the run
)

// source is a file about to be put into an archive.
type source struct {
	name string
	open func() (io.ReadCloser, error)
}

func inMemory(name string, b []byte) source {
	return source{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

// pack writes an archive in the one form that a reader accepts: the files in
// the order given, stored as they are, without times, attributes or comments.
// Every octet of it follows from the names and contents.
func pack(w io.Writer, files []source) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		in, err := f.open()
		if err != nil {
			return fmt.Errorf("pack %s: %w", f.name, err)
		}
		out, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store})
		if err == nil {
			_, err = io.Copy(out, in)
		}
		if err = errors.Join(err, in.Close()); err != nil {
			return fmt.Errorf("pack %s: %w", f.name, err)
		}
	}
	return z.Close()
}

// sameAs is a writer that compares what is written with what can be read.
type sameAs struct {
	in  io.Reader
	buf []byte
}

var errDiffers = errors.New("differs")

// Write fails at the first octet that differs.
func (s *sameAs) Write(b []byte) (int, error) {
	if len(s.buf) < len(b) {
		s.buf = make([]byte, len(b))
	}
	have := s.buf[:len(b)]
	if _, err := io.ReadFull(s.in, have); err != nil || !bytes.Equal(have, b) {
		return 0, errDiffers
	}
	return len(b), nil
}

// ends tells whether nothing is left to read.
func (s *sameAs) ends() bool {
	n, err := s.in.Read(make([]byte, 1))
	return n == 0 && err == io.EOF
}
