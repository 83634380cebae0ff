package content

import (
	"fmt"
	"slices"
)

// Bounds of a fold: strips of 128 pixels make the longest canvas, and beyond 8192 pixels no HDMI or
// DisplayPort picture goes.
const (
	MaxPieces     = 64
	MaxOutputSide = 8192 // pixels
)

// Fold says where the parts of a canvas lie in the picture that the screen's computer puts out: a
// long banner driven as strips of one HDMI picture, or a canvas on two sides. The zero Fold is none:
// the canvas lies there whole, at the place's Left and Top.
//
// It bears on that picture alone. Slides are laid out, previewed, checked and counted on the canvas.
type Fold struct {
	Width  int     `json:"width"`  // of the output picture, pixels
	Height int     `json:"height"` // pixels
	Pieces []Piece `json:"pieces"`
}

// Piece is a rectangle of the canvas and where it lies in the output picture. It is never scaled: a
// pixel of the canvas is a pixel of the panel.
type Piece struct {
	From     Rect   `json:"from"`               // of the canvas
	To       Corner `json:"to"`                 // upper left corner of the rectangle that it covers in the output, once turned
	Rotation int    `json:"rotation,omitempty"` // degrees clockwise: 0, 90, 180 or 270
}

// Rect is a rectangle in pixels from the upper left.
type Rect struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// Corner is a point in pixels from the upper left.
type Corner struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// IsZero says that the canvas is not folded.
func (f Fold) IsZero() bool { return f.Width == 0 && f.Height == 0 && len(f.Pieces) == 0 }

// Output is the rectangle that the piece covers in the output picture.
func (p Piece) Output() Rect {
	if p.Rotation%180 != 0 {
		return Rect{p.To.X, p.To.Y, p.From.H, p.From.W}
	}
	return Rect{p.To.X, p.To.Y, p.From.W, p.From.H}
}

// Within says whether it lies inside a picture of a size.
func (r Rect) Within(width, height int) bool {
	return r.X >= 0 && r.Y >= 0 && r.W > 0 && r.H > 0 && r.W <= width && r.H <= height && r.X <= width-r.W && r.Y <= height-r.H
}

// Overlaps says whether two rectangles share a pixel.
func (r Rect) Overlaps(o Rect) bool {
	return r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H
}

