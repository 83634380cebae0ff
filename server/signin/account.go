package signin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Newcomer is the form of somebody who comes with a one-time link. Name and login are for the first
// account; a link that sets a password needs only the password.
type Newcomer struct {
	Token    string
	Name     string
	Login    string
	Password string
	Marks    string // see [Signin.Marks]
}

// Begin uses a one-time link: it makes the first account, with all roles, or sets a password, and
// signs in. A weak password or bad name leaves the link unused.
func (s *Signin) Begin(ctx context.Context, n Newcomer) (in Entry, err error) {
	inv, err := s.Look(ctx, n.Token)
	if err != nil {
		return in, err
	}
	person := store.Staff{Name: tidy(n.Name), Login: tidy(n.Login), Mandates: everything()}
	if inv.First {
		if err := errors.Join(CheckNames(person.Name, person.Login)); err != nil {
			return in, err
		}
	} else {
		person.Login = inv.Login
	}
	if err := CheckPassword(n.Password, person.Login); err != nil {
		return in, err
	}
	if person.Password, err = s.hash(ctx, n.Password); err != nil {
		return in, err
	}
	if person.ID, err = newID(); err != nil {
		return in, err
	}
	if inv.First {
		in.Session, err = s.first(ctx, n.Token, person)
	} else {
		in, person, err = s.reset(ctx, n.Token, person.Password)
	}
	if err == nil {
		in.Marks, err = withMark(person, n.Marks)
	}
	return in, err
}

func (s *Signin) first(ctx context.Context, link string, person store.Staff) (token string, err error) {
	return s.open(ctx, person.ID, func(tx *store.Tx) error {
		if _, err := tx.UseLink(ctx, content.DigestOf([]byte(link)), forFirst); err != nil {
			return badLink(err)
		}
		if n, err := tx.CountStaff(ctx); err != nil || n > 0 { // two links in two browsers make one first account
			return badLink(err)
		}
		return tx.PutStaff(ctx, person)
	})
}

func (s *Signin) reset(ctx context.Context, link, password string) (in Entry, p store.Staff, err error) {
	l, err := s.store.Link(ctx, content.DigestOf([]byte(link)), forPassword)
	if err != nil {
		return in, p, badLink(err)
	}
	in.Session, err = s.open(ctx, l.Subject, func(tx *store.Tx) error {
		l, err := tx.UseLink(ctx, l.Hash, forPassword)
		if err != nil {
			return badLink(err)
		}
		if p, err = tx.Staff(ctx, l.Subject); err != nil {
			return err
		}
		if p.Password, p.OpenedBy = password, l.By; l.By == p.ID {
			p.OpenedBy = ""
		}
		if in.Rests, err = reopened(ctx, tx, p, l.By); err != nil {
			return err
		}
		return tx.DeleteSessionsOf(ctx, p.ID, "")
	})
	return in, p, s.kept.forgetStaff(p.ID, err)
}

// Try is an attempt to sign in.
type Try struct {
	Login    string
	Password string
	Address  string // of the client, as server/edge gives it
	Marks    string // see [Signin.Marks]
}

// SignIn checks a login and password and begins a session. A wrong name and a wrong password get
// the same answer and take the same time. After some failures, attempts for a login have to wait
// longer and longer, and those of one address take turns. A browser that has signed in to this
// account before has its own count, so that no stranger can lock it out.
func (s *Signin) SignIn(ctx context.Context, t Try) (in Entry, err error) {
	person, err := s.store.StaffByLogin(ctx, tidy(t.Login))
	if err != nil && content.CodeOf(err) != content.NotFound {
		return in, err
	}
	usable := err == nil && person.Password != "" && !person.Disabled
	encoded, browser := s.nobody, ""
	if usable {
		encoded, browser = person.Password, knownBy(person, t.Marks)
	}
	succeeded, err := s.admit(ctx, t, browser)
	if err != nil {
		return in, err
	}
	right, err := s.check(ctx, t.Password, encoded, browser != "")
	if err != nil {
		return in, err
	}
	if !usable || !right {
		s.log.Warn("a sign-in failed", "address", t.Address)
		return in, &content.Error{Code: content.Denied, Vi: "Tên đăng nhập hoặc mật khẩu không đúng.", En: "The login or the password is not right."}
	}
	if err := succeeded(); err != nil {
		return in, err
	}
	if in.Marks, err = withMark(person, t.Marks); err != nil {
		return in, err
	}
	in.Session, err = s.open(ctx, person.ID, func(*store.Tx) error { return nil })
	return in, err
}

