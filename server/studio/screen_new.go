package studio

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

var titleNewScreen = text{"Màn hình mới", "New screen"}

func (s *Studio) screenNew(c *fiber.Ctx) error {
	v := screenForm("", "", content.Place{})
	v.New = true
	return s.show(c, "screen", titleNewScreen, v)
}

// screenEnrol takes the code that a screen shows and says which screen it is; or goes on to make that screen. The code has to
// be typed from the glass: a list to click on would let in whoever asks at the right moment.
func (s *Studio) screenEnrol(c *fiber.Ctx) error {
	ctx, code, screen := c.UserContext(), enrolCode(field(c, "enrol")), strings.ToUpper(field(c, "screen"))
	e, err := s.Store.Enrolment(ctx, code)
	if err == nil && screen == "" {
		v := screenForm("", "", content.Place{Canvas: content.Canvas{Width: e.Width, Height: e.Height}})
		v.New, v.Enrol = true, code
		return s.show(c, "screen", titleNewScreen, v)
	}
	if err == nil {
		_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return confirm(c, tx, code, screen) })
	}
	if err != nil {
		return s.refuseEnrol(c, badCode(err, code), code)
	}
	return done(c, "/studio/screens/"+screen, "enrolled")
}

// confirm says which screen shows a code. What the screen proved itself by before ends: it has one computer.
func confirm(c *fiber.Ctx, tx *store.Tx, code, screen string) error {
	ctx := c.UserContext()
	if _, err := tx.Screen(ctx, screen); err != nil {
		return err
	}
	if err := tx.RevokeCredentials(ctx, screen); err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	_, err := tx.ConfirmEnrolment(ctx, code, screen)
	return err
}

func (s *Studio) refuseEnrol(c *fiber.Ctx, fault error, code string) error {
	v, err := s.screensView(c)
	if err != nil {
		return err
	}
	v.Code = code
	return s.refuse(c, fault, "screens", titleScreens, v)
}

func badCode(err error, code string) error {
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	return &content.Error{
		Code: content.NotFound, Err: err,
		Vi: "Không có màn hình nào đang hiện mã “" + code + "”, hoặc mã đã quá 10 phút. Hãy đọc lại mã trên màn hình.",
		En: "No screen shows the code “" + code + "”, or it is older than 10 minutes. Read the code on the screen again.",
	}
}

// enrolCode is a code as screens show it, however it was typed: "k7m 3qa" is K7M-3QA.
func enrolCode(typed string) string {
	plain := strings.Map(func(r rune) rune {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
	if len(plain) != 6 {
		return strings.ToUpper(typed)
	}
	return plain[:3] + "-" + plain[3:]
}

func (s *Studio) screenCreate(c *fiber.Ctx) error {
	ctx, enrol := c.UserContext(), field(c, "enrol")
	code, name, err := readNames(c)
	place, wrong := s.readPlace(c, content.Place{})
	if err == nil {
		err = wrong
	}
	if err == nil {
		_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
			if _, err := tx.Screen(ctx, code); content.CodeOf(err) != content.NotFound {
				return taken(code, err)
			}
			if err := tx.PutScreen(ctx, content.Screen{Code: code, Name: name, Places: []content.Place{place}}); err != nil {
				return err
			}
			if enrol == "" {
				return nil
			}
			return badCode(confirm(c, tx, enrol, code), enrol)
		})
	}
	if err != nil {
		v := screenForm(code, name, place)
		v.New, v.Enrol, v.Night = true, enrol, typedNight(c, place)
		return s.refuse(c, err, "screen", titleNewScreen, v)
	}
	what := "saved"
	if enrol != "" {
		what = "enrolled"
	}
	return done(c, "/studio/screens/"+code, what)
}

func taken(code string, err error) error {
	if err != nil {
		return err
	}
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Đã có màn hình mang mã " + code + ". Hãy chọn mã khác.",
		En:   "There is a screen with the code " + code + " already. Choose another.",
	}
}
