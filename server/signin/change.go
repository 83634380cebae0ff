package signin

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Rights are what an administrator sets for an account.
type Rights struct {
	Roles    []Role // for the whole city; mandates with other bounds stay as they are
	Disabled bool   // may not sign in; what they did stays theirs
}

// ChangeRights sets what somebody may do, from their next request on. by is the administrator.
// Disabling also signs them out everywhere and makes an unused password link invalid. Conflict if
// nobody would be left to manage accounts, or if administrators would lock themselves out; Denied
// if they would grant themselves a role. What is taken away ends and stays on record.
func (s *Signin) ChangeRights(ctx context.Context, by *Person, id string, r Rights) error {
	if len(r.Roles) == 0 && !r.Disabled {
		return &content.Error{Code: content.Invalid, Vi: "Hãy chọn ít nhất một quyền, hoặc khóa tài khoản.", En: "Choose at least one role, or disable the account."}
	}
	if id == by.ID && r.Disabled {
		return &content.Error{Code: content.Conflict, Vi: "Bạn không tự khóa tài khoản của mình được. Hãy nhờ một quản trị khác.", En: "You cannot disable your own account. Ask another admin."}
	}
	_, err := s.store.Change(ctx, by.ID, func(tx *store.Tx) error {
		p, err := tx.Staff(ctx, id)
		if err != nil {
			return err
		}
		before := len(p.Mandates)
		p.Mandates = withRoles(p.Mandates, r.Roles, by.ID, tx.Time())
		if id == by.ID && len(p.Mandates) > before {
			return &content.Error{
				Code: content.Denied,
				Vi:   "Không ai tự trao quyền cho mình. Hãy nhờ một quản trị khác.",
				En:   "Nobody grants themselves a role. Ask another admin.",
			}
		}
		p.Disabled = r.Disabled
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
	return err
}

// withRoles are mandates with exactly these roles for the whole city from an instant on.
func withRoles(all []mandate.Mandate, roles []Role, by string, at time.Time) []mandate.Mandate {
	out := slices.Clone(all)
	for _, role := range mandate.Roles() {
		held := false
		for i, m := range out {
			if !cityWide(m, role, at) {
				continue
			}
			held = true
			if !slices.Contains(roles, role) {
				out[i].Until = at
			}
		}
		if !held && slices.Contains(roles, role) {
			out = append(out, mandate.Mandate{Role: role, By: by, At: at})
		}
	}
	return out
}

// cityWide says whether a mandate is a role of somebody's own for the whole city, in force at an
// instant.
func cityWide(m mandate.Mandate, role Role, at time.Time) bool {
	return m.Role == role && m.Area == "" && m.Pool == "" && m.For == "" && m.Holds(at)
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
	return err
}

// someAdmin refuses a change that leaves nobody who can sign in and manage accounts. It looks at
// the accounts after the change, so two admins who take each other's role at once do not both
// succeed.
func someAdmin(ctx context.Context, tx *store.Tx) error {
	admin := func(m mandate.Mandate) bool { return cityWide(m, Admin, tx.Time()) }
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
