package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// current is the standard the program carries.
const current = "ucis/1.0"

// published is the embedded standard. A defect in it is ours; that it lints is
// established when the program is built, and would be a second of each command.
func published() (*specs.Standard, error) {
	std, err := specs.Load(specs.Published(), current)
	if err != nil {
		return nil, fmt.Errorf("the embedded standard is broken:\n%w", err)
	}
	return std, nil
}

// standard is the standard in a folder, that of an OpenAPI document when dir is
// a file, the embedded one when dir is empty.
func standard(dir string) (*specs.Standard, error) {
	if dir == "" {
		return published()
	}
	if info, err := os.Stat(dir); err == nil && info.Mode().IsRegular() {
		return against(console{err: io.Discard}, "", &openAPI{File: dir})
	}
	return sound(dir)
}

// sound is the standard in a folder. One that does not lint is refused: a test
// against it would prove nothing.
func sound(dir string) (*specs.Standard, error) {
	std, problems, err := lint(dir)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, usage(problems, "mend the standard first; nothing was sent")
	}
	return std, nil
}

// lint reads the standard in a folder, the embedded one when dir is empty, and
// says what is wrong with it, each defect with the path of its file as the
// caller knows it.
func lint(dir string) (*specs.Standard, document.Problems, error) {
	if dir == "" {
		std, problems := specs.Lint(specs.Published(), current)
		return std, problems, nil
	}
	if info, err := os.Stat(dir); err != nil {
		hint := ""
		if errors.Is(err, fs.ErrNotExist) {
			hint = "name the folder that holds standard.yaml"
		}
		return nil, nil, usage(fmt.Errorf("read the standard: %w", err), hint)
	} else if !info.IsDir() {
		return nil, nil, usage(fmt.Errorf("read the standard: %s is a file", dir), "name the folder that holds standard.yaml")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, usage(fmt.Errorf("read the standard: %w", err), "")
	}
	defer root.Close()
	std, problems := specs.Lint(root.FS(), ".")
	return std, below(dir, problems), nil
}

// below gives problems of a folder the paths by which the caller knows them.
func below(dir string, problems document.Problems) document.Problems {
	for i := range problems {
		problems[i].Path = filepath.Join(dir, problems[i].Path)
	}
	return problems
}
