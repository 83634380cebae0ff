package screen

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// What the form begins with: the picture that most computers put out, and rows as a banner on a
// bridge has them.
const (
	usualWidth, usualHeight = 1920, 1080
	usualRows               = 4
	blankPieces             = 2 // empty lines for pieces that come
)

// foldView is the page that says where a canvas lies in the HDMI picture.
type foldView struct {
	Code    string
	Place   content.Place
	Form    foldForm
	Drawing drawing
	Ready   bool // filled with a ready-made cut that is not saved
}

// About is where the screen stands.
func (v foldView) About() []mandate.Subject { return []mandate.Subject{mandate.OfPlace(v.Place)} }

// foldForm is the form as it is kept, or as it was typed.
type foldForm struct {
	Left, Top, Turn string
	Width, Height   string // of the HDMI picture
	Pieces          []pieceForm
}

// pieceForm is a line of the form; all empty, it does not count.
type pieceForm struct {
	Number                       int // from 1, as fields are named
	X, Y, W, H, ToX, ToY, Turned string
}

// pieceFields are the fields of a line, before their number.
var pieceFields = []string{"piece_x", "piece_y", "piece_w", "piece_h", "piece_to_x", "piece_to_y", "piece_turn"}

func (p *pieceForm) values() []*string {
	return []*string{&p.X, &p.Y, &p.W, &p.H, &p.ToX, &p.ToY, &p.Turned}
}

// Turns are the rotations that a canvas or a piece may have.
func (foldView) Turns() []string { return []string{"0", "90", "180", "270"} }

// Rows is how many strips the ready-made cut is offered with.
func (v foldView) Rows() int {
	if n := len(v.Place.Fold.Pieces); n > 1 {
		return n
	}
	return usualRows
}

func foldFormOf(p content.Place) foldForm {
	f := foldForm{Left: strconv.Itoa(p.Left), Top: strconv.Itoa(p.Top), Turn: strconv.Itoa(p.Rotation), Width: strconv.Itoa(usualWidth), Height: strconv.Itoa(usualHeight)}
	if !p.Fold.IsZero() {
		f.Width, f.Height = strconv.Itoa(p.Fold.Width), strconv.Itoa(p.Fold.Height)
	}
	for i, one := range p.Fold.Pieces {
		line := pieceForm{Number: i + 1}
		numbers := []int{one.From.X, one.From.Y, one.From.W, one.From.H, one.To.X, one.To.Y, one.Rotation}
		for j, v := range line.values() {
			*v = strconv.Itoa(numbers[j])
		}
		f.Pieces = append(f.Pieces, line)
	}
	for range min(blankPieces, content.MaxPieces-len(f.Pieces)) {
		f.Pieces = append(f.Pieces, pieceForm{Number: len(f.Pieces) + 1, Turned: "0"})
	}
	return f
}

// typedFold is the form as it was sent.
func typedFold(sent shell.Form) foldForm {
	f := foldForm{Left: sent.Field("left"), Top: sent.Field("top"), Turn: sent.Field("turn"), Width: sent.Field("out_width"), Height: sent.Field("out_height")}
	for n := 1; n <= content.MaxPieces; n++ {
		line := pieceForm{Number: n}
		for j, v := range line.values() {
			*v = sent.Field(fmt.Sprint(pieceFields[j], "_", n))
		}
		f.Pieces = append(f.Pieces, line)
	}
	for last := len(f.Pieces); last > blankPieces && f.Pieces[last-1].empty() && f.Pieces[last-blankPieces-1].empty(); last-- {
		f.Pieces = f.Pieces[:last-1]
	}
	return f
}

// empty says that nothing was typed into a line; a rotation is always chosen.
func (p pieceForm) empty() bool { return p.X+p.Y+p.W+p.H+p.ToX+p.ToY == "" }

