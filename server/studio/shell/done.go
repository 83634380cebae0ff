package shell

import "github.com/gofiber/fiber/v2"

// done are the sentences of what was done that rooms share.
var done = map[string]Text{
	"saved":     {"Đã lưu.", "Saved."},
	"drafted":   {"Đã tạo bản nháp.", "The draft was made."},
	"submitted": {"Đã gửi duyệt.", "Submitted for approval."},
	"off":       {"Đã gỡ khỏi mọi màn hình.", "Taken off every screen."},
	"deleted":   {"Đã xóa bản nháp.", "The draft was deleted."},
	"again":     {"Bạn đã đăng nhập lại. Việc vừa bấm chưa được thực hiện: hãy bấm lại.", "You have signed in again. What you pressed was not done: press again."},
}

// Done sends the browser on to a page after something was done, so that reloading does not do it
// again. What was done is the key of a sentence that a room declares.
func Done(c *fiber.Ctx, path, what string) error {
	return c.Redirect(path+"?done="+what, fiber.StatusSeeOther)
}
