package signin

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
)

// A person who never opens the studio decides by an approval link. The link alone opens what waits
// and nothing more: it is no session. A decision takes a code as well, which reaches that person by
// a second way, lives for minutes, and is bound to the digest of what was on the page. Whoever makes
// a link never learns a code of it.

// How long an approval link can be used, its code, and what a browser keeps of it.
const (
	approvalLinkFor = 72 * time.Hour
	approvalCodeFor = 10 * time.Minute
	linkKeptFor     = time.Hour
)

// PathByLink is the page that approval links lead to.
const PathByLink = "/studio/bylink"

// Names on the wire of what a browser keeps of an approval link. No session has these names.
const (
	linkCookie     = "ngatu_link"
	hostLinkCookie = "__Host-ngatu_link"
)

// Links are approval links and their codes.
type Links struct{ *Signin }

// Person is somebody with what they may do now, without a session. Denied where they may not sign
// in.
func (s Links) Person(ctx context.Context, id string) (*Person, error) {
	p, err := s.store.Staff(ctx, id)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return nil, err
	}
	if err != nil || p.Disabled {
		return nil, badLink(err)
	}
	b, err := s.store.BearerOf(ctx, p)
	return &Person{Staff: p, bearer: b, at: s.now(), units: s.areas}, err
}

// Make makes a link by which somebody (l.Staff) may decide on a submission, and gives it as
// a path below the server's address; only here. It takes the place of the one before. who makes it.
func (s Links) Make(ctx context.Context, who string, l store.ApprovalLink) (path string, err error) {
	token, err := secret()
	if err != nil {
		return "", err
	}
	id, err := secret()
	if err != nil {
		return "", err
	}
	l.ID, l.Hash, l.By = "l-"+id[:16], content.DigestOf([]byte(token)), who
	_, err = s.store.Change(ctx, who, func(tx *store.Tx) error {
		l.Expires = tx.Time().Add(approvalLinkFor)
		return tx.PutApprovalLink(ctx, l)
	})
	return PathByLink + "#" + token, err
}

// Open is what a link is for and whose decision it is; Denied where it has expired or is unknown,
// or where that person's account is disabled.
func (s Links) Open(ctx context.Context, token string) (store.ApprovalLink, *Person, error) {
	l, err := s.store.ApprovalLink(ctx, content.DigestOf([]byte(token)))
	if err != nil {
		return l, nil, badLink(err)
	}
	p, err := s.Person(ctx, l.Staff)
	return l, p, err
}

// Code makes a code for what was seen. teller reads it to the person; "": it goes by
// e-mail. TooMany where the link had as many as it may.
func (s Links) Code(ctx context.Context, l store.ApprovalLink, seen content.Digest, teller string) (code string, err error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	code = fmt.Sprintf("%06d", n)
	c := store.ApprovalCode{Seen: seen, ToldBy: teller}
	if c.Hash, err = s.hash(ctx, code); err != nil {
		return "", err
	}
	who := teller
	if who == "" {
		who = "server"
	}
	_, err = s.store.Change(ctx, who, func(tx *store.Tx) error {
		c.Until = tx.Time().Add(approvalCodeFor)
		return tx.PutApprovalCode(ctx, l, c)
	})
	return code, err
}

// Check says whether somebody with a link has its code, and whether that is for what they
// have seen. The attempt counts before anything is computed. What is given is what
// [store.Tx.UseApprovalCode] needs: nothing is used yet.
func (s Links) Check(ctx context.Context, token, code string, seen content.Digest) (store.ApprovalLink, error) {
	l, err := store.TryApprovalCode(ctx, s.store, content.DigestOf([]byte(token)))
	if err != nil {
		return l, err
	}
	right, err := s.check(ctx, strings.Join(strings.Fields(code), ""), l.Code.Hash, true)
	if err != nil {
		return l, err
	}
	left := store.MaxCodeTries - l.Code.Tries
	switch {
	case !right && left > 0:
		return l, &content.Error{
			Code: content.Denied,
			Vi:   fmt.Sprintf("Mã không đúng. Còn nhập được %d lần, sau đó phải lấy mã mới.", left),
			En:   fmt.Sprintf("The code is not right. It can be typed %d more times; after that get a new one.", left),
		}
	case !right:
		return l, &content.Error{
			Code: content.Denied, Vi: "Mã không đúng, và không nhập lại được nữa. Hãy lấy mã mới.",
			En: "The code is not right, and cannot be tried any more. Get a new one.",
		}
	case l.Code.Seen != seen:
		return l, &content.Error{
			Code: content.Conflict, Vi: "Nội dung đã đổi sau khi có mã này. Hãy xem lại rồi lấy mã mới.",
			En: "What waits has changed since this code was made. Look again, then get a new one.",
		}
	}
	return l, nil
}

// Keep has the browser keep a link for a while, for the pictures of its page; "" takes it back.
func (s Links) Keep(c *fiber.Ctx, token string) {
	long := linkKeptFor
	if token == "" {
		long = -time.Second
	}
	c.Cookie(&fiber.Cookie{
		Name: s.named(linkCookie, hostLinkCookie), Value: token, Path: "/", HTTPOnly: true, Secure: s.secure,
		SameSite: fiber.CookieSameSiteStrictMode, MaxAge: int(long.Seconds()),
	})
}

// Kept is the link that a browser kept; "": none.
func (s Links) Kept(c *fiber.Ctx) string {
	return strings.Clone(c.Cookies(s.named(linkCookie, hostLinkCookie)))
}
