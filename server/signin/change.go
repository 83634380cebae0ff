package signin

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
)

// Rights are what an administrator sets for an account.
type Rights struct {
	Roles    []Role // everywhere; those within one area stay as they are
	Disabled bool   // may not sign in; what they did stays theirs
}

// ChangeRights sets what somebody may do, from their next request on. by is the administrator.
// Disabling also signs them out everywhere and makes an unused password link invalid. Conflict if
// nobody would be left to manage accounts, or if administrators would lock themselves out.
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
		p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(r store.Role) bool { return r.Area == "" })
		for _, name := range Roles() {
			if slices.Contains(r.Roles, name) {
				p.Roles = append(p.Roles, store.Role{Name: string(name)})
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
	for after := ""; ; {
		some, err := tx.AllStaff(ctx, after, store.MaxPage)
		if err != nil {
			return err
		}
		for _, p := range some {
			if !p.Disabled && p.Password != "" && slices.Contains(p.Roles, store.Role{Name: string(Admin)}) {
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
