package screens

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
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
}

// enrol gives a player a code to show. Anybody may ask, so it is bounded for all askers together, and changes nothing.
func (s *Screens) enrol(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if !s.asks.allow(time.Now()) {
		return &content.Error{Code: content.TooMany, Vi: "Quá nhiều yêu cầu ghép màn hình. Hãy đợi một phút.", En: "Too many enrolments. Wait a minute."}
	}
	var ask enrolAsk
	if err := json.Unmarshal(c.Body(), &ask); err != nil || len(ask.Build) > 100 || len(ask.Key) != 0 && len(ask.Key) != ed25519.PublicKeySize {
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

// poll gives the credential of a confirmed enrolment, once.
func (s *Screens) poll(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	var ask struct {
		Poll string `json:"poll"`
	}
	if err := json.Unmarshal(c.Body(), &ask); err != nil || len(ask.Poll) > 100 {
		return fiber.ErrBadRequest
	}
	ctx, secret := c.UserContext(), content.DigestOf([]byte(ask.Poll))
	e, err := s.Store.EnrolmentBySecret(ctx, secret)
	if content.CodeOf(err) == content.NotFound {
		return c.SendStatus(fiber.StatusGone)
	}
	if err != nil {
		return err
	}
	if e.Screen == "" {
		return c.SendStatus(fiber.StatusNoContent)
	}
	out := enrolled{Screen: e.Screen}
	credential := store.Credential{Screen: e.Screen, Kind: store.ByKey, Value: e.Key}
	if len(e.Key) == 0 {
		if out.Token, err = random(32); err != nil {
			return err
		}
		sum, err := hex.DecodeString(string(content.DigestOf([]byte(out.Token))))
		if err != nil {
			return err
		}
		credential.Kind, credential.Value = store.ByToken, sum
	} else {
		for _, k := range s.Trusted {
			out.Trusted = append(out.Trusted, k)
		}
	}
	if credential.ID, err = random(9); err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, "enrolment:"+e.Code, func(tx *store.Tx) error {
		if _, err := tx.TakeEnrolment(ctx, secret); err != nil {
			return err
		}
		return tx.PutCredential(ctx, credential)
	})
	if err != nil {
		return err
	}
	return c.JSON(out)
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
