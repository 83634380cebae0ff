package qr

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"

	qrcode "github.com/skip2/go-qrcode"

	"ngatu/content"
)

// What makes a code readable. The quiet zone is of the standard (ISO/IEC 18004); the whole pixels
// and the side by distance are rules of thumb of code printers, confirmed on LED canvases with two
// readers.
const (
	QuietZone = 4 // modules of light on every side

	// Pixels is how many pixels a module should have on each side at least; LeastPixels is the very
	// least. Always a whole number: modules of uneven size are what readers fail on.
	Pixels      = 4
	LeastPixels = 3

	// DistanceToSide says how far a code may be read from: its side, without the quiet zone, is at
	// least the distance divided by this, both in the same unit.
	DistanceToSide = 10

	maxText = 600 // bytes; longer texts make modules that no screen can show
)

// Code is a text as squares, dark on light, error correction M, in the smallest version that holds
// it.
type Code struct {
	Text    string   `json:"text"`
	Size    int      `json:"size"`    // modules a side, without the quiet zone
	Squares []string `json:"squares"` // a row each, "1" dark and "0" light, without the quiet zone
}

// Encode makes the code of a text of 1 to 600 ASCII characters; others are a [content.Error] with
// code Invalid. Letters with marks are refused because a code does not say how they are written:
// zbar takes "ví-dụ.vn" for Japanese. Links write them with % or, in the host, as xn--.
func Encode(text string) (Code, error) {
	q, err := versionOf(text)
	if err != nil {
		return Code{}, err
	}
	q.DisableBorder = true
	bitmap := q.Bitmap()
	all := make([]byte, 0, len(bitmap)*len(bitmap))
	for _, row := range bitmap {
		for _, dark := range row {
			all = append(all, '0')
			if dark {
				all[len(all)-1] = '1'
			}
		}
	}
	return Code{Text: text, Size: len(bitmap), Squares: rows(string(all), len(bitmap))}, nil
}

// rows cuts the squares of a code, row by row, into its rows.
func rows(all string, size int) []string {
	out := make([]string, size)
	for y := range out {
		out[y] = all[y*size : (y+1)*size]
	}
	return out
}

// Size is the [Code.Size] that the code of a text has, or the error of [Encode], for a twentieth of
// the time.
func Size(text string) (int, error) {
	q, err := versionOf(text)
	if err != nil {
		return 0, err
	}
	return 17 + 4*q.VersionNumber, nil // ISO/IEC 18004, 5.3.1
}

// versionOf chooses the version that holds a text; the squares are not drawn yet.
func versionOf(text string) (*qrcode.QRCode, error) {
	if text == "" || len(text) > maxText || strings.IndexFunc(text, notASCII) >= 0 {
		return nil, unencodable(text, nil)
	}
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, unencodable(text, err)
	}
	return q, nil
}

func notASCII(r rune) bool { return r < ' ' || r > '~' }

func unencodable(text string, cause error) error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Không tạo được mã QR cho nội dung %d byte: cần từ 1 đến %d ký tự không dấu. Hãy dùng liên kết ngắn, không dấu.", len(text), maxText),
		En:   fmt.Sprintf("No QR code can be made of %d bytes: 1 to %d characters without marks are needed. Use a short link without Vietnamese letters.", len(text), maxText),
		Err:  cause,
	}
}

// Dark reports whether the module at column x, row y is dark; outside the code all is light.
func (c Code) Dark(x, y int) bool {
	return y >= 0 && y < len(c.Squares) && x >= 0 && x < len(c.Squares[y]) && c.Squares[y][x] == '1'
}

// Side is how many pixels the code takes on each side with its quiet zone at n pixels a module.
func (c Code) Side(n int) int { return (c.Size + 2*QuietZone) * n }

// Fit is the most whole pixels a module may have for the code with its quiet zone to fit into side
// pixels, or 0 where that is fewer than [LeastPixels] and the code should not be shown.
func (c Code) Fit(side int) int {
	if n := side / (c.Size + 2*QuietZone); c.Size > 0 && n >= LeastPixels {
		return n
	}
	return 0
}

// PixelsFor is how many whole pixels a module needs to be read from distance metres on a canvas
// whose pixels are pitch millimetres apart: never fewer than [Pixels].
func (c Code) PixelsFor(distance, pitch float64) int {
	if c.Size <= 0 || !(distance > 0) || !(pitch > 0) {
		return Pixels
	}
	need := math.Ceil(distance*1000/DistanceToSide/pitch/float64(c.Size) - 1e-9)
	return max(Pixels, int(min(need, math.MaxInt16)))
}

// Image draws the code at n pixels a module with its quiet zone: black on white, no pixel in
// between. An n below 1 is taken for 1.
func Image(c Code, n int) *image.Paletted {
	n = max(n, 1)
	side := c.Side(n)
	m := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		row := m.Pix[y*m.Stride:][:side]
		for x := range row {
			if c.Dark(x/n-QuietZone, y/n-QuietZone) {
				row[x] = 1
			}
		}
	}
	return m
}

// alphanumeric are the characters that a code stores in five and a half bits instead of eight.
const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// Alphanumeric reports whether all of a text is stored in the short way.
func Alphanumeric(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune(alphanumeric, r) }) < 0
}

// Upper writes a link in upper case as far as it means the same: scheme and host always, and the
// path when pathToo says that the server behind it takes either case, as ours does for its install
// links. What follows a ? or # is left as it is. A link without "://" comes back unchanged. All in
// upper case, a link often saves a version: fewer and larger modules in the same pixels.
func Upper(link string, pathToo bool) string {
	scheme, rest, ok := strings.Cut(link, "://")
	if !ok {
		return link
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	// A user name before the host keeps its case.
	host, tail := rest[:end], rest[end:]
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		host = host[:at+1] + strings.ToUpper(host[at+1:])
	} else {
		host = strings.ToUpper(host)
	}
	if pathToo {
		query := strings.IndexAny(tail, "?#")
		if query < 0 {
			query = len(tail)
		}
		tail = strings.ToUpper(tail[:query]) + tail[query:]
	}
	return strings.ToUpper(scheme) + "://" + host + tail
}
