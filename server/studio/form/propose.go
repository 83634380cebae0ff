package form

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/words"
)

// Bounds of what can be proposed.
const (
	longest    = 366 * 24 * time.Hour
	maxName    = 80  // letters
	maxDespite = 300 // letters
	ahead      = 14  // days, until something else is chosen
)

// editView is what the form of a form is filled with.
type editView struct {
	content.Form
	Words     words.Form
	Rows      []fieldRow // always all that there can be
	Campaigns []care.Choice
	Reach     care.Reach
	Returned  string // why it was given back
	Looks     []picture.Preview
}

type fieldRow struct {
	content.FormField
	At    int
	Lines string // the options, one a line
}

// New shows the form: empty, with what is in force, or with what was given back.
func (s *Forms) New(c *fiber.Ctx) error {
	ctx, id, why := c.UserContext(), shell.Query(c, "form"), ""
	one := content.Form{Days: ahead, Slide: content.Slide{Kind: content.Notice, Style: content.Event}}
	if id != "" {
		d, err := s.Store.FormDraft(ctx, id)
		if content.CodeOf(err) == content.NotFound {
			d.Doc, err = s.Store.Form(ctx, id)
		}
		if err != nil {
			return err
		}
		one, why = d.Doc, d.Returned
	}
	v, err := s.edit(c, one, id != "")
	if err != nil {
		return err
	}
	v.Returned = why
	return s.Page(c, pageNew, v)
}

func (s *Forms) edit(c *fiber.Ctx, one content.Form, chosen bool) (v editView, err error) {
	v = editView{Form: one, Words: words.Of(one.Slide), Reach: care.ReachOfTargets(s.Shell, c, signin.Edit, chosen, one.Targets)}
	for i := range content.MaxFields {
		row := fieldRow{FormField: content.FormField{Kind: content.FieldChoice, Ahead: ahead, From: "07:30", To: "17:00"}, At: i}
		if i == 0 && len(one.Fields) == 0 {
			row.Kind = content.FieldDay
		}
		if i < len(one.Fields) {
			row.FormField = one.Fields[i]
			row.Lines = strings.Join(row.Options, "\n")
		}
		v.Rows = append(v.Rows, row)
	}
	v.Campaigns, err = care.Campaigns(s.Shell, c, one.Slide.Campaign)
	return v, err
}

// read is what the form says.
func (s *Forms) read(f shell.Form, had []content.Target) (one content.Form, err error) {
	var bad shell.Faults
	bad.Add(f.Again())
	one.ID = f.Field("form")
	if one.Name = f.Field("name"); one.Name == "" || utf8.RuneCountInString(one.Name) > maxName {
		bad.Add(shell.At("name", shell.Invalid("Tên biểu mẫu cần từ 1 đến 80 ký tự.", "The form's name has 1 to 80 letters.")))
	}
	if one.Slide, err = words.Read(f, content.Slide{Kind: content.Notice}); err != nil {
		bad.Add(err)
	}
	if one.Slide.Campaign = f.Field("campaign"); one.Slide.Campaign == "" {
		bad.Add(shell.At("campaign", shell.Invalid("Hãy chọn chiến dịch.", "Choose the campaign.")))
	}
	one.Slide.Sober = f.Has("sober")
	period, _ := area.PeriodAt(s.Now())
	one.Targets, err = care.ReadTargets(f, s.Areas, period, had)
	bad.Add(err)
	days, err := f.Number("days", shell.Say("Số ngày chiếu", "The days on air"), 1, content.MaxFormDays, ahead)
	bad.Add(err)
	one.Days = int(days)
	one.Until, err = f.Instant("until", shell.Say("Ngày hết hạn", "The end"))
	bad.Add(err)
	if !one.Until.After(s.Now()) || one.Until.After(s.Now().Add(longest)) {
		bad.Add(shell.At("until", shell.Invalid("Hãy chọn ngày hết hạn, trong vòng một năm tới.", "Choose an end within the next year.")))
	}
	if one.Despite = f.Field("despite"); utf8.RuneCountInString(one.Despite) > maxDespite {
		bad.Add(shell.At("despite", shell.Invalid("Lý do dài quá 300 ký tự.", "The reason is longer than 300 characters.")))
	}
	for i := range content.MaxFields {
		at := fmt.Sprintf("f%d_", i)
		row := content.FormField{Name: f.Field(at + "name"), Kind: content.FieldKind(f.Field(at + "kind"))}
		if row.Name == "" {
			continue
		}
		switch row.Kind {
		case content.FieldChoice:
			row.Options = f.Lines(at + "options")
		case content.FieldDay:
			n, err := f.Number(at+"ahead", shell.Say("Số ngày tới", "The days ahead"), 0, content.MaxFormDays, ahead)
			bad.Add(err)
			row.Ahead = int(n)
		case content.FieldHours:
			row.From, row.To = f.Field(at+"from"), f.Field(at+"to")
		}
		one.Fields = append(one.Fields, row)
	}
	if len(bad) == 0 {
		if err := one.Check(); err != nil {
			bad.Add(shell.At("f0_name", err))
		}
	}
	return one, bad.Err()
}

