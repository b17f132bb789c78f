package render

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/cityconf/cityconf/reports/compare"
)

// Measures of a dot plot, in units of its view box.
const (
	plotWidth   = 320
	plotMargin  = 12
	dotRadius   = 5
	levelHeight = 16
	letterWidth = 9
)

// dot is one share of passed requirements with the vendors that have it.
type dot struct {
	keys        []string
	x           int
	left, right int // what it covers, its letters included
	level       int
}

// dotPlot draws a dot where a vendor's share of passed requirements of a class
// lies, from none to all, with the letters of all vendors of that share. Dots
// whose letters would cover one another stand on different levels. The numbers
// stand in the table beside it.
func dotPlot(k compare.Class, bids []*compare.Bid, l Lang) template.HTML {
	dots, levels := dotsOf(k, bids)
	height := (levels+1)*levelHeight + 10
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="dots" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`,
		plotWidth, height, plotWidth, height, template.HTMLEscapeString(plotLabel(k, bids, l)))
	for i := range 5 {
		x := plotMargin + i*(plotWidth-2*plotMargin)/4
		fmt.Fprintf(&b, `<line class="tick" x1="%d" y1="2" x2="%d" y2="%d"/>`, x, x, height-4)
	}
	fmt.Fprintf(&b, `<line class="axis" x1="%d" y1="%d" x2="%d" y2="%d"/>`, plotMargin, height-4, plotWidth-plotMargin, height-4)
	for i := range dots {
		b.WriteString(dots[i].draw(height))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// draw draws the dot and its letters on the side where there is room.
func (d *dot) draw(height int) string {
	y := height - 6 - dotRadius - d.level*levelHeight
	at, anchor := d.x-dotRadius-3, "end"
	if d.x < plotWidth/2 {
		at, anchor = d.x+dotRadius+3, "start"
	}
	return fmt.Sprintf(`<circle class="dot" cx="%d" cy="%d" r="%d"/><text class="key" x="%d" y="%d" text-anchor="%s">%s</text>`,
		d.x, y, dotRadius, at, y+4, anchor, strings.Join(d.keys, " "))
}

// dotsOf gathers the vendors by share, in the order of their keys, and puts
// each dot on the lowest level on which it covers no other; it also gives the
// highest level.
func dotsOf(k compare.Class, bids []*compare.Bid) (dots []dot, top int) {
	at := map[int]int{}
	for i, b := range bids {
		n := k.Counts[i]
		if n.Applicable == 0 {
			continue
		}
		x := plotMargin + n.Pass*(plotWidth-2*plotMargin)/n.Applicable
		if _, ok := at[x]; !ok {
			at[x] = len(dots)
			dots = append(dots, dot{x: x})
		}
		d := &dots[at[x]]
		d.keys = append(d.keys, b.Key)
	}
	for i := range dots {
		d := &dots[i]
		d.extend()
		for covers(dots[:i], d) {
			d.level++
		}
		top = max(top, d.level)
	}
	return dots, top
}

// extend finds what a dot covers with its letters.
func (d *dot) extend() {
	letters := letterWidth * len(strings.Join(d.keys, " "))
	d.left, d.right = d.x-dotRadius-4-letters, d.x+dotRadius
	if d.x < plotWidth/2 {
		d.left, d.right = d.x-dotRadius, d.x+dotRadius+4+letters
	}
}

func covers(others []dot, d *dot) bool {
	for _, o := range others {
		if o.level == d.level && o.left <= d.right && d.left <= o.right {
			return true
		}
	}
	return false
}

func plotLabel(k compare.Class, bids []*compare.Bid, l Lang) string {
	words := []string{k.ID}
	for i, b := range bids {
		n := k.Counts[i]
		if n.Applicable == 0 {
			words = append(words, b.Key+" "+l.first(message("cmp.plot.none")))
			continue
		}
		words = append(words, fmt.Sprintf("%s %d/%d", b.Key, n.Pass, n.Applicable))
	}
	return strings.Join(words, ", ")
}
