package specs

import (
	"embed"
	"io/fs"
)

//go:embed all:ucis
var published embed.FS

// Published is the tree of standards that the program carries:
// Load(Published(), "ucis/1.0") reads UCIS 1.0.
func Published() fs.FS { return published }