// Propose has one wait for an approver, beside what is in force.
func (s *Forms) Propose(c *fiber.Ctx) error {
	ctx, who, f := c.UserContext(), signin.From(c).ID, shell.FormOf(c)
	var had content.Form
	if id := f.Field("form"); id != "" {
		d, err := s.Store.FormDraft(ctx, id)
		if content.CodeOf(err) == content.NotFound {
			d.Doc, err = s.Store.Form(ctx, id)
		}
		if err != nil {
			return err
		}
		had = d.Doc
	}
	one, err := s.read(f, had.Targets)
	if err == nil && f.Field("act") == "look" {
		v, err := s.edit(c, one, true)
		if err == nil {
			v.Looks, err = s.sample(c, one)
		}
		if err != nil {
			return err
		}
		return s.Page(c, pageNew, v)
	}
	if err == nil {
		if one.ID = had.ID; one.ID == "" {
			one.ID = "f-" + strings.ToLower(rand.Text()[:16])
		}
		_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error { return s.propose(c, tx, one) })
	}
	if err != nil {
		v, other := s.edit(c, one, true)
		if other != nil {
			return other
		}
		return s.Refuse(c, err, pageNew, v)
	}
	return shell.Done(c, shell.PathForms, "submitted")
}

func (s *Forms) propose(c *fiber.Ctx, tx *store.Tx, one content.Form) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	if _, err := tx.Campaign(ctx, one.Slide.Campaign); content.CodeOf(err) == content.NotFound {
		return shell.At("campaign", shell.Invalid("Hãy chọn chiến dịch.", "Choose the campaign."))
	} else if err != nil {
		return err
	}
	live, err := liveOf(ctx, tx.Reader, one.ID)
	if err != nil {
		return err
	}
	d, err := tx.FormDraft(ctx, one.ID)
	if content.CodeOf(err) == content.NotFound {
		d, err = content.DraftOf[content.Form]{ID: one.ID}, nil
	}
	if err != nil {
		return err
	}
	for _, f := range []content.Form{one, live, d.Doc} {
		if f.ID == "" {
			continue
		}
		of, err := about(ctx, tx.Reader, f)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, of); err != nil {
			return err
		}
	}
	return tx.PutFormDraft(ctx, d.Saved(one, live, who, tx.Time()).Sent(who))
}

// sample is a copy of a form as the person's screens would show it.
func (s *Forms) sample(c *fiber.Ctx, f content.Form) ([]picture.Preview, error) {
	one, _ := f.Fill(f.Sample(s.Now(), area.Local), s.Now(), area.Local)
	one.ID = "preview"
	return s.Pictures.Slide(c.UserContext(), one, care.Place(c))
}

// Preview paints a copy of what is typed, with the first of each list. Nothing is stored.
func (s *Forms) Preview(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	if !f.Has("head") && !f.Has("number") {
		return s.Part(c, "preview", nil)
	}
	one, _ := s.read(f, nil) // what is not typed yet is not missed here
	one.Fields = slices.DeleteFunc(one.Fields, func(o content.FormField) bool { return o.Kind == content.FieldChoice && len(o.Options) == 0 })
	out, err := s.sample(c, one)
	if err != nil {
		return err
	}
	return s.Part(c, "preview", out)
}
