package shell

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// sentences turns an error into a page, or a piece of one, with the sentence in it. Scripts that
// ask for JSON get the app's own answer.
func (s *Shell) sentences(c *fiber.Ctx) error {
	err := c.Next()
	if err == nil {
		return nil
	}
	if strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON) {
		return err
	}
	var fault *content.Error
	if !errors.As(err, &fault) {
		fault = Unnamed(c, err)
	}
	if err := s.Status(c, err); err != nil {
		return err
	}
	if c.Get("HX-Request") != "" {
		return s.Part(c, "fault", discreet(c, fault))
	}
	if store.Silent(err) && signin.From(c) != nil {
		unsaved := isUnsaved(c, err)
		if s.Store.Outage.Away() && !store.Unsure(err) {
			fault = nil // the sentence above every page says so
		}
		if unsaved {
			return s.unsaved(c, fault)
		}
		return s.fill(c, pageFailed.Titled(Text{"Chưa xem được", "Not shown for now"}), true, fault)
	}
	return s.fill(c, pageFailed, nil, fault)
}

// discreet is an error as it may be shown: who is not signed in does not learn the names of the
// machine's files.
func discreet(c *fiber.Ctx, fault *content.Error) *content.Error {
	if fault == nil || fault.Code == content.Away || signin.From(c) != nil || c.Response().StatusCode() < fiber.StatusInternalServerError {
		return fault
	}
	return Unnamed(c, fault)
}

// Unnamed is what people read of an error that has no sentence: never its text, but the ID of the
// request, which leads to it in the log.
func Unnamed(c *fiber.Ctx, err error) *content.Error {
	var f *fiber.Error
	if errors.As(err, &f) && f.Code < fiber.StatusInternalServerError {
		return &content.Error{
			Code: content.NotFound,
			Vi:   "Không có trang này. Hãy quay lại danh sách tấm chiếu.", En: "There is no such page. Go back to the list of slides.",
		}
	}
	id := c.GetRespHeader(fiber.HeaderXRequestID)
	return &content.Error{
		Vi: "Máy chủ gặp lỗi và đã ghi lại. Hãy thử lại sau ít phút; nếu vẫn lỗi, báo cho người vận hành mã " + id + ".",
		En: "The server failed and has noted it. Try again in a few minutes; if it goes on, tell the operator the code " + id + ".",
	}
}
