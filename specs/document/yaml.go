package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// readYAML reads exactly one YAML document.
func readYAML(b *builder, data []byte) (any, *place) {
	if marks(data) > maxMarks {
		b.refuse(0, "", fmt.Sprintf("the text has more than %d commas, brackets, colons and list dashes", maxMarks), "split the file")
		return nil, nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var stream, second yaml.Node
	err := decoder.Decode(&stream)
	if errors.Is(err, io.EOF) {
		b.refuse(1, "", "the file is empty", "write the document or remove the file")
		return nil, nil
	}
	if err == nil {
		if err = decoder.Decode(&second); err == nil {
			b.refuse(second.Line, "", "a second document begins here", `one file holds one document: remove the "---" line or split the file`)
			return nil, nil
		}
	}
	if !errors.Is(err, io.EOF) {
		line, message := syntax(err)
		b.refuse(line, "", "not readable as YAML: "+message, "check indentation, quotes and colons on this line and the one before")
		return nil, nil
	}
	r := &yamlReader{builder: b, open: map[*yaml.Node]bool{}, sizes: map[*yaml.Node]int{}, done: map[*yaml.Node]read{}}
	return r.read(&stream, "", 0)
}

// marks counts the characters that may begin a value. It bounds, before any
// memory is spent, what the YAML library will build: it offers no limit itself.
func marks(data []byte) int {
	n := 0
	for i, c := range data {
		switch c {
		case ',', '[', '{':
			n++
		case ':', '-', '?':
			if i+1 == len(data) || data[i+1] <= ' ' {
				n++
			}
		}
	}
	return n
}

var yamlLine = regexp.MustCompile(`(?:line|:) ?(\d+)`)

// syntax takes line and bare message from an error of the YAML library.
func syntax(err error) (int, string) {
	var load *yaml.LoadError
	if errors.As(err, &load) && load.Mark.Line > 0 {
		return load.Mark.Line, load.Message
	}
	line := 0
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return line, strings.ReplaceAll(strings.TrimPrefix(err.Error(), "yaml: "), "\n", " ")
}

// yamlReader turns YAML nodes into values. What an alias repeats is converted
// once and shared, but counted each time: whoever walks the tree meets it each
// time.
type yamlReader struct {
	*builder
	open  map[*yaml.Node]bool // anchored nodes being read: an alias to one is a cycle
	sizes map[*yaml.Node]int  // values below an anchored node
	done  map[*yaml.Node]read
}

type read struct {
	value any
	where *place
}

func (r *yamlReader) read(n *yaml.Node, pointer string, depth int) (any, *place) {
	if !r.spend(1, depth, n.Line) {
		return nil, &place{line: n.Line}
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return r.read(n.Content[0], pointer, depth)
	case yaml.AliasNode:
		return r.alias(n, pointer, depth)
	}
	if n.Anchor == "" {
		return r.content(n, pointer, depth)
	}
	r.open[n] = true
	before := r.nodes
	v, where := r.content(n, pointer, depth)
	delete(r.open, n)
	r.sizes[n], r.done[n] = r.nodes-before, read{v, where}
	return v, where
}

func (r *yamlReader) alias(n *yaml.Node, pointer string, depth int) (any, *place) {
	if r.open[n.Alias] {
		r.stop(n.Line, pointer, "the alias *"+n.Value+" contains itself", "write the values out")
	}
	if !r.spend(r.sizes[n.Alias], depth, n.Line) {
		return nil, &place{line: n.Line}
	}
	shared, ok := r.done[n.Alias]
	if !ok { // an anchor on a key
		return r.content(n.Alias, pointer, depth)
	}
	return shared.value, shared.where
}

func (r *yamlReader) content(n *yaml.Node, pointer string, depth int) (any, *place) {
	switch n.Kind {
	case yaml.MappingNode:
		return r.mapping(n, pointer, depth)
	case yaml.SequenceNode:
		return r.sequence(n, pointer, depth)
	}
	return r.scalar(n, pointer), &place{line: n.Line}
}

func (r *yamlReader) sequence(n *yaml.Node, pointer string, depth int) (any, *place) {
	r.collectionTag(n, pointer, "!!seq")
	items := make([]any, len(n.Content))
	where := &place{line: n.Line, items: make([]*place, len(n.Content))}
	for i, c := range n.Content {
		items[i], where.items[i] = r.read(c, Join(pointer, strconv.Itoa(i)), depth+1)
	}
	return items, where
}

func (r *yamlReader) mapping(n *yaml.Node, pointer string, depth int) (any, *place) {
	r.collectionTag(n, pointer, "!!map")
	members := make(map[string]any, len(n.Content)/2)
	where := &place{line: n.Line, members: make(map[string]*place, len(n.Content)/2)}
	for i := 0; i+1 < len(n.Content) && !r.stopped; i += 2 {
		key := n.Content[i]
		name, ok := r.key(key, pointer)
		if !ok {
			continue
		}
		at := Join(pointer, name)
		if first, twice := where.members[name]; twice {
			r.refuse(key.Line, at, fmt.Sprintf("the key %q is given twice, first on line %d", name, first.line), "remove one of them")
			continue
		}
		v, below := r.read(n.Content[i+1], at, depth+1)
		members[name], where.members[name] = v, below.at(key.Line)
	}
	return members, where
}

// key is the name of a member. JSON knows only text, so a plain 200 or true is
// taken as it is written.
func (r *yamlReader) key(n *yaml.Node, pointer string) (string, bool) {
	if n.Kind == yaml.AliasNode && n.Alias.Kind == yaml.ScalarNode {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		r.refuse(n.Line, pointer, "a key is a list, a mapping or an alias of one", "keys are text")
		return "", false
	}
	if n.Value == "<<" && n.Style == 0 {
		r.refuse(n.Line, pointer, `the merge key "<<" is not part of YAML 1.2`, "write the members out, or use $ref")
		return "", false
	}
	return n.Value, true
}

func (r *yamlReader) collectionTag(n *yaml.Node, pointer, usual string) {
	if n.Style&yaml.TaggedStyle != 0 && n.ShortTag() != usual {
		r.refuseTag(n, pointer)
	}
}

func (r *yamlReader) refuseTag(n *yaml.Node, pointer string) {
	r.refuse(n.Line, pointer, "the tag "+n.Tag+" has no meaning here", "remove the tag")
}

const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

func (r *yamlReader) scalar(n *yaml.Node, pointer string) any {
	if n.Style&yaml.TaggedStyle != 0 {
		if n.Tag != "!!str" {
			r.refuseTag(n, pointer)
		}
		return n.Value
	}
	if n.Style&quoted != 0 {
		return n.Value
	}
	v, err := plain(n.Value)
	if err != nil {
		r.refuse(n.Line, pointer, n.Value+": "+err.Error(), "put it in quotes if text is meant")
	}
	return v
}
