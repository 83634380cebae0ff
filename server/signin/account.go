package signin

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/store"
)

// Newcomer is what somebody fills in who comes with a one-time link. Name and login are the first account's; a link that
// sets a password needs the password alone.
type Newcomer struct {
	Token    string
	Name     string
	Login    string
	Password string
}

// Begin uses a one-time link: it makes the first account, with all roles, or sets a password. It gives the token of a new
// session. A weak password or bad name leaves the link unused.
func (s *Signin) Begin(ctx context.Context, n Newcomer, address string) (token string, err error) {
	inv, err := s.Look(ctx, n.Token, address)
	if err != nil {
		return "", err
	}
	person := store.Staff{Name: tidy(n.Name), Login: tidy(n.Login), Roles: everything()}
	if inv.First {
		if err := CheckNames(person.Name, person.Login); err != nil {
			return "", err
		}
	} else {
		person.Login = inv.Login
	}
	if err := CheckPassword(n.Password, person.Login); err != nil {
		return "", err
	}
	if person.Password, err = s.hash(ctx, n.Password); err != nil {
		return "", err
	}
	if person.ID, err = newID(); err != nil {
		return "", err
	}
	if inv.First {
		return s.first(ctx, n.Token, person)
	}
	return s.reset(ctx, n.Token, person.Password)
}

func (s *Signin) first(ctx context.Context, link string, person store.Staff) (token string, err error) {
	return s.open(ctx, person.ID, func(tx *store.Tx) error {
		if _, err := tx.UseLink(ctx, content.DigestOf([]byte(link)), forFirst); err != nil {
			return badLink(err)
		}
		if n, err := tx.CountStaff(ctx); err != nil || n > 0 { // two links, two browsers: one first account
			return badLink(err)
		}
		return tx.PutStaff(ctx, person)
	})
}

func (s *Signin) reset(ctx context.Context, link, password string) (token string, err error) {
	l, err := s.store.Link(ctx, content.DigestOf([]byte(link)), forPassword)
	if err != nil {
		return "", badLink(err)
	}
	return s.open(ctx, l.Subject, func(tx *store.Tx) error {
		l, err := tx.UseLink(ctx, l.Hash, forPassword)
		if err != nil {
			return badLink(err)
		}
		p, err := tx.Staff(ctx, l.Subject)
		if err != nil {
			return err
		}
		p.Password = password
		if err := tx.PutStaff(ctx, p); err != nil {
			return err
		}
		return tx.DeleteSessionsOf(ctx, p.ID, "")
	})
}

// SignIn checks a login and password and gives the token of a new session. A wrong name and a wrong password are told
// alike and take as long; after some failures of a login or an address each try has to wait longer.
func (s *Signin) SignIn(ctx context.Context, login, password, address string) (token string, err error) {
	now, key := s.now(), strings.ToLower(tidy(login))
	for _, err := range []error{s.byAddress.allow(address, now), s.byLogin.allow(key, now)} {
		if err != nil {
			return "", err
		}
	}
	person, err := s.store.StaffByLogin(ctx, key)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return "", err
	}
	known := err == nil && person.Password != "" && !person.Disabled
	encoded := s.nobody
	if known {
		encoded = person.Password
	}
	right, err := s.check(ctx, password, encoded)
	if err != nil {
		return "", err
	}
	if !known || !right {
		s.byAddress.failed(address, now)
		s.byLogin.failed(key, now)
		s.log.Warn("a sign-in failed", "address", address)
		return "", &content.Error{Code: content.Denied, Vi: "Tên đăng nhập hoặc mật khẩu không đúng.", En: "The login or the password is not right."}
	}
	s.byLogin.succeeded(key)
	return s.open(ctx, person.ID, func(*store.Tx) error { return nil })
}

// ChangePassword sets a new password after the old one was given, and signs the person out everywhere else.
func (s *Signin) ChangePassword(ctx context.Context, p *Person, old, password string) error {
	now := s.now()
	if err := s.byLogin.allow(p.ID, now); err != nil {
		return err
	}
	right, err := s.check(ctx, old, p.Password)
	if err != nil {
		return err
	}
	if !right {
		s.byLogin.failed(p.ID, now)
		return &content.Error{Code: content.Invalid, Vi: "Mật khẩu hiện tại không đúng.", En: "The present password is not right."}
	}
	if err := CheckPassword(password, p.Login); err != nil {
		return err
	}
	encoded, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	_, err = s.store.Change(ctx, p.ID, func(tx *store.Tx) error {
		fresh, err := tx.Staff(ctx, p.ID)
		if err != nil {
			return err
		}
		fresh.Password = encoded
		if err := tx.PutStaff(ctx, fresh); err != nil {
			return err
		}
		return tx.DeleteSessionsOf(ctx, p.ID, p.session.Hash)
	})
	return err
}

// Invite makes an account that has no password yet and gives the one-time link with which its owner chooses one.
func (s *Signin) Invite(ctx context.Context, who, name, login string, roles []Role) (link string, err error) {
	p := store.Staff{Name: tidy(name), Login: tidy(login)}
	if err := CheckNames(p.Name, p.Login); err != nil {
		return "", err
	}
	for _, r := range roles {
		p.Roles = append(p.Roles, store.Role{Name: string(r)})
	}
	if len(p.Roles) == 0 {
		return "", &content.Error{Code: content.Invalid, Vi: "Hãy chọn ít nhất một quyền cho người mới.", En: "Choose at least one role for the new person."}
	}
	if p.ID, err = newID(); err != nil {
		return "", err
	}
	if _, err := s.store.Change(ctx, who, func(tx *store.Tx) error { return tx.PutStaff(ctx, p) }); err != nil {
		return "", err
	}
	return s.link(ctx, who, forPassword, p.ID)
}

// CheckNames refuses a name or login that cannot be used.
func CheckNames(name, login string) error {
	if n := utf8.RuneCountInString(name); n < 2 || n > 80 {
		return &content.Error{Code: content.Invalid, Vi: "Họ tên cần từ 2 đến 80 ký tự.", En: "A name has 2 to 80 characters."}
	}
	n := utf8.RuneCountInString(login)
	plain := strings.IndexFunc(login, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@", r)
	}) < 0
	if n < 3 || n > 60 || !plain {
		return &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Tên đăng nhập “%s” không dùng được: 3 đến 60 chữ, số hoặc các dấu . _ - @, không có khoảng trắng.", login),
			En:   fmt.Sprintf("The login “%s” cannot be used: 3 to 60 letters, digits or . _ - @, no spaces.", login),
		}
	}
	return nil
}

// tidy is text as it is kept: composed, without spaces around it.
func tidy(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

func newID() (string, error) {
	s, err := secret()
	if err != nil {
		return "", err
	}
	return "p-" + s[:16], nil
}
