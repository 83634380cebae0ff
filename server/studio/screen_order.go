package studio

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/signin"
)

// order is a command as staff give it.
type order struct {
	Kind  string
	Name  text
	Life  time.Duration // how long it is good for: an order of an hour ago is not what staff want now
	Page  bool          // a page without an agent can do it too
	Sure  text          // asked before it is given; empty: it is given at once
	Lines int           // of a log
}

var orders = []order{
	{Kind: protocol.Identify, Name: text{"Hiện tên màn hình", "Show its name"}, Life: 2 * time.Minute, Page: true},
	{Kind: protocol.Screenshot, Name: text{"Chụp mặt kính", "Photograph the glass"}, Life: 5 * time.Minute},
	{Kind: protocol.Reload, Name: text{"Tải lại trang", "Reload the page"}, Life: 15 * time.Minute, Page: true},
	{Kind: protocol.LogTail, Name: text{"Xem nhật ký máy", "Read its log"}, Life: 15 * time.Minute, Lines: 200},
	{Kind: protocol.RestartBrowser, Name: text{"Mở lại trình duyệt", "Restart the browser"}, Life: 15 * time.Minute},
	{Kind: protocol.DimGlass, Name: text{"Giảm sáng", "Dim"}, Life: 15 * time.Minute, Page: true},
	{
		Kind: protocol.RestartMachine, Name: text{"Khởi động lại máy", "Restart the computer"}, Life: 15 * time.Minute,
		Sure: text{"Màn hình tắt khoảng một đến hai phút trong lúc máy khởi động.", "The screen is dark for a minute or two while its computer starts."},
	},
}

// Bounds of dimming: below 10 % a wall looks broken, and longer than half a day is what the screen's own curve is for.
const (
	dimLeast, dimMost      = 10, 100
	minutesLeast, minutesM = 1, 720
)

func orderOf(kind string) (order, bool) {
	for _, o := range orders {
		if o.Kind == kind {
			return o, true
		}
	}
	return order{}, false
}

// screenOrder gives a screen a command, and answers with the page, or with the list where a script asked.
func (s *Studio) screenOrder(c *fiber.Ctx) error {
	ctx := c.UserContext()
	screen, err := s.Store.Screen(ctx, param(c, "code"))
	if err != nil {
		return err
	}
	wrong := s.giveOrder(c, screen.Code)
	var fault *content.Error
	if wrong != nil && !errors.As(wrong, &fault) {
		return wrong
	}
	if c.Get("HX-Request") != "" {
		return s.ordersPart(c, screen.Code, fault)
	}
	if wrong == nil {
		return done(c, "/studio/screens/"+screen.Code, "ordered")
	}
	v, err := s.screenView(c, screen)
	if err != nil {
		return err
	}
	return s.refuse(c, wrong, "screen", text{Vi: screen.Code + " · " + screen.Name}, v)
}

// ordersPart answers with the list alone, and above it why a command was not given.
func (s *Studio) ordersPart(c *fiber.Ctx, screen string, fault *content.Error) error {
	v, err := s.ordersView(c.UserContext(), screen)
	if err != nil {
		return err
	}
	if v.Fault = fault; fault != nil {
		status, err := s.statusOf(c, fault)
		if err != nil {
			return err
		}
		c.Status(status)
	} else if v.Mark == query(c, "mark") {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return s.part(c, "orders", v)
}

func (s *Studio) giveOrder(c *fiber.Ctx, screen string) error {
	ctx := c.UserContext()
	o, ok := orderOf(field(c, "kind"))
	if !ok {
		return invalid("Không có lệnh này. Hãy tải lại trang.", "There is no such command. Reload the page.")
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
		if command.Level, lasts, err = dimming(c); err != nil {
			return err
		}
	}
	_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		if o.Kind == protocol.DimGlass {
			command.Until = tx.Time().Add(lasts).UnixMilli()
		}
		return tx.PutCommand(ctx, screen, command, o.Life)
	})
	return err
}

// dimming reads how bright and for how long; "end" has the screen's own dimming count again.
func dimming(c *fiber.Ctx) (level int, lasts time.Duration, err error) {
	if field(c, "end") != "" {
		return dimMost, 0, nil
	}
	percent, err := number(c, "level", text{"Độ sáng", "The brightness"}, dimLeast, dimMost, 0)
	if err == nil && (percent < dimLeast || percent != float64(int(percent))) {
		err = invalid("Hãy ghi độ sáng là một số nguyên từ 10 đến 100 (phần trăm).", "Write the brightness as a whole number from 10 to 100 (percent).")
	}
	if err != nil {
		return 0, 0, err
	}
	minutes, err := number(c, "minutes", text{"Số phút", "The minutes"}, minutesLeast, minutesM, 0)
	if err == nil && minutes < minutesLeast {
		err = invalid("Hãy ghi số phút từ 1 đến 720.", "Write the minutes, from 1 to 720.")
	}
	return int(percent), time.Duration(minutes * float64(time.Minute)), err
}

// hasAgent says whether a screen has a computer of its own: one is connected, or was enrolled.
func (s *Studio) hasAgent(ctx context.Context, screen string) (bool, error) {
	for _, p := range s.Present() {
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

// screenOrders is the list of commands by itself, for a page that waits for what becomes of them.
func (s *Studio) screenOrders(c *fiber.Ctx) error {
	screen, err := s.Store.Screen(c.UserContext(), param(c, "code"))
	if err != nil {
		return err
	}
	if c.Get("HX-Request") == "" {
		return c.Redirect("/studio/screens/"+screen.Code, fiber.StatusSeeOther)
	}
	return s.ordersPart(c, screen.Code, nil)
}

// orderPicture is what a screen was photographed showing. It was painted anew when it came; still it runs in a box.
func (s *Studio) orderPicture(c *fiber.Ctx) error {
	mime, data, err := s.Store.CommandAnswer(c.UserContext(), param(c, "code"), param(c, "id"))
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

// percent is a level as people read it.
func percent(level int) string { return strconv.Itoa(level) + " %" }
