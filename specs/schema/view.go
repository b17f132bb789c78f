package schema

// A member is not for one side of an interface when its schema says readOnly
// (Request) or writeOnly (Response), itself, through $ref or through allOf.
// What is not for a side is forbidden there and not required there.

// viewMark names the keyword that takes a member away from each view.
func viewMark(v View) string {
	return map[View]string{Request: "readOnly", Response: "writeOnly"}[v]
}

// hideMembers computes, for fresh nodes, which members they hide from whom.
// In-place references have no cycle (see checkEndless), so recursion ends.
func hideMembers(fresh []*node) {
	h := hiding{marked: map[*node]bool{}, hidden: map[*node]bool{}, fresh: map[*node]bool{}}
	for _, n := range fresh {
		h.fresh[n] = true
	}
	for _, n := range fresh {
		h.mark(n)
	}
	for _, n := range fresh {
		h.hide(n)
	}
}

type hiding struct{ fresh, marked, hidden map[*node]bool }

func (h hiding) mark(n *node) {
	if !h.fresh[n] || h.marked[n] {
		return
	}
	h.marked[n] = true
	for _, v := range []View{Request, Response} {
		if n.raw[viewMark(v)] == true {
			n.marked[v] = n.at + "/" + viewMark(v)
		}
	}
	for _, sub := range n.always() {
		h.mark(sub)
		for v := range n.marked {
			if n.marked[v] == "" {
				n.marked[v] = sub.marked[v]
			}
		}
	}
}

func (h hiding) hide(n *node) {
	if !h.fresh[n] || h.hidden[n] {
		return
	}
	h.hidden[n] = true
	if n.object != nil {
		for name, sub := range n.object.properties {
			for v, at := range sub.marked {
				n.addHidden(v, name, at)
			}
		}
	}
	for _, sub := range n.always() {
		h.hide(sub)
		for v := range sub.hidden {
			for name, at := range sub.hidden[v] {
				n.addHidden(v, name, at)
			}
		}
	}
}

func (n *node) addHidden(view int, name, at string) {
	if at == "" {
		return
	}
	if n.hidden[view] == nil {
		n.hidden[view] = map[string]string{}
	}
	if _, ok := n.hidden[view][name]; !ok {
		n.hidden[view][name] = at
	}
}

// always lists the subschemas that judge every instance that n judges.
func (n *node) always() []*node {
	out := n.allOf
	if n.ref != nil {
		out = append([]*node{n.ref}, out...)
	}
	if n.dynamicRef != nil {
		out = append(out[:len(out):len(out)], n.dynamicRef.target)
	}
	return out
}
