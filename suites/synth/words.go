package synth

import (
	"strconv"
	"strings"
)

// human returns a short text a person could have typed, by the member's name.
func human(name string, rng *prng) string {
	lower := strings.ToLower(name)
	for _, row := range humanTexts() {
		if strings.Contains(lower, row.part) && (len(row.part) > 2 || lower == row.part) {
			return row.texts[rng.below(len(row.texts))]
		}
	}
	words := plainWords()
	return words[rng.below(len(words))] + " " + strconv.Itoa(1+rng.below(89))
}

func plainWords() []string {
	return []string{"amber", "birch", "canal", "depot", "eastern", "ferry", "garden", "harbour", "island", "junction",
		"lantern", "market", "north", "orchard", "plaza", "quay", "river", "south", "tower", "valley"}
}

type humanText struct {
	part  string // of the member's name, lower case; two letters match the whole name
	texts []string
}

func humanTexts() []humanText {
	return []humanText{
		{"zh", []string{"北门十二号", "人民广场东侧", "河滨路灯组"}},
		{"en", []string{"North Gate 12", "East side of People's Square", "Riverside group"}},
		{"description", []string{"Installed beside the north gate.", "On the quay, third from the bridge."}},
		{"title", []string{"North Gate", "Riverside"}},
		{"name", []string{"North Gate 12", "Riverside 7", "Market Square 3"}},
		{"street", []string{"Canal Street 12"}},
		{"address", []string{"Canal Street 12"}},
		{"city", []string{"Riverton"}},
		{"country", []string{"CN"}},
		{"phone", []string{"+86 10 5555 0123"}},
		{"firmware", []string{"2.4.1"}},
		{"version", []string{"1.0.0"}},
		{"model", []string{"LX-40"}},
		{"serial", []string{"SN20260314A7"}},
		{"language", []string{"en"}},
		{"currency", []string{"CNY"}},
	}
}

// chinese, rare and astral texts vary what a free string can hold.
const (
	chineseText = "路灯控制柜朝阳区建国路八十八号北侧人行道旁"
	rareText    = "𠮷野家龘靐𡚸㐂𬎆䶮"
	emojiText   = "💡🚦🏙️👷🏽‍♀️🇨🇳"
	mixedText   = "Ünïçødé – “quoted” \\ / <b>&amp; ٣ ไทย"
)

// ofLength repeats and cuts a text to n code points; it neither begins nor ends
// with a space.
func ofLength(text string, n int) string {
	if n <= 0 || text == "" {
		return ""
	}
	unit := []rune(text)
	out := make([]rune, 0, n)
	for len(out) < n {
		out = append(out, unit[len(out)%len(unit)])
	}
	for _, i := range []int{0, n - 1} {
		if out[i] == ' ' {
			out[i] = 'a'
		}
	}
	return string(out)
}
