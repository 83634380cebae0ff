package form

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/content/preflight"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// fillView is a form as somebody fills it in.
type fillView struct {
	content.Form
	Fields []fillField
	Reach  care.Reach
	Looks  []picture.Preview
	Holds  bool // within its bounds a copy goes on air at once
}

type fillField struct {
	content.FormField
	At             string // the name of its field
	Label          string
	Value          string
	From1, To1     string // of hours, as filled
	Earliest, Last string // of a day
}

// Fill shows the fields of a form, each with the first that it may take.
func (s *Forms) Fill(c *fiber.Ctx) error {
	f, err := s.Store.Form(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.fill(c, f, f.Sample(s.Now(), area.Local))
	if err != nil {
		return err
	}
	return s.Page(c, pageFill.Titled(shell.Same(f.Name)), v)
}

func (s *Forms) fill(c *fiber.Ctx, f content.Form, values content.Filled) (v fillView, err error) {
	v = fillView{Form: f, Reach: care.ReachOf(s.Shell, c, signin.Edit, false, "")}
	of, err := about(c.UserContext(), s.Store.Reader, f)
	if err != nil {
		return v, err
	}
	lapsed, err := s.lapsed(c.UserContext(), s.Store.Reader, f, of)
	v.Holds = f.Holds(s.Now()) && !lapsed
	today := s.Now().In(area.Local)
	for i, one := range f.Fields {
		field := fillField{FormField: one, At: fmt.Sprintf("v%d", i), Value: values[one.Name]}
		first, n := utf8.DecodeRuneInString(one.Name)
		field.Label = string(unicode.ToUpper(first)) + one.Name[n:]
		field.From1, field.To1, _ = strings.Cut(field.Value, "-")
		field.Earliest, field.Last = today.Format(time.DateOnly), today.AddDate(0, 0, one.Ahead).Format(time.DateOnly)
		v.Fields = append(v.Fields, field)
	}
	return v, err
}

// filledIn are the values that were typed.
func filledIn(f content.Form, typed shell.Form) content.Filled {
	out := content.Filled{}
	for i, one := range f.Fields {
		at := fmt.Sprintf("v%d", i)
		if out[one.Name] = typed.Field(at); one.Kind == content.FieldHours {
			out[one.Name] = typed.Field(at+"_from") + "-" + typed.Field(at+"_to")
		}
	}
	return out
}

// faultsOf are what is wrong with values, at their fields, and whether nothing is but that they go
// beyond the bounds.
func faultsOf(f content.Form, all []content.FieldFault) (bad shell.Faults, beyond bool) {
	for _, one := range all {
		if one.Beyond {
			beyond = true
			continue
		}
		for i, field := range f.Fields {
			if field.Name == one.Field {
				at := fmt.Sprintf("v%d", i)
				if field.Kind == content.FieldHours {
					at += "_from"
				}
				bad.Add(shell.At(at, one.Err))
			}
		}
	}
	return bad, beyond
}

// Put makes the copy: on air at once where it is within the form, else a draft.
func (s *Forms) Put(c *fiber.Ctx) error {
	ctx, who, typed := c.UserContext(), signin.From(c).ID, shell.FormOf(c)
	f, err := s.Store.Form(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	values := filledIn(f, typed)
	one, wrong := f.Fill(values, s.Now(), area.Local)
	bad, _ := faultsOf(f, wrong)
	bad.Add(typed.Again())
	period, _ := area.PeriodAt(s.Now())
	targets, err := care.ReadTargets(typed, s.Areas, period, nil)
	bad.Add(err)
	one.Targets = targets
	if err = bad.Err(); err == nil && typed.Field("act") == "look" {
		v, err := s.fill(c, f, values)
		if err == nil {
			v.Looks, err = s.Pictures.Slide(ctx, one, care.Place(c))
		}
		if err != nil {
			return err
		}
		return s.Page(c, pageFill.Titled(shell.Same(f.Name)), v)
	}
	var done string
	if err == nil {
		var objects bool
		var despite string
		if objects, despite, err = s.objects(ctx, f, one); err == nil {
			one.ID = "s-" + strings.ToLower(rand.Text()[:16])
			_, err = s.Store.Change(ctx, who, func(tx *store.Tx) (err error) {
				done, err = s.put(ctx, tx, f, filledCopy{one.ID, values, targets, despite, objects, who})
				return err
			})
		}
	}
	if err != nil {
		v, failed := s.fill(c, f, values)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, pageFill.Titled(shell.Same(f.Name)), v)
	}
	return shell.Done(c, shell.SlidePath(one.ID), done)
}

// objects says whether the checks keep a copy off the air, or why it is shown although they warn.
func (s *Forms) objects(ctx context.Context, f content.Form, one content.Slide) (objects bool, despite string, err error) {
	facts, err := s.Pictures.Facts(ctx, one, nil, true)
	if err != nil {
		return false, "", err
	}
	found := preflight.Check(facts)
	if len(preflight.Of(preflight.Warning, found)) > 0 {
		despite, objects = f.Despite, f.Despite == ""
	}
	return objects || len(preflight.Of(preflight.Error, found)) > 0, despite, nil
}

// filledCopy is what somebody filled in.
type filledCopy struct {
	id      string
	values  content.Filled
	targets []content.Target
	despite string
	objects bool // the checks do
	who     string
}

// put stores a copy. The form is read again: what is in force now counts, and the time of the
// change is that of the copy.
func (s *Forms) put(ctx context.Context, tx *store.Tx, seen content.Form, k filledCopy) (done string, err error) {
	f, err := tx.Form(ctx, seen.ID)
	if err != nil {
		return "", err
	}
	if content.SightOf(f) != content.SightOf(seen) {
		return "", &content.Error{
			Code: content.Conflict, Vi: "Biểu mẫu vừa được đổi. Hãy xem lại các ô rồi bấm lần nữa.", En: "The form has just been changed. Look at the fields, then press again.",
		}
	}
	c, err := tx.Campaign(ctx, f.Slide.Campaign)
	if content.CodeOf(err) == content.NotFound {
		return "", &content.Error{
			Code: content.Conflict, Vi: "Chiến dịch của biểu mẫu không còn. Hãy nhờ người phụ trách đổi biểu mẫu.", En: "The form's campaign is gone. Ask who is in charge to change the form.",
		}
	} else if err != nil {
		return "", err
	}
	one, wrong := f.Fill(k.values, tx.Time(), area.Local)
	bad, beyond := faultsOf(f, wrong)
	if len(bad) > 0 {
		return "", bad.Err()
	}
	one.ID, one.Targets, one.Author, one.Despite = k.id, k.targets, k.who, k.despite
	if one.Order, err = tx.NextOrder(ctx, one.Campaign); err != nil {
		return "", err
	}
	if err := s.SignIn.AskSlide(ctx, tx, k.who, signin.Edit, one); err != nil {
		return "", err
	}
	lapsed, err := s.lapsed(ctx, tx.Reader, f, mandate.OfSlide(one, c))
	switch {
	case err != nil:
		return "", err
	case beyond || mandate.OutsideForm(f, one, c, s.Areas):
		done = "form_beyond"
	case lapsed || !f.Holds(tx.Time()):
		done = "form_lapsed"
	case k.objects:
		done = "form_checked"
	default:
		return "form_live", tx.PutSlide(ctx, f.Copy(one, tx.Time()))
	}
	one.Despite = ""
	return done, tx.PutSlide(ctx, one)
}

// Look paints what is filled in. Nothing is stored.
func (s *Forms) Look(c *fiber.Ctx) error {
	f, err := s.Store.Form(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	one, _ := f.Fill(filledIn(f, shell.FormOf(c)), s.Now(), area.Local)
	one.ID = "preview"
	out, err := s.Pictures.Slide(c.UserContext(), one, care.Place(c))
	if err != nil {
		return err
	}
	return s.Part(c, "preview", out)
}
