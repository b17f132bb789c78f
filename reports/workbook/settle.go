package workbook

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"slices"
)

// contents is the part that readers want first (ECMA-376 part 2, 10.1.2.2).
const contents = "[Content_Types].xml"

// settle packs the parts of a file again in one order: the library packs them
// in the order of a map, and equal reports are to give equal bytes.
func settle(w io.Writer, packed []byte) error {
	in, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int {
		if (a.Name == contents) != (b.Name == contents) {
			return map[bool]int{true: -1, false: 1}[a.Name == contents]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	out := zip.NewWriter(w)
	for _, part := range in.File {
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}
