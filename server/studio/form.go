package studio

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/sheet"
)

// Limits of a request's body, in bytes. Each file in it is bounded again by what it is.
const (
	maxForm   = 256 << 10
	maxUpload = 520 << 20
	maxSheet  = sheet.MaxBytes + maxForm
)

// bodies are the paths whose forms carry files.
var bodies = map[string]int{
	"/studio/upload": maxUpload, "/studio/figures": maxSheet, "/studio/figures/look": maxSheet,
}

// bounded refuses a body that is longer than its form may be, or does not say how long it is: what reads a form reads all
// of it, and the guard reads the form for its token.
func bounded(c *fiber.Ctx) error {
	most, ok := bodies[c.Path()]
	if !ok {
		most = maxForm
	}
	if n := c.Request().Header.ContentLength(); n > most || n == -1 {
		return tooLong(int64(most))
	}
	return c.Next()
}

func tooLong(most int64) error {
	return &content.Error{
		Code: content.TooLarge,
		Vi:   "Dữ liệu gửi lên lớn hơn " + size(most) + ". Hãy chia nhỏ hoặc giảm dung lượng.",
		En:   "What was sent is larger than " + size(most) + ". Split it or make it smaller.",
	}
}

// field is a form field of one line: a copy (Fiber uses its buffers again), composed, without control characters.
func field(c *fiber.Ctx, name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, raw(c, name)))
}

// raw is a form field as it was typed, copied and composed: passwords.
func raw(c *fiber.Ctx, name string) string {
	return norm.NFC.String(whole(c.FormValue(name)))
}

// lines is a form field of several lines, without empty ones.
func lines(c *fiber.Ctx, name string) []string {
	var out []string
	for l := range strings.SplitSeq(raw(c, name), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// param is a part of the path, copied.
func param(c *fiber.Ctx, name string) string { return whole(c.Params(name)) }

// query is a part of the address's query, copied.
func query(c *fiber.Ctx, name string) string { return strings.TrimSpace(whole(c.Query(name))) }

// whole is a copy without what is no text: a database refuses that as a failure of its own.
func whole(s string) string {
	return strings.ReplaceAll(strings.Clone(strings.ToValidUTF8(s, "")), "\x00", "")
}

// instant is a form field of local time; zero where it is empty.
func instant(c *fiber.Ctx, name string, what text) (time.Time, error) {
	v := field(c, name)
	if v == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{localForm, "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.ParseInLocation(form, v, area.Local); err == nil {
			return t, nil
		}
	}
	return time.Time{}, invalid(
		fmt.Sprintf("%s “%s” không đọc được. Hãy chọn lại ngày giờ.", what.Vi, v),
		fmt.Sprintf("%s “%s” cannot be read. Choose the date and time again.", what.En, v))
}

// number is a form field of a number between two bounds, with a decimal point or comma; or where it is empty.
func number(c *fiber.Ctx, name string, what text, low, high, or float64) (float64, error) {
	v := field(c, name)
	if v == "" {
		return or, nil
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(v, ",", "."), 64)
	if err != nil || math.IsNaN(f) || f < low || f > high {
		return 0, invalid(
			fmt.Sprintf("%s “%s” không đúng: hãy ghi một số từ %g đến %g.", what.Vi, v, low, high),
			fmt.Sprintf("%s “%s” is not right: write a number from %g to %g.", what.En, v, low, high))
	}
	return f, nil
}

func invalid(vi, en string) error { return &content.Error{Code: content.Invalid, Vi: vi, En: en} }
