package document

import "fmt"

// builder collects the problems of one document while it is being read and
// keeps count of what the document costs.
type builder struct {
	path     string
	problems Problems
	nodes    int
	stopped  bool
}

// refuse notes a problem; reading goes on, so that an author sees all of them.
func (b *builder) refuse(line int, pointer, message, hint string) {
	if len(b.problems) == maxProblems {
		return
	}
	b.problems = append(b.problems, Problem{Path: b.path, Line: line, Pointer: pointer, Message: message, Hint: hint})
}

// stop notes a problem after which reading on would be pointless or costly.
func (b *builder) stop(line int, pointer, message, hint string) {
	if b.stopped {
		return
	}
	b.stopped = true
	b.problems = nil
	b.refuse(line, pointer, message, hint)
}

// spend accounts for n more values at a depth and tells whether reading may go on.
func (b *builder) spend(n, depth, line int) bool {
	if b.nodes += n; b.nodes > maxNodes {
		b.stop(line, "", fmt.Sprintf("the document holds more than %d values", maxNodes),
			"an alias may repeat itself many times over; write the values out or split the file")
	}
	if depth > maxDepth {
		b.stop(line, "", fmt.Sprintf("lists and mappings are nested more than %d deep", maxDepth),
			"move inner parts to places of their own")
	}
	return !b.stopped
}
