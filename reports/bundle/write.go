package bundle

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/cityconf/cityconf/suites/wire"
)

// Contents are the parts of a bundle besides the evidence, by name.
type Contents map[string][]byte

// tiers says who sees which part; what is not listed is public.
var tiers = map[string]Tier{ReportFile: Buyer, IXITFile: Buyer, EvidenceFile: Buyer, LogFile: Private, SystemFile: Private}

// Write makes the bundle of a run from its journal and the other parts, as one
// file that appears whole or not at all. A part that would hold one of the
// secrets in the clear, or in a spelling in which it can be read back, is a
// *LeakError, and nothing is written.
func Write(path, run, journal string, parts Contents, secrets map[string]string) error {
	dir := filepath.Dir(path)
	packed, err := os.CreateTemp(dir, ".evidence-*")
	if err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	defer os.Remove(packed.Name())
	defer packed.Close()
	evidence, err := squeeze(packed, journal, secrets)
	if err != nil {
		return err
	}
	m := &Manifest{Format: Format, Run: run, Parts: []Part{evidence}}
	byName := map[string]source{EvidenceFile: {EvidenceFile, func() (io.ReadCloser, error) { return os.Open(packed.Name()) }}}
	for name, b := range parts {
		if leak := find(secrets, b); leak != "" {
			return &LeakError{name, leak}
		}
		p := Part{Name: name, Tier: tierOf(name)}
		if strings.HasSuffix(name, ".gz") {
			p.Unpacked = int64(len(b))
			b = gzipped(b)
		}
		p.Size, p.SHA256 = int64(len(b)), digest(b)
		m.Parts = append(m.Parts, p)
		byName[name] = inMemory(name, b)
	}
	if err := m.seal(); err != nil {
		return err
	}
	head, err := m.encode()
	if err != nil {
		return err
	}
	files := []source{inMemory(manifestFile, head)}
	for _, p := range m.Parts {
		files = append(files, byName[p.Name])
	}
	return whole(path, func(w io.Writer) error { return pack(w, files) })
}

func tierOf(name string) Tier {
	if t, ok := tiers[name]; ok {
		return t
	}
	return Public
}

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b) // into memory: cannot fail
	z.Close()
	return out.Bytes()
}

// squeeze compresses the journal and describes the outcome.
func squeeze(out *os.File, journal string, secrets map[string]string) (Part, error) {
	in, err := os.Open(journal)
	if err != nil {
		return Part{}, fmt.Errorf("write the bundle: %w", err)
	}
	defer in.Close()
	h := sha256.New()
	z := gzip.NewWriter(io.MultiWriter(out, h))
	n, err := io.Copy(&guarded{w: z, secrets: redactors(secrets)}, in)
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return Part{}, fmt.Errorf("write the bundle: %w", err)
	}
	size, err := out.Seek(0, io.SeekCurrent)
	return Part{Name: EvidenceFile, Tier: Buyer, Size: size, SHA256: hex.EncodeToString(h.Sum(nil)), Unpacked: n}, err
}

// shortest is how many octets a secret has at least that is looked for: shorter
// ones occur in innocent data. Where they could have stood in an exchange they
// were masked.
const shortest = 8

type named struct {
	name string
	mask *wire.Redactor
}

func redactors(secrets map[string]string) []named {
	var out []named
	for name, s := range secrets {
		if len(s) >= shortest {
			out = append(out, named{name, wire.NewRedactor(s)})
		}
	}
	return out
}

// find names a secret that a text holds, "" when it holds none.
func find(secrets map[string]string, b []byte) string {
	return holds(redactors(secrets), string(b))
}

func holds(all []named, text string) string {
	for _, n := range all {
		if n.mask.Text(text) != text {
			return n.name
		}
	}
	return ""
}

// guarded lets pass what holds no secret. It looks at whole lines.
type guarded struct {
	w       io.Writer
	secrets []named
	rest    []byte
	leak    *LeakError
}

// Write passes whole lines on.
func (g *guarded) Write(b []byte) (int, error) {
	all := append(g.rest, b...)
	end := bytes.LastIndexByte(all, '\n') + 1
	if leak := holds(g.secrets, string(all[:end])); leak != "" {
		g.leak = &LeakError{EvidenceFile, leak}
		return 0, g.leak
	}
	if _, err := g.w.Write(all[:end]); err != nil {
		return 0, err
	}
	g.rest = bytes.Clone(all[end:])
	return len(b), nil
}

// whole writes a file beside its place and moves it there when complete.
func whole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
