package signin

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// Purposes of one-time links.
const (
	forFirst    = "studio"   // makes the first account
	forPassword = "password" // sets the password of one account
)

// linkFor is how long a link can be used.
const linkFor = 24 * time.Hour

// Paths of the pages that links lead to.
const (
	PathStudio = "/studio"
	PathBegin  = "/studio/begin"
)

// NewLink is where an operator begins, as a path below the server's address: a one-time link that
// makes the first account (/studio/begin#…, valid for 24 hours; it replaces the one before), or the
// studio itself once there is an account.
func (s *Signin) NewLink(ctx context.Context) (string, error) {
	n, err := s.store.CountStaff(ctx)
	if err != nil {
		return "", err
	}
	if n > 0 {
		return PathStudio, nil
	}
	return s.link(ctx, "server", forFirst, "")
}

// ResetLink is a one-time link with which the owner of this login chooses a new password. who makes
// it. The old password works until the link is used.
func (s *Signin) ResetLink(ctx context.Context, who, login string) (string, error) {
	p, err := s.store.StaffByLogin(ctx, login)
	if err != nil {
		return "", err
	}
	if p.Disabled {
		return "", &content.Error{
			Code: content.Conflict,
			Vi:   "Tài khoản “" + p.Login + "” đang khóa nên liên kết sẽ không dùng được. Hãy mở khóa trước.",
			En:   "The account “" + p.Login + "” is disabled, so the link would not work. Enable it first.",
		}
	}
	return s.link(ctx, who, forPassword, p.ID)
}

func (s *Signin) link(ctx context.Context, who, purpose, subject string) (string, error) {
	token, err := secret()
	if err != nil {
		return "", err
	}
	_, err = s.store.Change(ctx, who, func(tx *store.Tx) error {
		if err := tx.DropLinks(ctx, purpose, subject); err != nil {
			return err
		}
		return tx.PutLink(ctx, store.Link{
			Hash: content.DigestOf([]byte(token)), Purpose: purpose, Subject: subject, Expires: tx.Time().Add(linkFor),
		})
	})
	if err != nil {
		return "", err
	}
	return PathBegin + "#" + token, nil
}

// Invitation is what an unused link is for.
type Invitation struct {
	First bool   // makes the first account; otherwise it sets a password
	Name  string // of the person whose password it sets
	Login string
}

// Look says what a link is for without using it; Denied if it is used, expired or unknown. Nobody
// guesses 256 random bits, so attempts are not counted.
func (s *Signin) Look(ctx context.Context, token string) (Invitation, error) {
	hash := content.DigestOf([]byte(token))
	if _, err := s.store.Link(ctx, hash, forFirst); err == nil {
		return Invitation{First: true}, s.nobodyYet(ctx)
	}
	l, err := s.store.Link(ctx, hash, forPassword)
	if err != nil {
		return Invitation{}, badLink(err)
	}
	p, err := s.store.Staff(ctx, l.Subject)
	if err != nil || p.Disabled {
		return Invitation{}, badLink(err)
	}
	return Invitation{Name: p.Name, Login: p.Login}, nil
}

func (s *Signin) nobodyYet(ctx context.Context) error {
	n, err := s.store.CountStaff(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		return badLink(nil)
	}
	return nil
}

// badLink is one sentence for every link that cannot be used. Errors that are not the link's fault
// pass unchanged.
func badLink(err error) error {
	if code := content.CodeOf(err); err != nil && code != content.Denied && code != content.NotFound {
		return err
	}
	return &content.Error{
		Code: content.Denied, Err: err,
		Vi: "Liên kết này đã được dùng hoặc đã hết hạn. Hãy xin người vận hành một liên kết mới.",
		En: "This link was used already or has expired. Ask the operator for a new one.",
	}
}

// secret is 32 random bytes as text.
func secret() (string, error) {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
