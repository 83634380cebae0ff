package players

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// enrolFor is how long a code is valid.
const enrolFor = 10 * time.Minute

// maxSide bounds the screen size that a player reports, in pixels. Staff see it beside the code.
const maxSide = 100_000

func sound(a protocol.EnrolAsk) bool {
	return len(a.Build) <= 100 && a.Width >= 0 && a.Width <= maxSide && a.Height >= 0 && a.Height <= maxSide &&
		(a.Kind == protocol.KindAgent || a.Kind == protocol.KindPage) && len(a.Key) == keySize && len(a.Commit) == keySize
}

// keySize is the length in bytes of a player's key and of a commitment: an Ed25519 public key, or a
// SHA-256.
const keySize = 32

// enrol takes a player's key and commitment, and answers with the server's keys and nonce. Anybody
// may ask, so requests are limited, and nothing on air changes.
func (p *Players) enrol(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if !p.mayAsk(p.Edge.Address(c), time.Now()) {
		return &content.Error{Code: content.TooMany, Vi: "Quá nhiều yêu cầu ghép màn hình. Hãy đợi một phút.", En: "Too many enrolments. Wait a minute."}
	}
	var ask protocol.EnrolAsk
	if err := p.read(c, &ask); err != nil {
		return err
	}
	if ask.Kind == "" {
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Chương trình trên màn hình là bản cũ nên không ghép được an toàn. Hãy cập nhật ngatu-player, hoặc tải lại trang.",
			En:   "The program on the screen is too old to be enrolled safely. Update ngatu-player, or reload the page.",
		}
	}
	if !sound(ask) {
		return fiber.ErrBadRequest
	}
	secret, err := random(32)
	if err != nil {
		return err
	}
	nonce := make([]byte, protocol.NonceSize)
	if _, err := rand.Read(nonce); err != nil {
		return err
	}
	expires := time.UnixMilli(p.Now()).Add(enrolFor)
	err = p.Store.PutEnrolment(c.UserContext(), store.Enrolment{
		Secret: content.DigestOf([]byte(secret)), Kind: ask.Kind, Key: ask.Key, Commit: ask.Commit, Nonce: nonce,
		Width: ask.Width, Height: ask.Height, Build: ask.Build, Expires: expires,
	})
	if err != nil {
		return err
	}
	return c.JSON(protocol.EnrolOffer{Poll: secret, Expires: expires.UnixMilli(), Trusted: p.trusted(), Nonce: nonce})
}

// open takes the nonce that the player committed to, and works out the code that staff will type.
// 410 says that the player has to start over: its nonce does not match its commitment, or its code
// is in use.
func (p *Players) open(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	var ask protocol.EnrolOpen
	if err := p.read(c, &ask); err != nil {
		return err
	}
	ctx, secret := c.UserContext(), content.DigestOf([]byte(ask.Poll))
	e, err := p.Store.EnrolmentBySecret(ctx, secret)
	if err == nil && (len(ask.Nonce) != protocol.NonceSize || !bytes.Equal(e.Commit, protocol.EnrolCommit(e.Kind, e.Key, ask.Nonce))) {
		return c.SendStatus(fiber.StatusGone)
	}
	if err == nil {
		e.Shown = ask.Nonce
		err = p.Store.OpenEnrolment(ctx, secret, e.Shown, p.sides(e).Code())
	}
	if code := content.CodeOf(err); code == content.NotFound || code == content.Conflict {
		return c.SendStatus(fiber.StatusGone)
	}
	if err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// poll tells a player which screen staff have confirmed. 204: not confirmed yet. 410: the code has
// ended, and the player has to ask again. The answer holds no secret, so a player that lost it may
// ask once more.
func (p *Players) poll(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	var ask struct {
		Poll string `json:"poll"`
	}
	if err := p.read(c, &ask); err != nil {
		return err
	}
	ctx, secret := c.UserContext(), content.DigestOf([]byte(ask.Poll))
	e, err := p.Store.EnrolmentBySecret(ctx, secret)
	switch {
	case content.CodeOf(err) == content.NotFound:
		return c.SendStatus(fiber.StatusGone)
	case err != nil:
		return err
	case e.Screen == "":
		return c.SendStatus(fiber.StatusNoContent)
	case !e.Given:
		err = p.give(ctx, e)
	}
	if code := content.CodeOf(err); err != nil && code != content.Conflict { // another request of this player came first
		return err
	}
	return c.JSON(p.sides(e).Sign(protocol.Enrolled{Screen: e.Screen, At: p.Now(), Chain: p.recovered()}, p.Key))
}

// read decodes the JSON of a small body.
func (p *Players) read(c *fiber.Ctx, into any) error {
	body, err := p.Edge.ReadBody(c, maxAsk)
	if err != nil {
		return err
	}
	if json.Unmarshal(body, into) != nil {
		return fiber.ErrBadRequest
	}
	return nil
}

func (p *Players) trusted() (keys [][]byte) {
	for _, k := range p.Trusted {
		keys = append(keys, k)
	}
	return keys
}

func (p *Players) sides(e store.Enrolment) protocol.EnrolSides {
	return protocol.EnrolSides{Kind: e.Kind, Key: e.Key, Trusted: p.trusted(), Device: e.Shown, Server: e.Nonce}
}

// give creates the credential and ends the enrolment. An agent keeps its key: if it was another
// screen before, or lost an earlier answer, its old credential is revoked.
func (p *Players) give(ctx context.Context, e store.Enrolment) error {
	id, err := random(9)
	if err != nil {
		return err
	}
	credential := store.Credential{ID: id, Screen: e.Screen, Kind: store.ByKey, Value: e.Key}
	if e.Kind == protocol.KindPage {
		credential.Kind = store.ByToken
	}
	_, err = p.Store.Change(ctx, "enrolment:"+e.Code, func(tx *store.Tx) error {
		if _, err := tx.TakeEnrolment(ctx, e.Secret); err != nil {
			return err
		}
		if old, err := tx.Credential(ctx, credential.Kind, credential.Value); err == nil {
			if err := tx.RevokeCredential(ctx, old.ID); err != nil {
				return err
			}
		}
		return tx.PutCredential(ctx, credential)
	})
	return err
}

// random is n random bytes as text.
func random(n int) (string, error) {
	b := make([]byte, n)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
