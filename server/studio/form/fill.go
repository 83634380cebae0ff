package form

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/copies"
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
	lapsed, err := s.copies.Lapsed(c.UserContext(), s.Store.Reader, f, of)
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

// faultsOf are what is wrong with values, at their fields. One that goes beyond the bounds makes a
// draft.
func faultsOf(f content.Form, all []content.FieldFault) (bad shell.Faults) {
	for _, one := range all {
		if one.Beyond {
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
	return bad
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
	bad := faultsOf(f, wrong)
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
	var what copies.Outcome
	if err == nil {
		one, what, err = s.copies.Make(ctx, copies.Filled{Form: f, Values: values, Targets: targets, By: who})
	}
	if err != nil {
		v, failed := s.fill(c, f, values)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, pageFill.Titled(shell.Same(f.Name)), v)
	}
	return shell.Done(c, shell.SlidePath(one.ID), "form_"+string(what))
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
