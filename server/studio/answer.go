package studio

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/signin"
)

// policy lets a page load its own files and nothing else: a script that somebody smuggles into a title does not run.
// data: is for the pictures of a live preview.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
	"media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers are on every answer of the studio.
func headers(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Next()
}

// view is what every page is filled with.
type view struct {
	Here   string // name of the page, for the mark in the navigation
	Title  text
	Person *signin.Person // nil: nobody is signed in
	CSRF   string
	Done   *text          // what was done just now
	Fault  *content.Error // what went wrong
	Body   any
}

// May says whether the person holds one of the roles.
func (v view) May(any ...string) bool {
	for _, r := range any {
		if v.Person.May(signin.Role(r)) {
			return true
		}
	}
	return false
}

// show answers with a page.
func (s *Studio) show(c *fiber.Ctx, page string, title text, body any) error {
	return s.fill(c, page, title, body, nil)
}

// refuse answers with the page that a form stands on, with the sentence of what is wrong above it. What has no sentence
// for people goes to the app.
func (s *Studio) refuse(c *fiber.Ctx, err error, page string, title text, body any) error {
	var fault *content.Error
	if !errors.As(err, &fault) {
		return err
	}
	status, err := s.statusOf(c, err)
	if err != nil {
		return err
	}
	c.Status(status)
	return s.fill(c, page, title, body, fault)
}

// statusOf asks the app's error handler, which has the one map from codes to statuses and logs what is its to log.
func (s *Studio) statusOf(c *fiber.Ctx, err error) (int, error) {
	if err := c.App().ErrorHandler(c, err); err != nil {
		return 0, err
	}
	status := c.Response().StatusCode()
	c.Response().ResetBody()
	return status, nil
}

func (s *Studio) fill(c *fiber.Ctx, page string, title text, body any, fault *content.Error) error {
	b, err := s.parts()
	if err != nil {
		return err
	}
	t, ok := b.pages[page]
	if !ok {
		return fmt.Errorf("studio: there is no page %q", page)
	}
	v := view{Here: page, Title: title, Person: signin.From(c), Fault: hushed(c, fault), Body: body}
	if v.Person != nil {
		v.CSRF = v.Person.CSRF
	}
	if done, ok := dones[c.Query("done")]; ok && fault == nil {
		v.Done = &done
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, "layout.html", v); err != nil {
		return fmt.Errorf("studio: fill page %s: %w", page, err)
	}
	c.Type("html", "utf-8")
	return c.Send(out.Bytes())
}

// part answers with a piece of a page, for a script that puts it in its place.
func (s *Studio) part(c *fiber.Ctx, name string, body any) error {
	b, err := s.parts()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := b.shared.ExecuteTemplate(&out, name, body); err != nil {
		return fmt.Errorf("studio: fill part %s: %w", name, err)
	}
	c.Type("html", "utf-8")
	return c.Send(out.Bytes())
}

// sentences turns an error into a page, or a piece of one, with the sentence in it. Scripts that ask for JSON get the
// app's own answer.
func (s *Studio) sentences(c *fiber.Ctx) error {
	err := c.Next()
	if err == nil {
		return nil
	}
	var fault *content.Error
	if !errors.As(err, &fault) {
		fault = unnamed(err, c.GetRespHeader(fiber.HeaderXRequestID))
	}
	if strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON) {
		return err
	}
	status, err := s.statusOf(c, err)
	if err != nil {
		return err
	}
	c.Status(status)
	if c.Get("HX-Request") != "" {
		return s.part(c, "fault", hushed(c, fault))
	}
	return s.fill(c, "fault", text{"Không thực hiện được", "That did not work"}, nil, fault)
}

// hushed keeps from strangers what is the machine's: such sentences name its files and folders.
func hushed(c *fiber.Ctx, fault *content.Error) *content.Error {
	if fault == nil || signin.From(c) != nil || c.Response().StatusCode() < fiber.StatusInternalServerError {
		return fault
	}
	return unnamed(fault, c.GetRespHeader(fiber.HeaderXRequestID))
}

// unnamed is what people are told of an error that has no sentence: never its text, but the ID of the request, which leads
// to it in the log.
func unnamed(err error, id string) *content.Error {
	var f *fiber.Error
	if errors.As(err, &f) && f.Code < fiber.StatusInternalServerError {
		return &content.Error{Code: content.NotFound, Vi: "Không có trang này. Hãy quay lại danh sách trang chiếu.", En: "There is no such page. Go back to the list of slides."}
	}
	return &content.Error{
		Vi: "Máy chủ gặp lỗi và đã ghi lại. Hãy thử lại sau ít phút; nếu vẫn lỗi, báo cho người vận hành mã " + id + ".",
		En: "The server failed and has noted it. Try again in a few minutes; if it goes on, tell the operator the code " + id + ".",
	}
}

// dones are the sentences of what was done, by the word that the address carries after it.
var dones = map[string]text{
	"saved":     {"Đã lưu.", "Saved."},
	"drafted":   {"Đã tạo bản nháp.", "The draft was made."},
	"submitted": {"Đã gửi duyệt.", "Submitted for approval."},
	"approved":  {"Đã duyệt. Trang lên màn hình trong vòng một giây, khi đến giờ của nó.", "Approved. It is on screens within a second, once its time has come."},
	"off":       {"Đã gỡ khỏi mọi màn hình.", "Taken off every screen."},
	"prepared":  {"Đã duyệt. Khi cần, bấm phát: thông báo lên màn hình ngay.", "Approved. When it is needed, put it on: it is on screens at once."},
	"on":        {"Đã phát lên màn hình.", "It is on screens."},
	"ended":     {"Đã dừng. Các màn hình trở lại vòng chiếu.", "Ended. Screens go back to their loop."},
	"deleted":   {"Đã xóa bản nháp.", "The draft was deleted."},
	"enrolled":  {"Đã ghép màn hình. Màn hình tự nhận nội dung trong vài giây.", "The screen is enrolled and gets its content within seconds."},
	"figures":   {"Đã công bố số liệu. Các bảng số liệu đã đổi.", "The figures are released. Boards have changed."},
	"revoked":   {"Đã thu hồi mã.", "The token was revoked."},
	"password":  {"Đã đổi mật khẩu. Các phiên khác của bạn đã bị đăng xuất.", "The password was changed. Your other sessions were signed out."},
	"signedout": {"Đã đăng xuất người này ở mọi nơi.", "Signed out everywhere."},
	"cut":       {"Đã thu hồi. Màn hình bị ngắt trong vài giây; muốn dùng lại thì ghép lại từ mã hiện trên màn hình.", "Revoked. The screen is cut off within seconds; to use it again, enrol it by the code it shows."},
	"alike":     {"Đã đổi giờ bật và độ sáng của các màn hình đã nêu.", "The hours and brightness of the screens named were changed."},
	"ordered":   {"Đã gửi lệnh. Kết quả hiện trong danh sách lệnh bên dưới.", "The command was given. What becomes of it is in the list below."},
	"bye":       {"Đã đăng xuất.", "Signed out."},
}

// done sends the browser on to a page after something was done, so that reloading does not do it again.
func done(c *fiber.Ctx, path, what string) error {
	return c.Redirect(path+"?done="+what, fiber.StatusSeeOther)
}
