package submission

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Decide approves one draft, all that wait for the person here, or returns one with the reason. All
// of it happens, or nothing.
func (s *Submissions) Decide(c *fiber.Ctx) error {
	ctx, p, id, f := c.UserContext(), signin.From(c), shell.Param(c, "id"), shell.FormOf(c)
	v, err := s.view(ctx, id, p, shell.PathSlides)
	if err != nil {
		return err
	}
	err = f.Again()
	if err == nil {
		err = s.decide(ctx, p.ID, v, f)
	}
	if err != nil {
		return s.refuse(c, id, err)
	}
	after, err := s.Store.Submission(ctx, id)
	if err != nil {
		return err
	}
	if len(after.Waits()) == 0 {
		return shell.Done(c, shell.PathSubmissions, "decided")
	}
	return shell.Done(c, shell.SubmissionPath(id), "decided")
}

func (s *Submissions) decide(ctx context.Context, who string, v view, f shell.Form) error {
	verb, key, _ := strings.Cut(f.Field("do"), " ")
	chosen := slices.DeleteFunc(slices.Clone(v.Items), func(i itemView) bool {
		return !i.Waiting() || key != i.Key && (key != "all" || !i.Mine)
	})
	if len(chosen) == 0 {
		return errNothing
	}
	var all []verdict
	for _, i := range chosen {
		all = append(all, verdict{i, verb == "approve"})
	}
	return s.carryOut(ctx, who, v.ID, all, f, func(*store.Tx) error { return nil })
}

// verdict is what somebody decides on a draft.
type verdict struct {
	itemView
	approve bool // else it is returned
}

// carryOut does what somebody decides on drafts of a submission, and something before, in one
// change.
func (s *Submissions) carryOut(ctx context.Context, who, submission string, all []verdict, f shell.Form, before func(*store.Tx) error) error {
	slices.SortStableFunc(all, func(a, b verdict) int { return cmp.Compare(s.rank(a.DraftKey), s.rank(b.DraftKey)) })
	var each []shell.Do
	for _, i := range all {
		n, known := s.noun(i.Noun)
		if !known {
			return errNothing
		}
		of := f.Of(prefixOf(i.DraftKey))
		do := n.Gate.Return(who, i.ID, of.Field("why"))
		if i.approve {
			do = n.Gate.Approve(ctx, who, i.ID, of)
		}
		each = append(each, s.within(submission, i.itemView, do))
	}
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		if err := before(tx); err != nil {
			return err
		}
		for _, do := range each {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// within does something to a draft that waits in this submission, and says of which draft an error
// is.
func (s *Submissions) within(submission string, i itemView, do shell.Do) shell.Do {
	return func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Waiting(ctx, i.DraftKey)
		if err != nil || now.Submission != submission {
			return errNothing
		}
		return shell.AtPart(prefixOf(i.DraftKey), i.Name, do(ctx, tx))
	}
}
