package schema

import "fmt"

// checkEndless refuses schemas that lead back to themselves without going
// deeper into the instance: nothing could ever be judged by them (JSON Schema
// 2020-12 core, section 9.4.1).
func checkEndless(nodes []*node) error {
	w := walk{state: map[*node]progress{}}
	for _, n := range nodes {
		if err := w.visit(n); err != nil {
			return err
		}
	}
	return nil
}

type progress int

const (
	unseen progress = iota
	underWay
	finished
)

type walk struct{ state map[*node]progress }

func (w walk) visit(n *node) error {
	switch w.state[n] {
	case finished:
		return nil
	case underWay:
		return fmt.Errorf("%s refers to itself for the same value, without end", n.at)
	}
	w.state[n] = underWay
	for _, sub := range n.samePlace() {
		if err := w.visit(sub); err != nil {
			return err
		}
	}
	w.state[n] = finished
	return nil
}

// samePlace lists the subschemas that may judge the same place as n.
func (n *node) samePlace() []*node {
	var out []*node
	for _, list := range [][]*node{n.always(), n.anyOf, n.oneOf, {n.not, n.when, n.then, n.otherwise}} {
		for _, sub := range list {
			if sub != nil {
				out = append(out, sub)
			}
		}
	}
	for _, d := range n.dependents {
		if d.schema != nil {
			out = append(out, d.schema)
		}
	}
	return out
}
