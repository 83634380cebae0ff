package command

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Kind is a command as staff give it.
type Kind struct {
	Kind  string
	Name  shell.Text
	Life  time.Duration // how long it is good for: a command of an hour ago is not what staff want now
	Page  bool          // a page without an agent can do it too
	Sure  shell.Text    // asked before it is given; empty: it is given at once
	Lines int           // of a log
}

var kinds = []Kind{
	{Kind: protocol.Identify, Name: shell.Say("Hiện tên màn hình", "Show its name"), Life: 2 * time.Minute, Page: true},
	{Kind: protocol.Screenshot, Name: shell.Say("Chụp mặt kính", "Photograph the glass"), Life: 5 * time.Minute},
	{Kind: protocol.Reload, Name: shell.Say("Tải lại trang", "Reload the page"), Life: 15 * time.Minute, Page: true},
	{Kind: protocol.LogTail, Name: shell.Say("Xem nhật ký máy", "Read its log"), Life: 15 * time.Minute, Lines: 200},
	{Kind: protocol.RestartBrowser, Name: shell.Say("Mở lại trình duyệt", "Restart the browser"), Life: 15 * time.Minute},
	{Kind: protocol.DimGlass, Name: shell.Say("Giảm sáng", "Dim"), Life: 15 * time.Minute, Page: true},
	{
		Kind: protocol.RestartMachine, Name: shell.Say("Khởi động lại máy", "Restart the computer"), Life: 15 * time.Minute,
		Sure: shell.Say("Màn hình tắt khoảng một đến hai phút trong lúc máy khởi động.", "The screen is dark for a minute or two while its computer starts."),
	},
}

// Bounds of how long a screen is dimmed: longer than half a day is what its own curve is for.
const minutesLeast, minutesMost = 1, 720

func kindOf(kind string) (Kind, bool) {
	for _, o := range kinds {
		if o.Kind == kind {
			return o, true
		}
	}
	return Kind{}, false
}

// Give gives a screen a command, and answers with the page, or with the list where a script asked.
func (s *Commands) Give(c *fiber.Ctx) error {
	ctx := c.UserContext()
	screen, err := s.Store.Screen(ctx, shell.Param(c, "code"))
	if err != nil {
		return err
	}
	wrong := s.give(c, screen.Code)
	var fault *content.Error
	if wrong != nil && !errors.As(wrong, &fault) {
		return wrong
	}
	if c.Get("HX-Request") != "" {
		return s.part(c, screen.Code, fault)
	}
	if wrong == nil {
		return shell.Done(c, shell.ScreenPath(screen.Code), "commanded")
	}
	return s.Refused(c, screen.Code, wrong)
}

// part answers with the list alone, and above it why a command was not given.
func (s *Commands) part(c *fiber.Ctx, screen string, fault *content.Error) error {
	v, err := s.list(c.UserContext(), screen)
	if err != nil {
		return err
	}
	if v.Fault = fault; fault != nil {
		if err := s.Status(c, fault); err != nil {
			return err
		}
	} else if v.Mark == shell.Query(c, "mark") {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return s.Part(c, "commands", v)
}

func (s *Commands) give(c *fiber.Ctx, screen string) error {
	ctx, f := c.UserContext(), shell.FormOf(c)
	o, ok := kindOf(f.Field("kind"))
	if !ok {
		return shell.Invalid("Không có lệnh này. Hãy tải lại trang.", "There is no such command. Reload the page.")
	}
	agent, err := s.hasAgent(ctx, screen)
	if err != nil {
		return err
	}
	if !agent && !o.Page {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Màn hình " + screen + " chỉ là một trang web, không có máy riêng chạy ngatu-player, nên không làm được lệnh này.",
			En:   "Screen " + screen + " is a plain web page without a computer that runs ngatu-player, so it cannot do this.",
		}
	}
	command := protocol.Command{ID: rand.Text(), Kind: o.Kind, Lines: o.Lines}
	lasts := time.Duration(0)
	if o.Kind == protocol.DimGlass {
		if command.Level, lasts, err = dimming(f); err != nil {
			return err
		}
	}
	who := signin.From(c).ID
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.Screen(ctx, screen)
		if err != nil {
			return err
		}
		place, _ := now.PlaceAt(tx.Time())
		if err := s.SignIn.Ask(ctx, tx, who, signin.Command, mandate.OfPlace(place)); err != nil {
			return err
		}
		if o.Kind == protocol.DimGlass {
			command.Until = tx.Time().Add(lasts).UnixMilli()
		}
		return tx.PutCommand(ctx, screen, command, o.Life)
	})
	return err
}

// dimming reads how bright and for how long; "end" has the screen's own dimming count again.
func dimming(f shell.Form) (level int, lasts time.Duration, err error) {
	if f.Has("end") {
		return content.MaxLevel, 0, nil
	}
	percent, err := f.Number("level", shell.Say("Độ sáng", "The brightness"), content.MinLevel, content.MaxLevel, 0)
	if err == nil && (percent < content.MinLevel || percent != float64(int(percent))) {
		err = shell.Invalid("Hãy ghi độ sáng là một số nguyên từ 10 đến 100 (phần trăm).", "Write the brightness as a whole number from 10 to 100 (percent).")
	}
	if err != nil {
		return 0, 0, err
	}
	minutes, err := f.Number("minutes", shell.Say("Số phút", "The minutes"), minutesLeast, minutesMost, 0)
	if err == nil && minutes < minutesLeast {
		err = shell.Invalid("Hãy ghi số phút từ 1 đến 720.", "Write the minutes, from 1 to 720.")
	}
	return int(percent), time.Duration(minutes * float64(time.Minute)), err
}

// hasAgent says whether a screen has a computer of its own: one is connected, or was enrolled.
func (s *Commands) hasAgent(ctx context.Context, screen string) (bool, error) {
	for _, p := range s.present() {
		if p.Screen == screen && p.Relay {
			return true, nil
		}
	}
	all, err := s.Store.Credentials(ctx, screen)
	for _, k := range all {
		if k.Kind == store.ByKey && k.Revoked.IsZero() {
			return true, err
		}
	}
	return false, err
}

// List is the list of commands by itself, for a page that waits for what becomes of them.
func (s *Commands) List(c *fiber.Ctx) error {
	screen, err := s.Store.Screen(c.UserContext(), shell.Param(c, "code"))
	if err != nil {
		return err
	}
	if c.Get("HX-Request") == "" {
		return c.Redirect(shell.ScreenPath(screen.Code), fiber.StatusSeeOther)
	}
	return s.part(c, screen.Code, nil)
}

// Picture is what a screen was photographed showing. It was encoded again when it came; still it is
// served in a sandbox.
func (s *Commands) Picture(c *fiber.Ctx) error {
	mime, data, err := s.Store.CommandAnswer(c.UserContext(), shell.Param(c, "code"), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	if mime != "image/jpeg" {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, mime)
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return c.Send(data) // headers has said no-store and nosniff
}
