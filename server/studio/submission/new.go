package submission

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Bounds of what is offered, and of what is sent together.
const (
	mostOffered = 200
	mostSent    = 60
)

// choice is a draft that can be sent.
type choice struct {
	shell.Head
	Key    string
	Prefix string
	Chosen bool
}

// New offers the drafts that the person here may send. The address may name some, or a campaign, to
// begin with.
func (s *Submissions) New(c *fiber.Ctx) error {
	named := strings.Fields(shell.Query(c, "items"))
	for _, one := range c.Context().QueryArgs().PeekMulti("item") {
		named = append(named, strings.ToValidUTF8(string(one), ""))
	}
	all, err := s.choices(c.UserContext(), signin.From(c), named, shell.Query(c, "campaign"))
	if err != nil {
		return err
	}
	return s.Page(c, pageNew, all)
}

func (s *Submissions) choices(ctx context.Context, p *signin.Person, named []string, campaign string) (out []choice, err error) {
	for _, n := range slices.Backward(s.nouns) {
		ids, err := n.Gate.Writing(ctx)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			h, err := n.Gate.Head(ctx, id)
			if err != nil {
				return nil, err
			}
			d := store.DraftKey{Noun: n.Noun, ID: id}
			one := choice{Head: h, Key: keyOf(d), Prefix: prefixOf(d)}
			one.Chosen = slices.Contains(named, one.Key) || campaign != "" && h.Campaign == campaign
			on := h.Subject
			if n.Act.OfTheCity() {
				on = mandate.City
			}
			if (len(out) < mostOffered || one.Chosen) && p.May(n.Act, on) {
				out = append(out, one)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b choice) int { // what was chosen comes first
		switch {
		case a.Chosen == b.Chosen:
			return 0
		case a.Chosen:
			return -1
		}
		return 1
	})
	return out, nil
}

// Send submits what was chosen, together: all of it, or nothing.
func (s *Submissions) Send(c *fiber.Ctx) error {
	ctx, p, f := c.UserContext(), signin.From(c), shell.FormOf(c)
	id, err := "", f.Again()
	if err == nil {
		id, err = s.Together(ctx, p.ID, f)
	}
	if err != nil {
		all, other := s.choices(ctx, p, f.Values["item"], "")
		if other != nil {
			return other
		}
		return s.Refuse(c, err, pageNew, all)
	}
	return shell.Done(c, shell.SubmissionPath(id), "submitted")
}

// Together submits the drafts that a form names, with what it says of each: all of them, or none. It
// gives the ID of their submission.
func (s *Submissions) Together(ctx context.Context, who string, f shell.Form) (id string, err error) {
	chosen := slices.Compact(slices.Sorted(slices.Values(f.Values["item"])))
	if len(chosen) == 0 || len(chosen) > mostSent {
		return "", shell.Invalidf("Hãy chọn từ 1 đến %s mục.", "Choose 1 to %s drafts.", shell.PlainNumber(mostSent))
	}
	var all []store.DraftKey
	var do []shell.Do
	for _, key := range chosen {
		d := draftOf(key)
		n, known := s.noun(d.Noun)
		if !known {
			return "", &content.Error{Code: content.NotFound, Vi: "Không có bản nháp này.", En: "There is no such draft."}
		}
		h, err := n.Gate.Head(ctx, d.ID)
		if err != nil {
			return "", err
		}
		send := n.Gate.Submit(ctx, who, d.ID, f.Of(prefixOf(d)))
		all = append(all, d)
		do = append(do, func(ctx context.Context, tx *store.Tx) error {
			return shell.AtPart(prefixOf(d), h.Title, send(ctx, tx))
		})
	}
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		var bad shell.Faults
		for _, one := range do {
			bad.Add(one(ctx, tx))
		}
		if err := bad.Err(); err != nil {
			return err
		}
		id, err = tx.Gather(ctx, all)
		return err
	})
	return id, err
}