// read is a place with what the form says. The fold it gives may be wrong; the error says so at the
// field.
func (f foldForm) read(p content.Place) (content.Place, error) {
	var bad shell.Faults
	number := func(field, typed string, what shell.Text) int {
		if typed == "" {
			typed = "0"
		}
		n, err := strconv.Atoi(typed)
		if err != nil || n < 0 || n > content.MaxOutputSide {
			bad.Add(shell.At(field, shell.Invalidf("%s “%s” không đúng: hãy ghi số nguyên từ 0 đến %d.", "%s “%s” is not right: write a whole number from 0 to %d.",
				what, typed, content.MaxOutputSide)))
		}
		return n
	}
	p.Left, p.Top = number("left", f.Left, shell.Say("Cách lề trái", "From the left")), number("top", f.Top, shell.Say("Cách lề trên", "From the top"))
	p.Rotation = number("turn", f.Turn, shell.Say("Góc xoay", "The rotation"))
	if p.Rotation%90 != 0 || p.Rotation >= 360 {
		bad.Add(shell.At("turn", shell.Invalid("Góc xoay là 0, 90, 180 hoặc 270 độ.", "A rotation is 0, 90, 180 or 270 degrees.")))
	}
	p.Fold = content.Fold{}
	var lines []int // of the pieces
	for _, line := range f.Pieces {
		if line.empty() {
			continue
		}
		var n [7]int
		for j, v := range line.values() {
			n[j] = number(fmt.Sprint(pieceFields[j], "_", line.Number), *v, shell.Textf("Mảnh %d: số", "Piece %d: the number", line.Number))
		}
		p.Fold.Pieces = append(p.Fold.Pieces, content.Piece{
			From: content.Rect{X: n[0], Y: n[1], W: n[2], H: n[3]}, To: content.Corner{X: n[4], Y: n[5]}, Rotation: n[6],
		})
		lines = append(lines, line.Number)
	}
	if len(lines) == 0 {
		return p, bad.Err()
	}
	p.Fold.Width = number("out_width", f.Width, shell.Say("Chiều rộng ảnh HDMI", "The width of the HDMI picture"))
	p.Fold.Height = number("out_height", f.Height, shell.Say("Chiều cao ảnh HDMI", "The height of the HDMI picture"))
	if len(bad) == 0 {
		bad.Add(foldFault(p, lines))
	}
	return p, bad.Err()
}

// foldFault says at which field the pieces of a place are wrong.
func foldFault(p content.Place, lines []int) error {
	if p.Kind == content.Kiosk && !p.Fold.IsZero() {
		return shell.At("piece_x_1", shell.Invalid("Kiosk chạm tay không chia thành mảnh được: người dân chạm vào khung nguyên vẹn.",
			"A kiosk cannot be cut into pieces: people touch the whole canvas."))
	}
	err := p.Fold.Check(p.Canvas)
	var of *content.PieceError
	switch {
	case errors.As(err, &of) && of.Piece < len(lines):
		return shell.At(fmt.Sprint("piece_x_", lines[of.Piece]), err)
	case err != nil && len(p.Fold.Pieces) > 0 && p.Fold.Pieces[0].From.W > 0:
		return shell.At("out_width", err)
	}
	return err
}

// Fold shows where a canvas lies in the HDMI picture; with "cut" filled with a ready-made cut, which
// is not saved by looking at it.
func (s *Screens) Fold(c *fiber.Ctx) error {
	screen, err := s.Store.Screen(c.UserContext(), shell.Param(c, "code"))
	if err != nil {
		return err
	}
	place, _ := screen.PlaceAt(s.Now())
	was := place.Fold
	if was.IsZero() {
		was.Width, was.Height = usualWidth, usualHeight
	}
	ready := true
	switch shell.Query(c, "cut") {
	case "rows":
		rows, err := strconv.Atoi(shell.Query(c, "rows"))
		if err != nil {
			rows = usualRows
		}
		place.Fold = content.FoldedInRows(place.Canvas, rows, was.Width, was.Height)
	case "sides":
		place.Fold = content.FoldedOnSides(place.Canvas, was.Width, was.Height)
	case "whole":
		place.Fold = content.Fold{}
	default:
		ready = false
	}
	return s.Page(c, pageFold.Titled(foldTitle(screen)), foldView{screen.Code, place, foldFormOf(place), drawingOf(place), ready})
}