func (r Rect) holds(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// PieceError is what is wrong with one piece of a fold.
type PieceError struct {
	Piece int // from 0
	Err   *Error
}

func (e *PieceError) Error() string { return e.Err.Error() }

// Unwrap gives the sentences.
func (e *PieceError) Unwrap() error { return e.Err }

// Check refuses a fold of a canvas that cannot be shown, with a sentence for staff. A part of the
// canvas that no piece shows is refused as well: half a word, a code without a corner or a label cut
// off would be on air on purpose. The same part may be shown twice, on two sides. What is wrong with
// one piece is a [PieceError].
func (f Fold) Check(c Canvas) error {
	if f.IsZero() {
		return nil
	}
	if f.Width < MinCanvasSide || f.Width > MaxOutputSide || f.Height < MinCanvasSide || f.Height > MaxOutputSide {
		return &Error{
			Code: Invalid,
			Vi:   fmt.Sprintf("Ảnh HDMI %d×%d không dùng được: mỗi cạnh từ %d đến %d điểm ảnh, như máy phát xuất ra.", f.Width, f.Height, MinCanvasSide, MaxOutputSide),
			En:   fmt.Sprintf("An HDMI picture of %d×%d cannot be used: each side is %d to %d pixels, as the computer puts it out.", f.Width, f.Height, MinCanvasSide, MaxOutputSide),
		}
	}
	if len(f.Pieces) == 0 || len(f.Pieces) > MaxPieces {
		return &Error{
			Code: Invalid,
			Vi:   fmt.Sprintf("Khung được chia thành 1 đến %d mảnh, không phải %d.", MaxPieces, len(f.Pieces)),
			En:   fmt.Sprintf("A canvas is cut into 1 to %d pieces, not %d.", MaxPieces, len(f.Pieces)),
		}
	}
	for i, p := range f.Pieces {
		if err := p.check(f, c); err != nil {
			return &PieceError{i, err}
		}
		for j, before := range f.Pieces[:i] {
			if p.Output().Overlaps(before.Output()) {
				return &PieceError{i, invalidf(
					"Mảnh %d đè lên mảnh %d trong ảnh HDMI. Hãy đổi nơi đặt của một trong hai.",
					"Piece %d lies over piece %d in the HDMI picture. Move one of them.", i+1, j+1)}
			}
		}
	}
	if x, y, ok := f.gap(c); ok {
		return invalidf(
			"Khung còn chỗ không mảnh nào chiếu, bắt đầu từ điểm %d, %d: chữ ở đó sẽ bị mất. Hãy thêm mảnh, hoặc ghi khung nhỏ lại.",
			"No piece shows a part of the canvas, from the point %d, %d on: words there would be lost. Add a piece, or make the canvas smaller.", x, y)
	}
	return nil
}

func (p Piece) check(f Fold, c Canvas) *Error {
	if !slices.Contains([]int{0, 90, 180, 270}, p.Rotation) {
		return invalidf("Góc xoay %d° không dùng được: chọn 0, 90, 180 hoặc 270.", "A rotation of %d° cannot be used: choose 0, 90, 180 or 270.", p.Rotation)
	}
	if !p.From.Within(c.Width, c.Height) {
		return invalidf("Phần lấy từ khung (%d, %d, rộng %d, cao %d) không nằm gọn trong khung %s.",
			"What is taken of the canvas (%d, %d, width %d, height %d) does not lie within the canvas of %s.", p.From.X, p.From.Y, p.From.W, p.From.H, c)
	}
	if o := p.Output(); !o.Within(f.Width, f.Height) {
		return invalidf("Nơi đặt (%d, %d, rộng %d, cao %d) vượt ra ngoài ảnh HDMI %d×%d.",
			"Its place (%d, %d, width %d, height %d) reaches out of the HDMI picture of %d×%d.", o.X, o.Y, o.W, o.H, f.Width, f.Height)
	}
	return nil
}

func invalidf(vi, en string, a ...any) *Error {
	return &Error{Code: Invalid, Vi: fmt.Sprintf(vi, a...), En: fmt.Sprintf(en, a...)}
}

// gap finds a point of the canvas that no piece shows. Between two edges of pieces nothing changes,
// so one point for each crossing of edges tells.
func (f Fold) gap(c Canvas) (x, y int, ok bool) {
	xs, ys := []int{0}, []int{0}
	for _, p := range f.Pieces {
		xs, ys = append(xs, p.From.X+p.From.W), append(ys, p.From.Y+p.From.H)
	}
	for _, y := range ys {
		for _, x := range xs {
			shown := x >= c.Width || y >= c.Height || slices.ContainsFunc(f.Pieces, func(p Piece) bool { return p.From.holds(x, y) })
			if !shown {
				return x, y, true
			}
		}
	}
	return 0, 0, false
}

// FoldedInRows cuts a long canvas into so many strips of one length, the last as long as what is
// left, and lays them one below the other from the upper left of a picture of width × height.
func FoldedInRows(c Canvas, rows, width, height int) Fold {
	f := Fold{Width: width, Height: height}
	rows = max(1, min(rows, MaxPieces, c.Width))
	long := (c.Width + rows - 1) / rows
	for i := 0; i*long < c.Width; i++ {
		f.Pieces = append(f.Pieces, Piece{From: Rect{X: i * long, W: min(long, c.Width-i*long), H: c.Height}, To: Corner{Y: i * c.Height}})
	}
	return f
}

// FoldedOnSides shows the whole canvas on two sides: beside each other in a picture of width ×
// height, or one below the other where they are too wide for it.
func FoldedOnSides(c Canvas, width, height int) Fold {
	whole, second := Rect{W: c.Width, H: c.Height}, Corner{X: c.Width}
	if 2*c.Width > width {
		second = Corner{Y: c.Height}
	}
	return Fold{Width: width, Height: height, Pieces: []Piece{{From: whole}, {From: whole, To: second}}}
}
