package screens

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// An enrolment's life: a player asks and shows a code, staff say in the studio which screen it is, and the player, which
// polls with a secret of its own, gets its credential once.
const (
	enrolFor   = 10 * time.Minute
	codeLength = 6
	// codeLetters leaves out what is mistaken for something else on a screen: 0 O, 1 I L, 2 Z, 5 S, 8 B.
	codeLetters = "34679ACDEFGHJKMNPQRTUVWXY"
)

type enrolAsk struct {
	Width  int    `json:"w"`
	Height int    `json:"h"`
	Build  string `json:"build"`
	Key    []byte `json:"key,omitempty"` // an agent's public key
}

type enrolAnswer struct {
	Code    string `json:"code"`
	Poll    string `json:"poll"`
	Expires int64  `json:"expires"` // Unix milliseconds
}

type enrolled struct {
	Screen  string   `json:"screen"`
	Token   string   `json:"token,omitempty"`   // a plain page's
	Trusted [][]byte `json:"trusted,omitempty"` // keys that an agent pins

	// Chain is how the recovery key last led to the working key: with it an agent takes no older word of that key.
	Chain []protocol.Handover `json:"chain,omitempty"`
}

// maxSide bounds what a player says of its screen's size, in pixels; staff see it beside the code.
const maxSide = 100_000

func (a enrolAsk) sound() bool {
	return len(a.Build) <= 100 && a.Width >= 0 && a.Width <= maxSide && a.Height >= 0 && a.Height <= maxSide &&
		(len(a.Key) == 0 || len(a.Key) == ed25519.PublicKeySize)
}

// enrol gives a player a code to show. Anybody may ask, so it is bounded, and changes nothing that is on air.
func (s *Screens) enrol(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if !s.asks.allow(c.IP(), time.Now()) {
		return &content.Error{Code: content.TooMany, Vi: "Quá nhiều yêu cầu ghép màn hình. Hãy đợi một phút.", En: "Too many enrolments. Wait a minute."}
	}
	body, err := bodyOf(c)
	if err != nil {
		return err
	}
	var ask enrolAsk
	if err := json.Unmarshal(body, &ask); err != nil || !ask.sound() {
		return fiber.ErrBadRequest
	}
	secret, err := random(32)
	if err != nil {
		return err
	}
	code, err := newCode()
	if err != nil {
		return err
	}
	expires := time.UnixMilli(s.Now()).Add(enrolFor)
	err = s.Store.PutEnrolment(c.UserContext(), store.Enrolment{
		Code: code, Secret: content.DigestOf([]byte(secret)), Width: ask.Width, Height: ask.Height,
		Build: ask.Build, Key: ask.Key, Expires: expires,
	})
	if err != nil {
		return err
	}
	return c.JSON(enrolAnswer{Code: code, Poll: secret, Expires: expires.UnixMilli()})
}

// poll gives the credential of a confirmed enrolment, once. 204 says that staff have not confirmed it yet, 410 that it is over
// and the player has to ask anew.
func (s *Screens) poll(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	body, err := bodyOf(c)
	if err != nil {
		return err
	}
	var ask struct {
		Poll string `json:"poll"`
	}
	if err := json.Unmarshal(body, &ask); err != nil || len(ask.Poll) > 100 {
		return fiber.ErrBadRequest
	}
	ctx, secret := c.UserContext(), content.DigestOf([]byte(ask.Poll))
	e, err := s.Store.EnrolmentBySecret(ctx, secret)
	switch {
	case content.CodeOf(err) == content.NotFound:
		return c.SendStatus(fiber.StatusGone)
	case err != nil:
		return err
	case e.Screen == "":
		return c.SendStatus(fiber.StatusNoContent)
	case e.Given && len(e.Key) > 0: // an agent that lost the answer on the way; there is no secret in it
		return c.JSON(s.keyAnswer(e))
	}
	out, err := s.give(ctx, e, secret)
	if code := content.CodeOf(err); code == content.Conflict || code == content.NotFound {
		return c.SendStatus(fiber.StatusGone)
	}
	if err != nil {
		return err
	}
	return c.JSON(out)
}

// keyAnswer tells an agent which screen it is and which keys to trust.
func (s *Screens) keyAnswer(e store.Enrolment) enrolled {
	out := enrolled{Screen: e.Screen}
	for _, k := range s.Trusted {
		out.Trusted = append(out.Trusted, k)
	}
	out.Chain = s.recovered()
	return out
}

// give makes the credential and ends the enrolment. An agent keeps its key, so one that was another screen, or lost what
// it was told, has its earlier credential revoked.
func (s *Screens) give(ctx context.Context, e store.Enrolment, secret content.Digest) (enrolled, error) {
	out := s.keyAnswer(e)
	credential := store.Credential{Screen: e.Screen, Kind: store.ByKey, Value: e.Key}
	var err error
	if len(e.Key) == 0 {
		out.Trusted, out.Chain = nil, nil
		if out.Token, err = random(32); err != nil {
			return enrolled{}, err
		}
		sum := sha256.Sum256([]byte(out.Token))
		credential.Kind, credential.Value = store.ByToken, sum[:]
	}
	if credential.ID, err = random(9); err != nil {
		return enrolled{}, err
	}
	_, err = s.Store.Change(ctx, "enrolment:"+e.Code, func(tx *store.Tx) error {
		if _, err := tx.TakeEnrolment(ctx, secret); err != nil {
			return err
		}
		if old, err := tx.Credential(ctx, credential.Kind, credential.Value); err == nil {
			if err := tx.RevokeCredential(ctx, old.ID); err != nil {
				return err
			}
		}
		return tx.PutCredential(ctx, credential)
	})
	return out, err
}

// random is n random bytes in text.
func random(n int) (string, error) {
	b := make([]byte, n)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// newCode is a code as screens show it: two groups of three.
func newCode() (string, error) {
	var code []byte
	for i := range codeLength {
		if i == codeLength/2 {
			code = append(code, '-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(codeLetters))))
		if err != nil {
			return "", err
		}
		code = append(code, codeLetters[n.Int64()])
	}
	return string(code), nil
}
