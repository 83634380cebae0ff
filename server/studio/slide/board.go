package slide

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/words"
)

// Boards are the slides that show figures: they are made here, and from then on are slides like all
// others.
type Boards struct{ *Slides }

type newBoardView struct {
	Campaigns []care.Choice
	Title     string
	Board     *boardForm
	Words     words.Form
	Looks     []picture.Preview
}

// New is the page of a new board: of the city of today, until something else is chosen.
func (s Boards) New(c *fiber.Ctx) error {
	now, _ := area.PeriodAt(s.Now())
	v, err := s.newBoardView(c, content.Slide{Kind: content.Board, Measure: figure.Accounts.ID, Area: area.City(now).String(), View: content.Gauge})
	if err != nil {
		return err
	}
	return s.Page(c, pageBoard, v)
}

func (s Boards) newBoardView(c *fiber.Ctx, slide content.Slide) (v newBoardView, err error) {
	v = newBoardView{Title: slide.Title, Words: words.Of(slide)}
	if v.Board, err = s.boardOf(c.UserContext(), slide); err != nil {
		return v, err
	}
	v.Campaigns, err = care.Campaigns(s.Shell, c, slide.Campaign)
	return v, err
}

// readNewBoard is a new board as the form has it.
func (s Boards) readNewBoard(c *fiber.Ctx) (content.Slide, error) {
	f := shell.FormOf(c)
	slide, err := readNew(f, content.Board)
	var bad shell.Faults
	bad.Add(err)
	slide, err = s.readBoard(c.UserContext(), f, slide)
	bad.Add(err)
	if slide.Words.Head == "" {
		bad.Add(shell.At("head", shell.Invalid("Hãy ghi tiêu đề của bảng.", "Write the board's heading.")))
	}
	return slide, bad.Err()
}

// Make makes a board: a draft, as every new slide.
func (s Boards) Make(c *fiber.Ctx) error {
	slide, err := s.readNewBoard(c)
	var bad shell.Faults
	bad.Add(shell.FormOf(c).Again())
	bad.Add(err)
	if err = bad.Err(); err == nil && wantsLook(c) {
		v, err := s.newBoardView(c, slide)
		if err == nil {
			v.Looks, err = s.looks(c, slide)
		}
		if err != nil {
			return err
		}
		return s.Page(c, pageBoard, v)
	}
	if err == nil {
		slide, err = s.begin(c, slide)
	}
	if err != nil {
		v, failed := s.newBoardView(c, slide)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, pageBoard, v)
	}
	return shell.Done(c, shell.SlidePath(slide.ID), "drafted")
}

// readChanged is a slide with what the form of its page says; of a board also what it shows.
func (s Boards) readChanged(ctx context.Context, f shell.Form, slide content.Slide) (content.Slide, error) {
	var bad shell.Faults
	slide, err := readSlide(f, slide)
	bad.Add(err)
	if slide.Kind == content.Board && f.Has("measure") { // a program may leave it as it is
		slide, err = s.readBoard(ctx, f, slide)
		bad.Add(err)
	}
	return slide, bad.Err()
}

// typed is the board of a form: a new one, or one that is changed on its page, which names it.
func (s Boards) typed(c *fiber.Ctx) (content.Slide, error) {
	f := shell.FormOf(c)
	id := f.Field("slide")
	if id == "" {
		slide, err := s.readNewBoard(c)
		slide.ID = "preview"
		return slide, err
	}
	d, err := s.Store.SlideDraft(c.UserContext(), id)
	if err != nil {
		return d.Doc, err
	}
	return s.readChanged(c.UserContext(), f, d.Doc)
}

// Preview paints what is typed in a form, of a new board or of any slide that Ngatu lays out and
// that is changed on its page, at the canvases of the person's own screens, with the figures that
// screens have. Nothing is stored.
func (s Boards) Preview(c *fiber.Ctx) error {
	if f := shell.FormOf(c); !f.Has("head") && !f.Has("number") {
		return s.Part(c, "preview", nil) // nothing typed yet
	}
	slide, err := s.typed(c)
	if err != nil {
		return err
	}
	out, err := s.looks(c, slide)
	if err != nil {
		return err
	}
	return s.Part(c, "preview", out)
}

// looks are the pictures of a slide as it is typed, on the screens in the person's care.
func (s *Slides) looks(c *fiber.Ctx, slide content.Slide) ([]picture.Preview, error) {
	return s.Pictures.Slide(c.UserContext(), slide, care.Place(c))
}

// wantsLook says that the button of those without scripts was pressed: the form comes again with its
// pictures, and nothing is stored.
func wantsLook(c *fiber.Ctx) bool { return shell.FormOf(c).Field("act") == "look" }
