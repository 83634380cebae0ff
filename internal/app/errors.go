package app

import (
	"errors"
	"log/slog"
	"net"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/edge"
	"ngatu/server/signin"
)

// failure is an error as the API answers it.
type failure struct {
	Code string `json:"code"`
	Vi   string `json:"vi"`
	En   string `json:"en"`
}

// answerErrors gives people a sentence and programs a code. An error that is no [content.Error] is
// internal: it is logged, and its text stays here.
func answerErrors(log *slog.Logger) fiber.ErrorHandler {
	return func(c *fiber.Ctx, err error) error {
		var e *content.Error
		if errors.As(err, &e) {
			status := edge.StatusOf(e.Code)
			if status >= fiber.StatusInternalServerError {
				log.ErrorContext(c.UserContext(), "request failed", "path", c.Path(), "error", err, "cause", e.Err)
				if e.Code != content.Away && signin.From(c) == nil { // the sentence may name files and folders of this machine
					f := internal(c.GetRespHeader(fiber.HeaderXRequestID))
					f.Code = string(e.Code)
					return refuse(c, status, f)
				}
			}
			return refuse(c, status, failure{string(e.Code), e.Vi, e.En})
		}
		var f *fiber.Error
		if errors.As(err, &f) && f.Code < fiber.StatusInternalServerError {
			return refuse(c, f.Code, failureOf(f.Code))
		}
		log.ErrorContext(c.UserContext(), "request failed", "path", c.Path(), "error", err)
		return refuse(c, fiber.StatusInternalServerError, internal(c.GetRespHeader(fiber.HeaderXRequestID)))
	}
}

func failureOf(status int) failure {
	switch status {
	case fiber.StatusNotFound, fiber.StatusMethodNotAllowed:
		return failure{string(content.NotFound), "Không có trang này.", "There is no such page."}
	case fiber.StatusRequestEntityTooLarge:
		return failure{string(content.TooLarge), "Dữ liệu gửi lên quá lớn.", "What was sent is too large."}
	case fiber.StatusForbidden:
		return failure{string(content.Denied), "Không được phép.", "Not allowed."}
	}
	return failure{string(content.Invalid), "Yêu cầu không đúng.", "The request is not right."}
}

// internal is the answer for an error without a sentence, and for strangers for one about this
// machine. It never has the error's text, but the ID that finds it in the log.
func internal(id string) failure {
	return failure{
		"internal",
		"Máy chủ gặp lỗi. Hãy thử lại sau ít phút; nếu vẫn lỗi, báo cho người vận hành mã " + id + ".",
		"The server failed. Try again in a few minutes; if it goes on, tell the operator the code " + id + ".",
	}
}

func refuse(c *fiber.Ctx, status int, f failure) error {
	c.Status(status)
	c.Set(fiber.HeaderCacheControl, "no-store")
	if strings.Contains(c.Get(fiber.HeaderAccept), "text/html") {
		c.Type("txt", "utf-8")
		return c.SendString(f.Vi + "\n" + f.En + "\n")
	}
	return c.JSON(fiber.Map{"error": f})
}

// unlessClosed passes over that a listener was closed already.
func unlessClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
