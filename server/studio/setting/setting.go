// Package setting is the room of what is printed on slides: names, the hotline, links. A new value
// waits for a second person, who sees which slides it changes; taking a link or a domain away needs
// one.
//
// It owns which settings are asked for and what each may be. It must not know where they are
// printed: that is air's to answer.
package setting

import (
	"context"
	"embed"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var page = shell.Page{Name: "settings", Title: shell.Say("Cài đặt", "Settings")}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "setting", Files: files, Pages: []shell.Page{page}, Parts: []string{"setting_effect", "setting_field"},
	Done: map[string]shell.Text{
		"proposed": shell.Say("Đã gửi duyệt. Giá trị đang dùng giữ nguyên đến khi một người khác duyệt.", "Submitted. The value in use stays until another person approves."),
		"settled":  shell.Say("Đã duyệt. Giá trị mới lên màn hình ngay.", "Approved. The new value is on screens now."),
		"returned": shell.Say("Đã trả lại.", "Returned."),

		numberGone:  shell.Say("Đã bỏ số điện thoại khỏi danh sách. Tấm mới có số đó sẽ không được duyệt.", "The telephone number was taken off the list. New slides with it are not approved."),
		numberOther: shell.Say("Đã bỏ số điện thoại khỏi danh sách: tấm mới có số đó sẽ không được duyệt. Giá trị mới chờ một người khác duyệt.", "The telephone number was taken off the list: new slides with it are not approved. What is new waits for another person."),

		"setting_discarded": shell.Say("Đã bỏ giá trị mới.", "The new value was thrown away."),
	},
}

// Settings answers for settings.
type Settings struct {
	*shell.Shell
	air   *air.Air
	media blob.Bucket // has the documents of guides

	printed atomic.Pointer[printed] // as of the last change that was looked at
}

// New answers within a shell that has the room.
func New(s *shell.Shell, a *air.Air, media blob.Bucket) *Settings {
	return &Settings{Shell: s, air: a, media: media}
}

// view is the page: the form, and the values that wait.
type view struct {
	Fields []field
	Waits  []waiting
	Print  []content.Slide // live slides that print numbers which may not be printed
	Used   []used          // by areas, the most first
	Alone  bool            // what the person saves holds at once: nobody else ever could approve
}

// Open says whether what is rarely changed is shown at once: some of it is set, or was typed.
func (v view) Open() bool {
	return slices.ContainsFunc(v.Fields, func(f field) bool { return f.Rare && (f.Value != "" || f.By.Vi != "") })
}

// About is the whole city: that is whose settings they are.
func (view) About() []mandate.Subject { return []mandate.Subject{mandate.City} }

// Show is the page.
func (s *Settings) Show(c *fiber.Ctx) error {
	fields, err := s.fields(c.UserContext())
	if err != nil {
		return err
	}
	v, err := s.view(c, fields)
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

func (s *Settings) view(c *fiber.Ctx, fields []field) (v view, err error) {
	v.Fields = fields
	for i, one := range v.Fields {
		v.Fields[i].Fixed = one.Kind == "domains" && !signin.From(c).May(signin.Domains, mandate.City)
	}
	if v.Alone, err = signin.Alone(c.UserContext(), s.Store.Reader, signin.From(c).ID); err != nil {
		return v, err
	}
	v.Alone = v.Alone && signin.From(c).May(signin.Approve, mandate.City)
	if v.Print, err = s.printing(c.UserContext()); err != nil {
		return v, err
	}
	if v.Used, err = s.used(c.UserContext()); err != nil {
		return v, err
	}
	v.Waits, err = s.waiting(c)
	return v, err
}

// refuse shows the page with the sentence of what went wrong.
func (s *Settings) refuse(c *fiber.Ctx, fields []field, fault error) error {
	v, err := s.view(c, fields)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, page, v)
}

func (s *Settings) fields(ctx context.Context) ([]field, error) {
	kept, err := s.Store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	set := map[string]store.Setting{}
	for _, one := range kept {
		set[one.Key] = one
	}
	out := append([]field{}, asked...)
	for i := range out {
		if one, ok := set[out[i].Key]; ok {
			out[i].Value, out[i].By, out[i].At = one.Value, s.NameOf(ctx, one.By), one.At
		}
	}
	return out, nil
}

// Save proposes what was changed, all of it or nothing: it waits for another person. What only
// takes a link or domain away holds at once, and so does all that a person saves where nobody else
// ever could approve. A value that stays as it is passes, so that what a demonstration set for
// itself does not block it. A form of one setting alone names it.
func (s *Settings) Save(c *fiber.Ctx) error {
	ctx, person := c.UserContext(), signin.From(c)
	old, err := s.fields(ctx)
	if err != nil {
		return err
	}
	changed, fields, err := read(shell.FormOf(c), old, person)
	done := "saved"
	if err == nil && len(changed) > 0 {
		done, err = s.propose(ctx, person.ID, changed)
	}
	if err == nil && slices.ContainsFunc(changed, func(f field) bool {
		i := slices.IndexFunc(old, func(o field) bool { return o.Key == f.Key })
		return f.Kind == "phones" && takenAway(f, old[i].Value) != old[i].Value
	}) {
		if done == "proposed" {
			done = numberOther
		} else {
			done = numberGone
		}
	}
	if err != nil {
		return s.refuse(c, fields, err)
	}
	return shell.Done(c, shell.PathSettings, done)
}

func read(f shell.Form, old []field, person *signin.Person) (changed, fields []field, err error) {
	domains := ""
	for _, one := range old {
		live := one.Value
		if only := f.Field("only"); only == "" || only == one.Key {
			one.Value = f.Field(one.Key)
		}
		switch one.Kind {
		case "domains":
			one.Value = strings.Join(content.Domains(one.Value), " ")
			if one.Key == content.SettingDomains {
				domains = kept(live, one.Value)
			}
		case "phones":
			if only := f.Field("only"); only == "" || only == one.Key {
				one.Value = strings.Join(content.Lines(f.Raw(one.Key)), "\n")
			}
		case "yes":
			if one.Value != "" {
				one.Value = "yes"
			}
		}
		fields = append(fields, one)
	}
	var bad shell.Faults
	bad.Add(f.Again())
	for i, one := range fields {
		if one.Value == old[i].Value {
			continue
		}
		if one.Kind == "domains" && !person.Somewhere(signin.Domains) {
			bad.Add(shell.At(one.Key, &content.Error{
				Code: content.Denied,
				Vi:   "Chỉ quản trị được đổi danh sách tên miền.",
				En:   "Only an admin may change lists of domains.",
			}))
		}
		bad.Add(shell.At(one.Key, check(one, one.Value, domains)))
		changed = append(changed, one)
	}
	return changed, fields, bad.Err()
}
