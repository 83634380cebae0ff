// Package hook sends a webhook, signed as Standard Webhooks has it
// (https://www.standardwebhooks.com): the receiver knows who sent it, and when, and drops what it
// has had already.
package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
)

// Hook is where events are sent.
type Hook struct {
	Address string
	Secret  Secret
	Client  *http.Client
}

// Secret is the key that both ends know. It does not show itself in a log.
type Secret []byte

// leastSecret is how many bytes a secret has at least; the specification asks for 24 to 64.
const leastSecret, mostSecret = 24, 64

// ParseSecret reads a secret as it is handed over: whsec_ and base64.
func ParseSecret(text string) (Secret, error) {
	rest, marked := strings.CutPrefix(strings.TrimSpace(text), "whsec_")
	b, err := base64.StdEncoding.DecodeString(rest)
	if !marked || err != nil || len(b) < leastSecret || len(b) > mostSecret {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   "Khóa webhook không dùng được: cần dạng whsec_ rồi đến 24 đến 64 byte ngẫu nhiên viết bằng base64.",
			En:   "The secret of the webhook cannot be used: it is whsec_ followed by 24 to 64 random bytes in base64.",
		}
	}
	return b, nil
}

// String hides the secret.
func (Secret) String() string { return "whsec_…" }

// GoString hides the secret.
func (s Secret) GoString() string { return s.String() }

// CheckAddress refuses what is no address of a webhook: it is https, or http where plain is set,
// and carries no name or password, which logs would show.
func CheckAddress(address string, plain bool) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !plain) {
		return &content.Error{
			Code: content.Invalid, Err: err,
			Vi: "Địa chỉ webhook phải bắt đầu bằng https:// và không có tên đăng nhập hay mật khẩu.",
			En: "The address of a webhook begins with https:// and has no user name or password in it.",
		}
	}
	return nil
}

// Sign is the signature of a message.
func (s Secret) Sign(id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, s)
	fmt.Fprintf(mac, "%s.%d.", id, at.Unix())
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Send sends a message of JSON. id is the same whenever it is sent again. Only an answer of 200 to
// 299 counts as taken.
func (h Hook) Send(ctx context.Context, id string, at time.Time, body []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.Address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "ngatu")
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	r.Header.Set("webhook-signature", h.Secret.Sign(id, at, body))
	answer, err := h.Client.Do(r)
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err // without the address, which may hold a secret of the receiver's
	}
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("hook: the receiver answered %d", answer.StatusCode)
	}
	return nil
}
