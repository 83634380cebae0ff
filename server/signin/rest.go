package signin

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// reopened stores an account whose password was set by a link of somebody (by). Whoever made the
// link could have used it: what takes two people to grant rests, and waits as a proposal of theirs
// for another admin, who asks the person. It says whether something rests.
//
// Nothing does where the link is its owner's own, or the operator's, who has the server; nor where
// there never was another admin. The link that the account was made with is no exception: its maker
// has it too, and others may have confirmed mandates meanwhile.
func reopened(ctx context.Context, tx *store.Tx, p store.Staff, by string) (bool, error) {
	rests := slices.ContainsFunc(p.Mandates, func(m mandate.Mandate) bool { return m.Role.ByTwo() && !m.Over(tx.Time()) })
	if by == p.ID {
		rests = false
	}
	if rests {
		if _, err := tx.Staff(ctx, by); content.CodeOf(err) == content.NotFound {
			rests = false
		} else if err != nil {
			return false, err
		}
	}
	if rests {
		alone, err := tx.Alone(ctx, by, Accounts)
		if err != nil {
			return false, err
		}
		rests = !alone
	}
	if !rests {
		return false, tx.PutStaff(ctx, p)
	}
	p.Mandates = slices.Clone(p.Mandates)
	var later []mandate.Mandate
	for i, m := range p.Mandates {
		if m.Role.ByTwo() && !m.Over(tx.Time()) {
			p.Mandates[i].Until = tx.Time()
			m.By, m.At = by, tx.Time()
			later = append(later, m)
		}
	}
	if err := propose(ctx, tx, p, by, later); err != nil {
		return false, err
	}
	return true, someAdmin(ctx, tx)
}

// Proposed are the mandates that a draft adds.
func Proposed(d content.DraftOf[[]mandate.Mandate]) []mandate.Mandate {
	var marks []content.Digest
	for _, m := range d.Base {
		marks = append(marks, m.Mark())
	}
	return slices.DeleteFunc(slices.Clone(d.Doc), func(m mandate.Mandate) bool { return slices.Contains(marks, m.Mark()) })
}

// Rest says whether a draft gives back what rests since the password was set by a link.
func Rest(d content.DraftOf[[]mandate.Mandate]) bool {
	return slices.ContainsFunc(Proposed(d), func(m mandate.Mandate) bool {
		return slices.ContainsFunc(d.Base, func(was mandate.Mandate) bool {
			return was.Role == m.Role && was.Area == m.Area && was.Pool == m.Pool && was.For == m.For && was.Until.Equal(m.At)
		})
	})
}
