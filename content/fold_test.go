package content_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"ngatu/content"
)

var banner = content.Canvas{Width: 1536, Height: 96, PitchMM: 10, DistanceM: 40}

func piece(x, y, w, h, toX, toY, turn int) content.Piece {
	return content.Piece{From: content.Rect{X: x, Y: y, W: w, H: h}, To: content.Corner{X: toX, Y: toY}, Rotation: turn}
}

// What staff may say of the pieces of a canvas, and the sentence where it cannot be shown.
func TestFoldCheck(t *testing.T) {
	left, right := piece(0, 0, 768, 96, 0, 0, 0), piece(768, 0, 768, 96, 0, 96, 0)
	many := content.Fold{Width: 1920, Height: 1080}
	for range content.MaxPieces + 1 {
		many.Pieces = append(many.Pieces, left)
	}
	const most = int(^uint(0) >> 1)
	for _, tt := range []struct {
		name string
		fold content.Fold
		says string // "": it is good
		at   int    // the piece that is at fault, from 0; -1: none
	}{
		{"none", content.Fold{}, "", -1},
		{"two strips", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{left, right}}, "", -1},
		{"one piece at its place", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{piece(0, 0, 1536, 96, 384, 984, 0)}}, "", -1},
		{"a column, turned", content.Fold{Width: 96, Height: 1536, Pieces: []content.Piece{piece(0, 0, 1536, 96, 0, 0, 270)}}, "", -1},
		{"the same on two sides", content.Fold{Width: 1920, Height: 192, Pieces: []content.Piece{piece(0, 0, 1536, 96, 0, 0, 0), piece(0, 0, 1536, 96, 0, 96, 180)}}, "", -1},
		{"no picture", content.Fold{Pieces: []content.Piece{left, right}}, "HDMI", -1},
		{"a picture too large", content.Fold{Width: 9000, Height: 1080, Pieces: []content.Piece{left, right}}, "HDMI", -1},
		{"no pieces", content.Fold{Width: 1920, Height: 1080}, "1 đến 64", -1},
		{"too many", many, "1 đến 64", -1},
		{"askew", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{left, piece(768, 0, 768, 96, 0, 96, 45)}}, "45°", 1},
		{"beyond the canvas", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{left, piece(768, 0, 769, 96, 0, 96, 0)}}, "trong khung", 1},
		{"before the canvas", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{piece(-1, 0, 768, 96, 0, 0, 0), right}}, "trong khung", 0},
		{"of nothing", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{left, right, piece(0, 0, 0, 96, 0, 500, 0)}}, "trong khung", 2},
		{"beyond the picture once it is turned", content.Fold{Width: 1920, Height: 700, Pieces: []content.Piece{left, piece(768, 0, 768, 96, 0, 96, 90)}}, "ngoài ảnh", 1},
		{"numbers that wrap round", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{left, piece(768, 0, 768, 96, most, most, 0)}}, "ngoài ảnh", 1},
		{"one over another", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{left, piece(768, 0, 768, 96, 700, 90, 0)}}, "đè lên mảnh 1", 1},
		{"a part that nobody sees", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{left, piece(769, 0, 767, 96, 0, 96, 0)}}, "768, 0", -1},
		{"a hole below", content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{left, piece(768, 0, 768, 95, 0, 96, 0)}}, "768, 95", -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.fold.Check(banner)
			if tt.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("it says %v", err)
			}
			at := -1
			var of *content.PieceError
			if errors.As(err, &of) {
				at = of.Piece
			}
			if at != tt.at {
				t.Errorf("piece %d is at fault, not %d", at, tt.at)
			}
		})
	}
}

// The ready-made cuts are good by the same check, whatever the number of rows.
func TestReadyMadeFolds(t *testing.T) {
	for rows := 1; rows <= 11; rows++ {
		f := content.FoldedInRows(banner, rows, 1920, 1080)
		if err := f.Check(banner); len(f.Pieces) != rows || err != nil {
			t.Errorf("%d rows: %d pieces, %v", rows, len(f.Pieces), err)
		}
	}
	if got := fmt.Sprint(content.FoldedInRows(content.Canvas{Width: 1000, Height: 96}, 3, 1920, 1080).Pieces); got != "[{{0 0 334 96} {0 0} 0} {{334 0 334 96} {0 96} 0} {{668 0 332 96} {0 192} 0}]" {
		t.Error(got)
	}
	for _, c := range []content.Canvas{banner, {Width: 320, Height: 160, PitchMM: 5, DistanceM: 10}} {
		if err := content.FoldedOnSides(c, 1920, 1080).Check(c); err != nil {
			t.Error(c, err)
		}
	}
	if err := content.FoldedInRows(banner, 20, 1920, 1080).Check(banner); err == nil {
		t.Error("twenty rows of 96 pixels fit into 1080")
	}
}
