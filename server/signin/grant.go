package signin

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Grant gives somebody a mandate, from their next request on. Where it takes another admin, it
// waits as a draft beside the mandates that they have, and waits says so. by is the admin.
func (s *Signin) Grant(ctx context.Context, by *Person, id string, m mandate.Mandate) (waits bool, err error) {
	_, err = s.store.Change(ctx, by.ID, func(tx *store.Tx) error {
		p, err := tx.Staff(ctx, id)
		if err != nil {
			return err
		}
		var principal store.Staff
		if m.For != "" {
			if principal, err = tx.Staff(ctx, m.For); err != nil {
				return err
			}
		}
		if m, err = mandate.Grant(m, id, by.ID, principal.Mandates, tx.Time(), s.areas); err != nil {
			return err
		}
		waits, err = s.add(ctx, tx, p, by.ID, m)
		return err
	})
	return waits, err
}

// GrantIn gives somebody mandates within a change, as [Signin.Grant] does.
func GrantIn(ctx context.Context, s *Signin, tx *store.Tx, by, id string, all ...mandate.Mandate) error {
	if err := s.Ask(ctx, tx, by, Accounts, mandate.City); err != nil {
		return err
	}
	p, err := tx.Staff(ctx, id)
	if err != nil {
		return err
	}
	for i, m := range all {
		var principal store.Staff
		if m.For != "" {
			if principal, err = tx.Staff(ctx, m.For); err != nil {
				return err
			}
		}
		from := m.From
		if all[i], err = mandate.Grant(m, id, by, principal.Mandates, tx.Time(), s.areas); err != nil {
			return err
		}
		all[i].From = from
	}
	_, err = s.add(ctx, tx, p, by, all...)
	return err
}

// add gives mandates to an account that the change has: at once, or those that take another admin
// as a draft.
func (s *Signin) add(ctx context.Context, tx *store.Tx, p store.Staff, by string, all ...mandate.Mandate) (waits bool, err error) {
	alone, err := tx.Alone(ctx, by, Accounts)
	if err != nil {
		return false, err
	}
	var later []mandate.Mandate
	for _, m := range all {
		if m.Role.ByTwo() && !alone {
			later = append(later, m)
		} else {
			p.Mandates = append(p.Mandates, m)
		}
	}
	if p.Mandates == nil { // as the store keeps none
		p.Mandates = []mandate.Mandate{}
	}
	return len(later) > 0, propose(ctx, tx, p, by, later)
}

// propose stores an account whose mandates may have changed. What waited for another admin still
// waits, beside the mandates as they are by now; later joins it, as the proposal of an admin (by).
func propose(ctx context.Context, tx *store.Tx, p store.Staff, by string, later []mandate.Mandate) error {
	d, err := tx.StaffDraft(ctx, p.ID)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	waited := Proposed(d)
	if err := tx.PutStaff(ctx, p); err != nil || len(waited)+len(later) == 0 {
		return err
	}
	d.ID = p.ID
	doc := slices.Concat(p.Mandates, waited, later)
	if len(later) > 0 {
		d = d.Saved(doc, p.Mandates, by, tx.Time())
	} else { // whoever changed something else did not propose this, and may confirm it
		d.Doc, d.Base = doc, p.Mandates
	}
	return tx.PutStaffDraft(ctx, d)
}

// Confirm lets mandates that wait hold, exactly as they were seen. by is another admin than who
// granted them, and not the person who gets them.
func (s *Signin) Confirm(ctx context.Context, by *Person, id string, seen content.Digest) error {
	_, err := s.store.Change(ctx, by.ID, func(tx *store.Tx) error {
		if id == by.ID {
			return &content.Error{Code: content.Denied, Vi: "Không ai tự trao quyền cho mình. Hãy nhờ một quản trị khác.", En: "Nobody grants themselves a mandate. Ask another admin."}
		}
		p, err := tx.Staff(ctx, id)
		if err != nil {
			return err
		}
		d, err := tx.StaffDraft(ctx, id)
		if err != nil {
			return err
		}
		alone, err := tx.Alone(ctx, by.ID, Accounts)
		if err != nil {
			return err
		}
		if err := d.Approve(p.Mandates, content.SightOf(d.Doc), seen, by.ID, alone); err != nil {
			return err
		}
		if err := tx.EndDraft(ctx, "approve", store.NounStaff, id, ""); err != nil {
			return err
		}
		p.Mandates = d.Doc
		if Rest(d) && p.OpenedBy != by.ID { // who confirms has asked the person whether the password is theirs
			p.OpenedBy = ""
		}
		return tx.PutStaff(ctx, p)
	})
	return err
}

// Return throws mandates that wait away. One admin is enough.
func (s *Signin) Return(ctx context.Context, by *Person, id string) error {
	_, err := s.store.Change(ctx, by.ID, func(tx *store.Tx) error { return tx.EndDraft(ctx, "return", store.NounStaff, id, "") })
	return err
}

// EndMandate ends a mandate of somebody, by its mark. Conflict if nobody would be left to manage
// accounts.
func (s *Signin) EndMandate(ctx context.Context, by *Person, id string, mark content.Digest) error {
	_, err := s.store.Change(ctx, by.ID, func(tx *store.Tx) error {
		p, err := tx.Staff(ctx, id)
		if err != nil {
			return err
		}
		if p.Mandates, err = mandate.End(p.Mandates, mark, tx.Time()); err != nil {
			return err
		}
		if err := propose(ctx, tx, p, by.ID, nil); err != nil {
			return err
		}
		return someAdmin(ctx, tx)
	})
	return s.kept.forgetStaff(id, err)
}
