package draw

import (
	"slices"
	"testing"

	"ngatu/internal/qr"
	"ngatu/player/protocol"
)

// The squares that a screen was sent are kept and not worked out again, unless they are no square.
func TestCodesOfFramesAreKept(t *testing.T) {
	sent, err := qr.Encode("https://ihanoi.example.vn/s/HK-1")
	if err != nil {
		t.Fatal(err)
	}
	const link = "https://ihanoi.example.vn/s/HK-2"
	var d Drawer
	d.Learn(protocol.Screen{Codes: map[string]protocol.Squares{"screen.code": {Text: link, Rows: sent.Squares}}})
	d.Learn(protocol.Screen{Codes: map[string]protocol.Squares{"screen.code": {Text: link, Rows: []string{"10", "1"}}}})
	if got, ok := d.codes.of(link); !ok || got.Text != link || !slices.Equal(got.Squares, sent.Squares) {
		t.Error("it was encoded again:", got)
	}
}