// admit counts an attempt before anything is computed for it. browser is the number by which the
// account knows the browser. The caller calls succeeded after a successful attempt.
func (s *Signin) admit(ctx context.Context, t Try, browser string) (succeeded func() error, err error) {
	now := s.now()
	if browser != "" {
		return func() error { return s.byBrowser.succeeded(ctx, browser) }, s.byBrowser.take(ctx, browser, now)
	}
	login := store.FoldLogin(t.Login)
	if err := s.byLogin.take(ctx, login, now); err != nil {
		return nil, err
	}
	nodes := s.store.Nodes.Count()
	if s.byAddress.exceeds(t.Address, now, nodes) {
		if err := s.turns.wait(ctx, t.Address, nodes); err != nil {
			return nil, err
		}
	}
	return func() error {
		s.byAddress.undo(t.Address)
		return s.byLogin.succeeded(ctx, login)
	}, nil
}

// ChangePassword sets a new password if the old one is right, and signs the person out everywhere
// else. The browser with these marks gets new ones.
func (s *Signin) ChangePassword(ctx context.Context, p *Person, old, password, marks string) (in Entry, err error) {
	if err := s.byBrowser.take(ctx, p.ID, s.now()); err != nil {
		return in, err
	}
	right, err := s.check(ctx, old, p.Password, true)
	if err != nil {
		return in, err
	}
	if !right {
		return in, &content.Error{Code: content.Invalid, Vi: "Mật khẩu hiện tại không đúng.", En: "The present password is not right."}
	}
	if err := s.byBrowser.succeeded(ctx, p.ID); err != nil {
		return in, err
	}
	if err := CheckPassword(password, p.Login); err != nil {
		return in, err
	}
	encoded, err := s.hash(ctx, password)
	if err != nil {
		return in, err
	}
	var fresh store.Staff
	_, err = s.store.Change(ctx, p.ID, func(tx *store.Tx) error {
		if fresh, err = tx.Staff(ctx, p.ID); err != nil {
			return err
		}
		fresh.Password = encoded
		if err := tx.PutStaff(ctx, fresh); err != nil {
			return err
		}
		return tx.DeleteSessionsOf(ctx, p.ID, p.session.Hash)
	})
	if err = s.kept.forgetStaff(p.ID, err); err == nil {
		in.Marks, err = withMark(fresh, marks)
	}
	return in, err
}

// Invite makes an account without a password and gives the one-time link with which its owner
// chooses one. Roles are for the whole city; those that take another admin wait for one. who is the
// staff ID of the admin.
func (s *Signin) Invite(ctx context.Context, who, name, login string, roles []Role) (link string, err error) {
	p := store.Staff{Name: tidy(name), Login: tidy(login), MadeBy: who, OpenedBy: who}
	if err := errors.Join(CheckNames(p.Name, p.Login)); err != nil {
		return "", err
	}
	if p.ID, err = newID(); err != nil {
		return "", err
	}
	_, err = s.store.Change(ctx, who, func(tx *store.Tx) error {
		var all []mandate.Mandate
		for _, r := range roles {
			all = append(all, mandate.Mandate{Role: r, By: who, At: tx.Time()})
		}
		_, err := s.add(ctx, tx, p, who, all...)
		return err
	})
	if err != nil {
		return "", err
	}
	return s.link(ctx, who, forPassword, p.ID)
}

// CheckNames says why a name and a login cannot be used; nil if they can.
func CheckNames(name, login string) (ofName, ofLogin error) {
	if n := utf8.RuneCountInString(name); n < 2 || n > 80 {
		ofName = &content.Error{Code: content.Invalid, Vi: "Họ tên cần từ 2 đến 80 ký tự.", En: "A name has 2 to 80 characters."}
	}
	n := utf8.RuneCountInString(login)
	plain := strings.IndexFunc(login, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@", r)
	}) < 0
	if n < 3 || n > 60 || !plain {
		ofLogin = &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Tên đăng nhập “%s” không dùng được: 3 đến 60 chữ, số hoặc các dấu . _ - @, không có khoảng trắng.", login),
			En:   fmt.Sprintf("The login “%s” cannot be used: 3 to 60 letters, digits or . _ - @, no spaces.", login),
		}
	}
	return ofName, ofLogin
}

// everything is what the first account may do: all, everywhere.
func everything() (all []mandate.Mandate) {
	for _, r := range mandate.Roles() {
		all = append(all, mandate.Mandate{Role: r})
	}
	return all
}

// tidy is text in its stored form: composed, without spaces around it.
func tidy(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

func newID() (string, error) {
	s, err := secret()
	if err != nil {
		return "", err
	}
	return "p-" + s[:16], nil
}
