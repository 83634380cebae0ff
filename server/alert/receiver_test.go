package alert

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/internal/hook"
	"ngatu/internal/outside"
	"ngatu/internal/post"
)

// mailbox is a mail server on this machine. Down, it refuses everybody.
type mailbox struct {
	*post.Server
	mu     sync.Mutex
	down   bool
	emails []received
}

type received struct{ id, to, subject, text string }

func newMailbox(t *testing.T) *mailbox {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	m := &mailbox{}
	if m.Server, err = post.Open("smtp://"+l.Addr().String(), "ngatu@phuong.example.vn", ""); err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go m.serve(c)
		}
	}()
	return m
}

// serve speaks as much SMTP as an e-mail takes.
func (m *mailbox) serve(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(line string) { fmt.Fprint(c, line+"\r\n") }
	m.mu.Lock()
	down := m.down
	m.mu.Unlock()
	if down {
		say("421 later")
		return
	}
	say("220 test")
	var email received
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.TrimSpace(line)); {
		case strings.HasPrefix(verb, "DATA"):
			say("354 go on")
			var text strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				text.WriteString(strings.TrimPrefix(line, "."))
			}
			m.take(email, text.String())
			say("250 taken")
		case strings.HasPrefix(verb, "RCPT"):
			email.to = strings.Trim(strings.TrimSpace(line[len("RCPT TO:"):]), "<>")
			say("250 ok")
		case strings.HasPrefix(verb, "QUIT"):
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (m *mailbox) take(email received, text string) {
	parsed, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		return
	}
	email.id = parsed.Header.Get("Message-ID")
	email.subject, _ = new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject"))
	b, _ := io.ReadAll(decoded(parsed))
	email.text = string(b)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.emails = append(m.emails, email)
}

func (m *mailbox) set(down bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = down
}

// taken are the e-mails that came, and are forgotten.
func (m *mailbox) taken() (out []received) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out, m.emails = m.emails, nil
	return out
}

// ear is the receiver of a webhook on this machine.
type ear struct {
	hook.Hook
	mu    sync.Mutex
	heard []string // bodies whose signature is good
	ids   []string
}

func newEar(t *testing.T) *ear {
	t.Helper()
	secret, err := hook.ParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	e := &ear{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		var seconds int64
		fmt.Sscan(r.Header.Get("webhook-timestamp"), &seconds)
		if secret.Sign(r.Header.Get("webhook-id"), time.Unix(seconds, 0), b) != r.Header.Get("webhook-signature") {
			t.Error("the signature is not good")
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		e.heard, e.ids = append(e.heard, string(b)), append(e.ids, r.Header.Get("webhook-id"))
	}))
	t.Cleanup(s.Close)
	e.Hook = hook.Hook{Address: s.URL + "/moc", Secret: secret, Client: outside.Client([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, 10*time.Second)}
	return e
}

func (e *ear) taken() (out []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	out, e.heard = e.heard, nil
	return out
}
