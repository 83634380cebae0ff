// Package fonts embeds Be Vietnam Pro, cut once to Latin and Vietnamese, for the page (WOFF2) and
// for Go (TTF).
//
// It owns the bytes, their licence and the record of how they were cut (README.md). It must not
// know what is set in them.
package fonts

import _ "embed"

// The weights at which text is set.
const (
	Regular   = 400 // long reading on a kiosk
	SemiBold  = 600 // text
	ExtraBold = 800 // headlines and numbers
)

//go:embed be-vietnam-pro-400.ttf
var regularTTF []byte

//go:embed be-vietnam-pro-600.ttf
var semiBoldTTF []byte

//go:embed be-vietnam-pro-800.ttf
var extraBoldTTF []byte

//go:embed be-vietnam-pro-400.woff2
var regularWOFF2 []byte

//go:embed be-vietnam-pro-600.woff2
var semiBoldWOFF2 []byte

//go:embed be-vietnam-pro-800.woff2
var extraBoldWOFF2 []byte

// Licence is the SIL Open Font License under which the fonts are passed on.
//
//go:embed OFL.txt
var Licence string

// Weights lists the weights, lightest first.
func Weights() []int { return []int{Regular, SemiBold, ExtraBold} }

// TTF is the TrueType file of a weight, for Go; nil where there is no such weight. It must not be
// written to.
func TTF(weight int) []byte {
	return map[int][]byte{Regular: regularTTF, SemiBold: semiBoldTTF, ExtraBold: extraBoldTTF}[weight]
}

// WOFF2 is the same cut as a web font, for the page; nil where there is no such weight. It must not
// be written to.
func WOFF2(weight int) []byte {
	return map[int][]byte{Regular: regularWOFF2, SemiBold: semiBoldWOFF2, ExtraBold: extraBoldWOFF2}[weight]
}
