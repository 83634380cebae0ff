package signin

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/store"
)

// A browser in which somebody has signed in keeps a mark of that account. Then failures of
// strangers, who lack it, do not delay this browser. A thief of the mark still needs the password,
// and gets no more attempts than anybody.
//
// A mark is account:number:signature. The key of the signature is the account's encoded password,
// which holds a random salt and never leaves the database. So nothing more has to be stored, every
// node can check a mark, and a new password invalidates all old marks.
const (
	markCookie = "ngatu_browser"
	hostMark   = "__Host-ngatu_browser"
	marksKept  = 8 // people who share a browser
	markFor    = 400 * 24 * time.Hour
)

// markOf makes the mark of an account for a browser with this number.
func markOf(p store.Staff, number string) string {
	m := hmac.New(sha256.New, []byte(p.Password))
	m.Write([]byte("ngatu browser " + p.ID + " " + number))
	return p.ID + ":" + number + ":" + base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// knownBy is the number by which an account knows a browser with these marks; "" if it does not.
func knownBy(p store.Staff, marks string) string {
	for mark := range strings.SplitSeq(marks, ".") {
		parts := strings.Split(mark, ":")
		if len(parts) == 3 && parts[0] == p.ID && p.Password != "" && hmac.Equal([]byte(mark), []byte(markOf(p, parts[1]))) {
			return parts[1]
		}
	}
	return ""
}

// withMark puts a new mark of an account before the others.
func withMark(p store.Staff, marks string) (string, error) {
	number, err := secret()
	if err != nil {
		return "", err
	}
	kept := []string{markOf(p, number[:22])}
	for mark := range strings.SplitSeq(marks, ".") {
		if mark != "" && len(mark) < 200 && !strings.HasPrefix(mark, p.ID+":") && len(kept) < marksKept {
			kept = append(kept, mark)
		}
	}
	return strings.Join(kept, "."), nil
}

// Marks are the marks that a browser sent, for [Try] and [Newcomer].
func (s *Signin) Marks(c *fiber.Ctx) string {
	return strings.Clone(c.Cookies(s.named(markCookie, hostMark)))
}

func (s *Signin) named(plain, host string) string {
	if s.secure {
		return host
	}
	return plain
}
