package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/config"
)

// What an operator sets wrongly about messages to staff is said, with the name of the setting and
// without a secret.
func TestSettingsOfAlerts(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	key, bad := file("key", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"), file("bad", "whsec_secret!")
	good := config.Config{
		Mail: "smtps://ngatu@mail.example.vn", MailFrom: "ngatu@phuong.example.vn", MailPasswordFile: file("password", "mật khẩu\n"),
		Webhook: []string{"https://example.vn/moc"}, WebhookKeyFile: key, WebhookInside: []string{"10.20.0.0/16"}, QuietHours: "21:00-06:30",
	}
	if o, err := alertOptions(good); err != nil || o.Post == nil || len(o.Hooks) != 1 || len(o.Quiet.Parts) != 1 {
		t.Fatalf("%+v, %v", o, err)
	}
	if o, err := alertOptions(config.Config{}); err != nil || o.Post != nil || o.Hooks != nil {
		t.Errorf("without settings: %+v, %v", o, err)
	}
	for name, c := range map[string]struct {
		set  func(*config.Config)
		says string
	}{
		"scheme":         {func(c *config.Config) { c.Mail = "mail.example.vn:587" }, "--mail: "},
		"password in it": {func(c *config.Config) { c.Mail = "smtp://ngatu:mat-khau@mail.example.vn" }, "--mail: "},
		"no sender":      {func(c *config.Config) { c.MailFrom = "" }, "--mail: "},
		"no password":    {func(c *config.Config) { c.MailPasswordFile = filepath.Join(dir, "none") }, "--mail: "},
		"plain webhook":  {func(c *config.Config) { c.Webhook, c.WebhookInside = []string{"http://example.vn"}, nil }, "--webhook: "},
		"bad key":        {func(c *config.Config) { c.WebhookKeyFile = bad }, "--webhook: "},
		"no key":         {func(c *config.Config) { c.WebhookKeyFile = "" }, "--webhook: "},
		"network":        {func(c *config.Config) { c.WebhookInside = []string{"10.20.0.0"} }, "--webhook: "},
		"quiet":          {func(c *config.Config) { c.QuietHours = "tối" }, "--quiet-hours: "},
	} {
		cfg := good
		c.set(&cfg)
		_, err := alertOptions(cfg)
		if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "mat-khau") || strings.Contains(err.Error(), "secret!") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
