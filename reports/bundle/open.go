package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Limits of what is read into memory.
const (
	longestManifest = 1 << 20
	longestJSON     = 64 << 20
	mostFiles       = 80
)

// Bundle is an evidence bundle whose every octet was found to be what its
// manifest says. Close it after use.
type Bundle struct {
	Manifest *Manifest
	Envelope *Envelope // nil when it is not signed
	manifest []byte
	file     *os.File
	files    map[string]*zip.File
}

// Open opens a bundle and holds it against its manifest: the form of the
// archive, the digest of every part, the root. The error is a *ForeignError for
// a file that is no bundle, a *VersionError for one of another format, and a
// *BrokenError for one that was changed.
func Open(path string) (*Bundle, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	b, err := open(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return b, nil
}

func open(f *os.File) (*Bundle, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &ForeignError{fmt.Sprintf("is no whole zip archive: %v", err)}
	}
	b := &Bundle{file: f, files: map[string]*zip.File{}}
	if err := b.index(z); err != nil {
		return nil, err
	}
	if err := b.head(); err != nil {
		return nil, err
	}
	if err := b.complete(); err != nil {
		return nil, err
	}
	return b, b.check(z, io.NewSectionReader(f, 0, info.Size()))
}

// index lists the files. Those that no bundle has are refused before anything
// is unpacked.
func (b *Bundle) index(z *zip.Reader) error {
	if len(z.File) == 0 || len(z.File) > mostFiles {
		return &ForeignError{fmt.Sprintf("is no bundle: %d files", len(z.File))}
	}
	for _, f := range z.File {
		switch {
		case len(f.Name) > 100 || !partName.MatchString(f.Name):
			return broken("a file is called %.60q, which no part of a bundle is", f.Name)
		case b.files[f.Name] != nil:
			return broken("%s is in it twice", f.Name)
		case f.Method != zip.Store:
			return broken("%s is compressed by the archive: it was packed by another program", f.Name)
		}
		b.files[f.Name] = f
	}
	return nil
}

// head reads manifest and signature.
func (b *Bundle) head() error {
	if b.files[manifestFile] == nil {
		return &ForeignError{"is no bundle: it has no manifest.json"}
	}
	var err error
	if b.manifest, err = b.small(manifestFile, longestManifest); err != nil {
		return err
	}
	if b.Manifest, err = readManifest(b.manifest); err != nil {
		return err
	}
	if b.files[signatureFile] == nil {
		return nil
	}
	sealed, err := b.small(signatureFile, longestManifest)
	if err != nil {
		return err
	}
	b.Envelope, err = readEnvelope(sealed)
	return err
}

func (b *Bundle) small(name string, limit int64) ([]byte, error) {
	in, err := b.files[name].Open()
	if err != nil {
		return nil, broken("%s cannot be read: %v", name, err)
	}
	defer in.Close()
	data, err := limited(in, limit)
	if err != nil {
		return nil, broken("%s cannot be read: %v", name, err)
	}
	return data, nil
}

// complete holds the files against the list of parts: none too many, and all
// parts of the tiers that this copy shows.
func (b *Bundle) complete() error {
	listed := map[string]bool{manifestFile: true, signatureFile: true}
	for _, p := range b.Manifest.Parts {
		if listed[p.Name] {
			return broken("the manifest lists %s twice", p.Name)
		}
		listed[p.Name] = true
		if b.files[p.Name] == nil && b.Tier().Includes(p.Tier) {
			return broken("%s is missing", p.Name)
		}
	}
	for name := range b.files {
		if !listed[name] {
			return broken("%s is not in the manifest", name)
		}
	}
	return nil
}

// Tier is what this copy shows: the widest tier of which it has a part.
func (b *Bundle) Tier() Tier {
	t := Public
	for _, p := range b.Manifest.Parts {
		if b.files[p.Name] != nil && p.Tier.Includes(t) {
			t = p.Tier
		}
	}
	return t
}

// check holds the digest of each part against the manifest and, in the same
// pass, every octet of the archive against the one form that it can have.
func (b *Bundle) check(z *zip.Reader, whole io.Reader) error {
	sums := map[string]string{}
	var files []source
	for _, f := range z.File {
		files = append(files, source{f.Name, func() (io.ReadCloser, error) { return b.hashed(f, sums) }})
	}
	same := &sameAs{in: whole}
	err := pack(same, files)
	for _, p := range b.Manifest.Parts {
		if have, ok := sums[p.Name]; ok && have != p.SHA256 {
			return broken("%s was changed: its digest is not the one in the manifest", p.Name)
		}
	}
	if err == nil && !same.ends() {
		err = errDiffers
	}
	if err != nil {
		return broken("the archive was changed or packed by another program: %v", err)
	}
	return nil
}

// hashed reads a file of the archive and notes its digest.
func (b *Bundle) hashed(f *zip.File, sums map[string]string) (io.ReadCloser, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	return &hashing{Reader: io.TeeReader(in, h), Closer: closing(func() error {
		sums[f.Name] = hex.EncodeToString(h.Sum(nil))
		return in.Close()
	})}, nil
}

type hashing struct {
	io.Reader
	io.Closer
}

type closing func() error

func (c closing) Close() error { return c() }

// listed is the entry of a part in the manifest.
func (b *Bundle) listed(name string) Part {
	i := slices.IndexFunc(b.Manifest.Parts, func(p Part) bool { return p.Name == name })
	return b.Manifest.Parts[i]
}

// Part reads a part, nil when this copy leaves it out.
func (b *Bundle) Part(name string) ([]byte, error) {
	if b.files[name] == nil {
		return nil, nil
	}
	if strings.HasSuffix(name, ".gz") {
		var out bytes.Buffer
		_, err := b.unpack(name, &out, longestJSON)
		return out.Bytes(), err
	}
	return b.small(name, longestJSON)
}

// Close closes the file.
func (b *Bundle) Close() error { return b.file.Close() }

// Write writes a copy of the bundle that shows a tier. The manifest stays as it
// is, and with it the signature: what is left out keeps its digest.
func (b *Bundle) Write(w io.Writer, t Tier) error {
	files := []source{inMemory(manifestFile, b.manifest)}
	if f := b.files[signatureFile]; f != nil {
		files = append(files, source{signatureFile, f.Open})
	}
	for _, p := range b.Manifest.Parts {
		if f := b.files[p.Name]; f != nil && t.Includes(p.Tier) {
			files = append(files, source{p.Name, f.Open})
		}
	}
	return pack(w, files)
}

// Same tells whether two bundles are of one run.
func (b *Bundle) Same(other *Bundle) bool {
	return b.Manifest.Run == other.Manifest.Run && bytes.Equal(b.manifest, other.manifest)
}