func foldTitle(screen content.Screen) shell.Text {
	return shell.Text{Vi: screen.Code + " · " + pageFold.Title.Vi, En: screen.Code + " · " + pageFold.Title.En}
}

// FoldDraw draws what is being typed.
func (s *Screens) FoldDraw(c *fiber.Ctx) error {
	screen, err := s.Store.Screen(c.UserContext(), shell.Param(c, "code"))
	if err != nil {
		return err
	}
	place, _ := screen.PlaceAt(s.Now())
	place, _ = typedFold(shell.FormOf(c)).read(place)
	return s.Part(c, "fold_drawing", drawingOf(place))
}

// FoldSave keeps where a canvas lies in the HDMI picture.
func (s *Screens) FoldSave(c *fiber.Ctx) error {
	ctx, f := c.UserContext(), shell.FormOf(c)
	screen, err := s.Store.Screen(ctx, shell.Param(c, "code"))
	if err != nil {
		return err
	}
	form := typedFold(f)
	wrong := f.Again()
	if wrong == nil {
		_, wrong = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
			now, err := tx.Screen(ctx, screen.Code)
			if err != nil {
				return err
			}
			if err := s.ask(c, tx, now); err != nil {
				return err
			}
			place, stands := now.PlaceAt(tx.Time())
			if !stands {
				return &content.Error{Code: content.Conflict, Vi: "Màn hình chưa đặt ở đâu. Hãy ghi nơi đặt trước.", En: "The screen stands nowhere yet. Say first where it stands."}
			}
			if place, err = form.read(place); err != nil {
				return err
			}
			now.Places = places(now.Places, place, false, tx.Time())
			return tx.PutScreen(ctx, now)
		})
	}
	if wrong != nil {
		place, _ := screen.PlaceAt(s.Now())
		place, _ = form.read(place)
		return s.Refuse(c, wrong, pageFold.Titled(foldTitle(screen)), foldView{screen.Code, place, form, drawingOf(place), false})
	}
	return shell.Done(c, shell.ScreenPath(screen.Code), "saved")
}

// FoldWords says in a line where the canvas lies.
func (v view) FoldWords() shell.Text {
	p := v.Place
	switch n := len(p.Fold.Pieces); {
	case n == 1:
		return shell.Textf("một mảnh, trong ảnh HDMI %d×%d", "one piece, in an HDMI picture of %d×%d", p.Fold.Width, p.Fold.Height)
	case n > 1:
		return shell.Textf("%d mảnh, trong ảnh HDMI %d×%d", "%d pieces, in an HDMI picture of %d×%d", n, p.Fold.Width, p.Fold.Height)
	case p.Rotation != 0:
		return shell.Textf("ở điểm %d, %d, xoay %d°", "at %d, %d, turned by %d°", p.Left, p.Top, p.Rotation)
	}
	return shell.Textf("ở điểm %d, %d", "at %d, %d", p.Left, p.Top)
}

// foldFits refuses a canvas or a make of screen that the pieces do not fit.
func foldFits(p content.Place) error {
	switch {
	case p.Fold.IsZero():
		return nil
	case p.Kind == content.Kiosk:
		return shell.At("kind", foldFault(p, nil).(shell.Faults)[0].Err)
	case p.Fold.Check(p.Canvas) != nil:
		return shell.At("width", shell.Invalid(
			"Khung đang được chia thành mảnh theo cỡ cũ. Hãy vào “Khung trong ảnh HDMI”, bỏ chia, rồi đổi cỡ và chia lại.",
			"The canvas is cut into pieces of its old size. On “Canvas in the HDMI picture” make it whole, then change its size and cut it again."))
	}
	return nil
}
