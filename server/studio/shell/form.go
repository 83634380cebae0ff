package shell

import (
	"math"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/server/edge"
	"ngatu/server/signin"
)

// Form is what a form was sent with: copied out of the request, as text that a database takes.
type Form struct {
	Values url.Values
	Files  map[string][]*multipart.FileHeader
}

// FormOf reads the form of a request. One that arrived in part is empty.
func FormOf(c *fiber.Ctx) Form {
	f := Form{Values: url.Values{}}
	for name, value := range c.Request().PostArgs().All() {
		f.Values.Add(whole(string(name)), whole(string(value)))
	}
	if !strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		return f
	}
	form, err := c.MultipartForm()
	if err != nil {
		return f
	}
	edge.BodyRead(c.UserContext())
	f.Files = form.File
	for name, values := range form.Value {
		for _, v := range values {
			f.Values.Add(whole(name), whole(v))
		}
	}
	return f
}

// Field is a field of one line: composed, without control characters and space around it.
func (f Form) Field(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, f.Raw(name)))
}

// Has says whether a field holds something: a box that was ticked.
func (f Form) Has(name string) bool { return f.Field(name) != "" }

// Raw is a field as it was typed, composed: passwords.
func (f Form) Raw(name string) string { return norm.NFC.String(f.Values.Get(name)) }

// Lines is a field of several lines, without empty ones.
func (f Form) Lines(name string) []string {
	var out []string
	for l := range strings.SplitSeq(f.Raw(name), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// localForm is how browsers write a local time in a form.
const localForm = "2006-01-02T15:04"

// Instant is a field of local time; zero where it is empty.
func (f Form) Instant(name string, what Text) (time.Time, error) {
	v := f.Field(name)
	if v == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{localForm, "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.ParseInLocation(form, v, area.Local); err == nil {
			return t, nil
		}
	}
	return time.Time{}, At(name, Invalidf(
		"%s “%s” không đọc được. Hãy chọn lại ngày giờ.", "%s “%s” cannot be read. Choose the date and time again.", what, v))
}

// AsOf is the instant of the last change that the page of a form knew; or where the form does not say.
func (f Form) AsOf(or time.Time) time.Time {
	if ms, err := strconv.ParseInt(f.Field("as_of"), 10, 64); err == nil && ms > 0 {
		return time.UnixMilli(ms)
	}
	return or
}

// Span reads two fields of local time as from when until when.
func (f Form) Span(from, until string) (span hours.Span, err error) {
	var bad Faults
	span.From, err = f.Instant(from, Text{"Ngày bắt đầu", "The start"})
	bad.Add(err)
	span.Until, err = f.Instant(until, Text{"Ngày kết thúc", "The end"})
	bad.Add(err)
	if span.Empty() {
		bad.Add(At(until, Invalid("Ngày kết thúc phải sau ngày bắt đầu.", "The end must come after the start.")))
	}
	return span, bad.Err()
}

// Number is a field of a number between two bounds, with a decimal point or comma; or where it is
// empty.
func (f Form) Number(name string, what Text, low, high, or float64) (float64, error) {
	v := f.Field(name)
	if v == "" {
		return or, nil
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(v, ",", "."), 64)
	if err != nil || math.IsNaN(n) || n < low || n > high {
		return or, At(name, Invalidf(
			"%s “%s” không đúng: hãy ghi một số từ %s đến %s.", "%s “%s” is not right: write a number from %s to %s.",
			what, v, PlainNumber(low), PlainNumber(high)))
	}
	return n, nil
}

// secrets are fields that are never sent back to a page.
var secrets = []string{signin.FieldCSRF, fieldAgain, "password", "old", "token", "digits"}

// Typed is what was typed, without secrets.
func (f Form) Typed() url.Values {
	out := url.Values{}
	for name, values := range f.Values {
		if !slices.Contains(secrets, name) {
			out[name] = values
		}
	}
	return out
}

// Param is a part of the path, copied.
func Param(c *fiber.Ctx, name string) string { return whole(c.Params(name)) }

// Query is a part of the address's query, copied.
func Query(c *fiber.Ctx, name string) string { return strings.TrimSpace(whole(c.Query(name))) }

// whole is a copy without what is no text: a database refuses that as a failure of its own.
func whole(s string) string {
	return strings.ReplaceAll(strings.Clone(strings.ToValidUTF8(s, "")), "\x00", "")
}

// PlainNumber is a number without an exponent.
func PlainNumber(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Invalid is an error of what was typed.
func Invalid(vi, en string) error { return &content.Error{Code: content.Invalid, Vi: vi, En: en} }

// Invalidf is an error of what was typed that names something in both languages.
func Invalidf(vi, en string, values ...any) error {
	t := Textf(vi, en, values...)
	return Invalid(t.Vi, t.En)
}

// MaxWords is how many letters a field of words may have: far more than a screen can show, so that
// layout's own sentence names what to shorten.
const MaxWords = 400
