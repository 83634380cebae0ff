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

// NewLink is where an operator begins, below the server's address: a one-time link that makes the first account
// (/studio/begin#…, good for 24 hours, the one before it useless), or the studio itself once there is an account.
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

// ResetLink is a one-time link with which the person with this login chooses a new password. who makes it.
func (s *Signin) ResetLink(ctx context.Context, who, login string) (string, error) {
	p, err := s.store.StaffByLogin(ctx, login)
	if err != nil {
		return "", err
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

// Look tells what a link is for without using it; Denied where it is used, expired or unknown.
func (s *Signin) Look(ctx context.Context, token, address string) (Invitation, error) {
	if err := s.links.allow(address, s.now()); err != nil {
		return Invitation{}, err
	}
	hash := content.DigestOf([]byte(token))
	if _, err := s.store.Link(ctx, hash, forFirst); err == nil {
		return Invitation{First: true}, s.nobodyYet(ctx)
	}
	l, err := s.store.Link(ctx, hash, forPassword)
	if err != nil {
		s.links.failed(address, s.now())
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

// badLink is one sentence for every link that cannot be used. What is not the link's fault passes as it is.
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

// secret is 32 random bytes in text.
func secret() (string, error) {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
