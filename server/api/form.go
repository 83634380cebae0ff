package api

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/server/copies"
	"ngatu/server/signin"
)

// maxFilled is how many bytes the values of a form may have as JSON.
const maxFilled = 16 << 10

// form is a form as programs read it.
type form struct {
	ID       string      `json:"id" doc:"Of the form"`
	Name     string      `json:"name" doc:"What staff call it"`
	Campaign string      `json:"campaign" doc:"ID of the campaign of its copies"`
	Fields   []formField `json:"fields" doc:"What is filled in: all of them, each time"`
	Areas    []string    `json:"areas,omitempty" doc:"The widest that a copy may be for, as period/code; left out: every screen of its campaign"`
	Days     int         `json:"days" doc:"That a copy is on air at most"`
	Until    time.Time   `json:"until" doc:"Copies from then on are drafts"`
	Holds    bool        `json:"holds" doc:"Copies within the bounds go on air at once; else they are drafts"`
}

// formField is a field of a form with its bounds.
type formField struct {
	Name    string            `json:"name" doc:"By which its value is sent"`
	Kind    content.FieldKind `json:"kind" doc:"A day is written 2026-12-05, hours 07:30-11:30, a choice as it is in the list"`
	Options []string          `json:"options,omitempty" doc:"Of a choice"`
	Ahead   int               `json:"ahead,omitempty" doc:"Of a day: how many days ahead it may be"`
	From    string            `json:"from,omitempty" doc:"Of hours: not before"`
	To      string            `json:"to,omitempty" doc:"Of hours: not after"`
}

// formsAnswer are the forms that the maker of a token may fill in.
type formsAnswer struct {
	Forms []form `json:"forms" doc:"Those that the maker of the token may fill in somewhere"`
}

// filling is what a program fills in.
type filling struct {
	Form   string            `json:"form" doc:"ID of the form"`
	Values map[string]string `json:"values" doc:"By the names of its fields"`
	Areas  []string          `json:"areas,omitempty" doc:"Where, as period/code; left out: all that the form is for"`
}

// filledAnswer is what became of a copy.
type filledAnswer struct {
	ID      string         `json:"id" doc:"Of the slide"`
	Title   string         `json:"title" doc:"Its title"`
	Outcome copies.Outcome `json:"outcome" doc:"live: on air, without waiting. Else a draft, for people to submit: beyond the bounds, of a form that lapsed, or checked: the checks object"`
	Until   time.Time      `json:"until" doc:"When it goes off"`
}

// formList answers with the forms that the maker of the token may fill in somewhere.
func (a *API) formList(c *fiber.Ctx) error {
	ctx := c.UserContext()
	all, err := a.Store.Forms(ctx)
	if err != nil {
		return err
	}
	who, err := a.Store.Bearer(ctx, tokenOf(c).By)
	if err != nil {
		return err
	}
	out := formsAnswer{Forms: []form{}}
	for _, f := range all {
		of, err := a.formSubject(c, f)
		if err != nil {
			return err
		}
		if !signin.Bears(ctx, a.SignIn, of) || !mandate.Partly(who, mandate.Edit, of, a.Now(), a.Copies.Areas) {
			continue
		}
		lapsed, err := a.Copies.Lapsed(ctx, a.Store.Reader, f, of)
		if err != nil {
			return err
		}
		one := form{ID: f.ID, Name: f.Name, Campaign: f.Slide.Campaign, Days: f.Days, Until: f.Until, Holds: f.Holds(a.Now()) && !lapsed}
		for _, field := range f.Fields {
			one.Fields = append(one.Fields, formField{field.Name, field.Kind, field.Options, field.Ahead, field.From, field.To})
		}
		for _, t := range f.Targets {
			if !slices.Contains(one.Areas, t.Area) {
				one.Areas = append(one.Areas, t.Area)
			}
		}
		out.Forms = append(out.Forms, one)
	}
	return c.JSON(out)
}

func (a *API) formSubject(c *fiber.Ctx, f content.Form) (mandate.Subject, error) {
	in, err := a.Store.Campaign(c.UserContext(), f.Slide.Campaign)
	if content.CodeOf(err) == content.NotFound {
		err = nil
	}
	return mandate.OfForm(f, in), err
}

// formPost fills a form in: on air at once within its bounds, else a draft.
func (a *API) formPost(c *fiber.Ctx) error {
	ctx, t := c.UserContext(), tokenOf(c)
	var in filling
	read := json.NewDecoder(bytes.NewReader(bytes.Clone(c.Body())))
	read.DisallowUnknownFields()
	if err := read.Decode(&in); err != nil {
		return invalid("Hãy gửi JSON với form, values (theo tên ô) và khi cần areas.", "Send JSON with form, values (by the names of fields) and where needed areas.")
	}
	f, err := a.Store.Form(ctx, text(in.Form))
	if err != nil {
		return err
	}
	values := content.Filled{}
	for name, value := range in.Values {
		name = text(name)
		if !slices.ContainsFunc(f.Fields, func(one content.FormField) bool { return one.Name == name }) {
			return invalid("Biểu mẫu không có ô “"+name+"”.", "The form has no field “"+name+"”.")
		}
		values[name] = text(value)
	}
	targets := f.Targets
	if len(in.Areas) > 0 {
		targets = nil
	}
	for _, one := range in.Areas {
		key, err := area.ParseKey(one)
		if _, known := a.Copies.Areas.Area(key); err != nil || !known {
			return invalid("“areas” ghi dạng 2025-07/00004. Không có địa bàn “"+text(one)+"”.", "“areas” are written as 2025-07/00004. There is no area “"+text(one)+"”.")
		}
		targets = append(targets, content.Target{Area: key.String()})
	}
	s, what, err := a.Copies.Make(ctx, copies.Filled{Form: f, Values: values, Targets: targets, By: t.By, As: who(t)})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(filledAnswer{s.ID, s.Title, what, s.Valid.Until})
}
