package screen

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

func (s *Screens) New(c *fiber.Ctx) error {
	v := s.newView(c, content.Canvas{})
	return s.Page(c, pageScreen, v)
}

// newView is the form of a new screen. It begins with the person's own area.
func (s *Screens) newView(c *fiber.Ctx, canvas content.Canvas) view {
	place := content.Place{Canvas: canvas}
	if own := signin.From(c).Areas(signin.Screens); len(own) > 0 {
		place.Area = own[0]
	}
	v := viewOf("", "", place)
	v.New = true
	if place.Area != "" {
		v.AreaName = s.AreaName(place.Area)
	}
	return v
}

// Enrol takes the code that a screen shows and says which screen it is; or goes on to make that
// screen. The code has to be typed from the glass: a list to click on would let in whoever asks at
// the right moment.
func (s *Screens) Enrol(c *fiber.Ctx) error {
	ctx, f := c.UserContext(), shell.FormOf(c)
	code, screen := enrolCode(f.Field("enrol")), strings.ToUpper(f.Field("screen"))
	e, err := s.Store.Enrolment(ctx, code)
	if held := f.Again(); held != nil {
		err = held
	}
	if err == nil && screen == "" {
		v := s.newView(c, content.Canvas{Width: e.Width, Height: e.Height})
		v.Enrol = code
		return s.Page(c, pageScreen, v)
	}
	if err == nil {
		_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return s.confirm(c, tx, code, screen) })
	}
	if err != nil {
		return s.refuseEnrol(c, s.badEnrol(ctx, err, code, screen), code)
	}
	return shell.Done(c, shell.ScreenPath(screen), "enrolled")
}

// confirm says which screen shows a code. What the screen proved itself by before ends: it has one
// computer.
func (s *Screens) confirm(c *fiber.Ctx, tx *store.Tx, code, screen string) error {
	ctx := c.UserContext()
	known, err := tx.Screen(ctx, screen)
	if err != nil {
		return err
	}
	if err := s.ask(c, tx, known); err != nil {
		return err
	}
	if err := tx.RevokeCredentials(ctx, screen); err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	_, err = tx.ConfirmEnrolment(ctx, code, screen)
	return err
}

func (s *Screens) refuseEnrol(c *fiber.Ctx, fault error, code string) error {
	v, err := s.listView(c)
	if err != nil {
		return err
	}
	v.Code = code
	return s.Refuse(c, fault, pageList, v)
}

// badEnrol says which of the two fields is wrong: the code on the glass, or the screen that it was
// said to be.
func (s *Screens) badEnrol(ctx context.Context, err error, code, screen string) error {
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	if _, known := s.Store.Enrolment(ctx, code); known == nil && screen != "" {
		return shell.At("screen", &content.Error{
			Code: content.NotFound, Err: err,
			Vi: "Chưa có màn hình mang mã " + screen + ". Hãy chọn trong danh sách, hoặc để trống để tạo màn hình mới.",
			En: "There is no screen with the code " + screen + ". Choose one of the list, or leave it empty to make a new one.",
		})
	}
	return shell.At("enrol", badCode(err, code))
}

func badCode(err error, code string) error {
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	return &content.Error{
		Code: content.NotFound, Err: err,
		Vi: "Không có màn hình nào của máy chủ này đang hiện mã “" + code + "”, hoặc mã đã quá 10 phút. Hãy đọc lại mã trên màn hình. " +
			"Nếu đọc đúng mà vẫn không nhận, có thể có kẻ chen giữa màn hình và máy chủ: đừng ghép, hãy kiểm tra mạng và dùng https.",
		En: "No screen of this server shows the code “" + code + "”, or it is older than 10 minutes. Read the code on the screen again. " +
			"If you read it right and it is still refused, somebody may stand between the screen and the server: do not go on, check the network and use https.",
	}
}

// enrolCode is a code as screens show it, however it was typed: "k7m3 qa4p" is K7M3-QA4P.
func enrolCode(typed string) string {
	plain := strings.Map(func(r rune) rune {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
	if len(plain) != 8 {
		return strings.ToUpper(typed)
	}
	return plain[:4] + "-" + plain[4:]
}

func (s *Screens) Create(c *fiber.Ctx) error {
	ctx, f := c.UserContext(), shell.FormOf(c)
	enrol := f.Field("enrol")
	var bad shell.Faults
	bad.Add(f.Again())
	code, name, err := readNames(f)
	bad.Add(err)
	place, err := s.readPlace(f, content.Place{})
	bad.Add(err)
	if err = bad.Err(); err == nil {
		_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
			if _, err := tx.Screen(ctx, code); content.CodeOf(err) != content.NotFound {
				return shell.At("code", taken(code, err))
			}
			screen := content.Screen{Code: code, Name: name, Places: []content.Place{place}}
			if err := s.ask(c, tx, screen); err != nil {
				return err
			}
			if err := tx.PutScreen(ctx, screen); err != nil {
				return err
			}
			if enrol == "" {
				return nil
			}
			return badCode(s.confirm(c, tx, enrol, code), enrol)
		})
	}
	if err != nil {
		v := viewOf(code, name, place)
		v.New, v.Enrol, v.Night = true, enrol, typedNight(f, place)
		return s.Refuse(c, err, pageScreen, v)
	}
	what := "saved"
	if enrol != "" {
		what = "enrolled"
	}
	return shell.Done(c, shell.ScreenPath(code), what)
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
