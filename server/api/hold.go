package api

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// maxHold is how many bytes a hold may have as JSON.
const maxHold = 8 << 10

// hold is a hold as programs write and read it. Instants are RFC 3339.
type hold struct {
	ID    string        `json:"id,omitempty" readOnly:"true" doc:"Given by the server"`
	Scope content.Scope `json:"scope" doc:"What it keeps off air: one slide, all that is not marked as sober, or all install slides"`
	Slide string        `json:"slide,omitempty" doc:"ID of the slide; only with the scope slide"`
	Area  string        `json:"area,omitempty" doc:"Where, as period/code; left out: everywhere" example:"2025-07/00004"`
	From  time.Time     `json:"from,omitzero" doc:"Since when; left out: now"`
	Until time.Time     `json:"until,omitzero" doc:"Until when; left out: until people lift it"`
	Why   string        `json:"why,omitempty" doc:"The reason, for staff"`
}

// holdsAnswer are the holds that are on or to come.
type holdsAnswer struct {
	Holds []hold `json:"holds" doc:"Those that are on or to come"`
}

func holdOf(h content.Hold) hold {
	return hold{h.ID, h.Scope, h.Slide, h.Area, h.Begins(), h.Span.Until, h.Why}
}

// holdList answers with the holds that are on or to come; to a token for an area, with those that
// bear on some of it.
func (a *API) holdList(c *fiber.Ctx) error {
	all, err := a.Store.HoldsLeft(c.UserContext(), a.Now())
	if err != nil {
		return err
	}
	out := holdsAnswer{Holds: []hold{}}
	for _, h := range all {
		on, err := signin.HoldSubject(c.UserContext(), a.Store.Reader, h)
		if err != nil {
			return err
		}
		if signin.Bears(c.UserContext(), a.SignIn, on) {
			out.Holds = append(out.Holds, holdOf(h))
		}
	}
	return c.JSON(out)
}

// holdPost sets a hold at once. Programs cannot lift one: that takes two people.
func (a *API) holdPost(c *fiber.Ctx) error {
	ctx, sender, maker := c.UserContext(), who(tokenOf(c)), tokenOf(c).By
	var in hold
	read := json.NewDecoder(bytes.NewReader(bytes.Clone(c.Body())))
	read.DisallowUnknownFields()
	if err := read.Decode(&in); err != nil || in.ID != "" {
		return invalid(
			"Hãy gửi JSON với scope (slide, not_sober, install), và khi cần slide, area, from, until, why; thời điểm ghi theo RFC 3339.",
			"Send JSON with scope (slide, not_sober, install), and where needed slide, area, from, until, why; instants as RFC 3339.")
	}
	h := content.Hold{Scope: in.Scope, Slide: text(in.Slide), Area: text(in.Area), Span: hours.Span{From: in.From, Until: in.Until}, Why: text(in.Why)}
	if key, err := area.ParseKey(h.Area); h.Area != "" && (err != nil || key.IsZero()) {
		return invalid("“area” ghi dạng 2025-07/00004.", "“area” is written as 2025-07/00004.")
	}
	_, err := a.Store.Change(ctx, sender, func(tx *store.Tx) (err error) {
		if h.Scope == content.HoldSlide {
			if _, err := tx.Slide(ctx, h.Slide); err != nil {
				return err
			}
		}
		h.ID = "h-" + strings.ToLower(rand.Text()[:16])
		if h, err = content.SetHold(h, sender, tx.Time()); err != nil {
			return err
		}
		if err := a.SignIn.AskHold(ctx, tx, maker, signin.TakeOff, h); err != nil {
			return err
		}
		return tx.PutHold(ctx, h)
	})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(holdOf(h))
}
