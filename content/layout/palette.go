package layout

import "math"

// Hue is the colour family of one kind of message: one ground each, one gold and one white for all,
// so that slides differ at a glance and still belong together.
//
// Grounds are dark: LED walls at night must stay within 0.3 foot-candle above ambient (IES practice
// that road authorities use), and dark ground with light letters keeps the lit area small. Contrast
// of Ink, Gold and Soft on every tone of the ground is at least 7 (WCAG 2 AAA), so that it holds in
// daylight on an LED too; a test computes it.
type Hue struct {
	// darkest tone, and the only one on small LED canvases, where dark gradients fall into bands
	Ground string
	Light  string // the other end of the gradient
	Block  string // blocks of the crossroads, and ground of bars
	Line   string // lane lines and zebra of the crossroads
	Ink    string // headlines
	Soft   string // sources and second lines
	Gold   string // numbers, names and what must be remembered
}

// The hues.
var (
	// messages, after the lakes
	Lake = Hue{"#04214a", "#0a3a78", "#0c3266", "#1c4a86", "#ffffff", "#cfe0f6", "#ffd25e"}
	// what to do: steps, install
	Jade = Hue{"#02352f", "#054a42", "#04423b", "#145a53", "#ffffff", "#c8ebe2", "#ffd25e"}
	// slogans, after lacquer work
	Lacquer = Hue{"#54080f", "#780f1b", "#680c16", "#86202a", "#ffffff", "#ffdcd2", "#ffd25e"}
	Dusk    = Hue{"#24104a", "#3d1f72", "#321862", "#4f3287", "#ffffff", "#e2d6fa", "#ffd25e"} // countdowns
	// takeovers: danger
	Alarm = Hue{"#3a0003", "#5c0007", "#4a0005", "#6c0a10", "#ffffff", "#ffdcd2", "#ffd25e"}
	// takeovers: warning
	Amber = Hue{"#3a2000", "#533000", "#452700", "#5f3b08", "#ffffff", "#ffe6c7", "#ffd25e"}
	Night = Hue{"#050e20", "#0b1f3d", "#0f2444", "#1c3a66", "#ffffff", "#c3d3ea", "#ffd25e"} // figures
)

// Colours that are the same on every hue.
const (
	Paper   = "#ffffff" // ground of a code: always light, never inverted
	OnPaper = "#0a1730" // text on Paper and on Gold
	Flag    = "#ff8a4c" // ground of a mark that must be seen
	OnFlag  = "#1d0a02"
)

// Levels colours the tiles of a grid, least first: steps of rising lightness, distinguished without
// seeing red or green. Text in OnPaper keeps a contrast of 7 on each.
var Levels = []string{"#86a5cb", "#84bfd9", "#8fd8cd", "#c6e58e", "#ffe07a"}

// Contrast is the ratio of WCAG 2 between two colours "#rrggbb", from 1 to 21.
func Contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c string) float64 {
	sum := 0.0
	for i, share := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(hexDigit(c[1+2*i])*16+hexDigit(c[2+2*i])) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += share * v
	}
	return sum
}

func hexDigit(c byte) int {
	if c >= 'a' {
		return int(c-'a') + 10
	}
	return int(c - '0')
}
