// Package post hands an e-mail to a mail server over SMTP. It knows no person and no rule.
package post

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"ngatu/content"
)

// Email is one message to one person.
type Email struct {
	ID      string // the same whenever it is sent again
	To      string
	Subject string
	Text    string
}

// Server is a mail server that takes e-mail.
type Server struct {
	host     string
	from     string
	settings []mail.Option
}

// patience is how long a mail server may take for one e-mail.
const patience = 30 * time.Second

// Open reads where the mail server is: smtp://host:587, which must offer TLS unless it is this
// machine, or smtps://host:465; with a user name before the host where it asks for one. Its
// password is the text of a file. The errors are sentences and do not show it.
func Open(address, from, passwordFile string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, wrong("Địa chỉ máy chủ thư phải dạng smtp://máy:587 hoặc smtps://máy:465.", "The mail server is written as smtp://host:587 or smtps://host:465.")
	}
	if _, secret := u.User.Password(); secret {
		return nil, wrong("Không ghi mật khẩu thư vào địa chỉ: hãy để trong một tệp và chỉ đường dẫn của tệp.", "Do not write the password of the mail server into its address: put it into a file and name the file.")
	}
	if Check(from) != nil {
		return nil, wrong("Hãy cho biết thư gửi từ địa chỉ nào, ví dụ ngatu@phuong.gov.vn.", "Say from which address e-mail comes, such as ngatu@city.gov.vn.")
	}
	s := &Server{host: u.Hostname(), from: from, settings: []mail.Option{mail.WithTimeout(patience), mail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12})}}
	port, policy := 587, mail.TLSMandatory
	if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		policy = mail.TLSOpportunistic // nobody stands in between
	}
	if u.Scheme == "smtps" {
		port, s.settings = 465, append(s.settings, mail.WithSSL())
	} else {
		s.settings = append(s.settings, mail.WithTLSPolicy(policy))
	}
	if p, err := strconv.Atoi(u.Port()); err == nil {
		port = p
	}
	s.settings = append(s.settings, mail.WithPort(port))
	if name := u.User.Username(); name != "" {
		b, err := os.ReadFile(passwordFile)
		if err != nil {
			return nil, wrong("Không đọc được tệp mật khẩu của máy chủ thư.", "The file with the password of the mail server cannot be read.")
		}
		s.settings = append(s.settings, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(name), mail.WithPassword(strings.TrimSpace(string(b))))
	}
	return s, nil
}

func wrong(vi, en string) error { return &content.Error{Code: content.Invalid, Vi: vi, En: en} }

// Check refuses what is no address that e-mail can be sent to.
func Check(address string) error {
	if err := mail.NewMsg().To(address); err != nil || !strings.Contains(address, "@") || strings.ContainsAny(address, "<>,; ") {
		return wrong("Địa chỉ thư điện tử không đúng: hãy ghi như ten@phuong.gov.vn.", "The e-mail address is not right: write it like name@city.gov.vn.")
	}
	return nil
}

// Send hands an e-mail over.
func (s *Server) Send(ctx context.Context, e Email) error {
	m := mail.NewMsg()
	if err := m.From(s.from); err != nil {
		return err
	}
	if err := m.To(e.To); err != nil {
		return err
	}
	_, domain, _ := strings.Cut(s.from, "@")
	m.SetMessageIDWithValue(e.ID + "@" + domain)
	m.SetDate()
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.Subject(e.Subject)
	m.SetBodyString(mail.TypeTextPlain, e.Text)
	c, err := mail.NewClient(s.host, s.settings...)
	if err != nil {
		return err
	}
	err = c.DialAndSendWithContext(ctx, m)
	var refused *mail.SendError
	if errors.As(err, &refused) { // its text names the receiver, which no log has to have
		return fmt.Errorf("post: the mail server did not take the e-mail: %v", refused.Reason)
	}
	return err
}
