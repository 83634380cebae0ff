package signin

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// SetDisabled says whether somebody may sign in at all; what they did stays theirs. by is the
// admin. Disabling also signs them out everywhere and makes an unused password link invalid.
// Conflict if nobody would be left to manage accounts, or if admins would lock themselves out.
func (s *Signin) SetDisabled(ctx context.Context, by *Person, id string, disabled bool) error {
	if id == by.ID && disabled {
		return &content.Error{Code: content.Conflict, Vi: "Bạn không tự khóa tài khoản của mình được. Hãy nhờ một quản trị khác.", En: "You cannot disable your own account. Ask another admin."}
	}
	_, err := s.store.Change(ctx, by.ID, func(tx *store.Tx) error {
		p, err := tx.Staff(ctx, id)
		if err != nil {
			return err
		}
		p.Disabled = disabled
		if err := tx.PutStaff(ctx, p); err != nil {
			return err
		}
		if p.Disabled {
			if err := tx.DropLinks(ctx, forPassword, p.ID); err != nil {
				return err
			}
		}
		return someAdmin(ctx, tx)
	})
	return s.kept.forgetStaff(id, err)
}

// SignOutEverywhere ends all sessions of somebody. by is the administrator. The password stays
// valid.
func (s *Signin) SignOutEverywhere(ctx context.Context, by *Person, id string) error {
	_, err := s.store.Change(ctx, by.ID, func(tx *store.Tx) error {
		p, err := tx.Staff(ctx, id)
		if err != nil {
			return err
		}
		return tx.DeleteSessionsOf(ctx, p.ID, "")
	})
	return s.kept.forgetStaff(id, err)
}

// someAdmin refuses a change that leaves nobody who can sign in and manage accounts. It looks at
// the accounts after the change, so two admins who take each other's role at once do not both
// succeed.
func someAdmin(ctx context.Context, tx *store.Tx) error {
	admin := func(m mandate.Mandate) bool {
		return m.Role == Admin && m.Area == "" && m.Pool == "" && m.For == "" && m.Holds(tx.Time()) && m.Until.IsZero()
	}
	for after := ""; ; {
		some, err := tx.AllStaff(ctx, after, store.MaxPage)
		if err != nil {
			return err
		}
		for _, p := range some {
			if !p.Disabled && p.Password != "" && slices.ContainsFunc(p.Mandates, admin) {
				return nil
			}
			after = p.ID
		}
		if len(some) < store.MaxPage {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Đây là quản trị cuối cùng. Hãy trao quyền quản trị cho một người khác đã đặt mật khẩu, rồi làm lại.",
				En:   "This is the last admin. Make somebody else who has a password an admin first, then try again.",
			}
		}
	}
}
