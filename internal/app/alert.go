package app

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/config"
	"ngatu/internal/hook"
	"ngatu/internal/outside"
	"ngatu/internal/post"
	"ngatu/server/alert"
	"ngatu/server/studio/submission"
)

// hookPatience is how long the receiver of a webhook may take.
const hookPatience = 15 * time.Second

// stepAfter is how long what waits for approval lies on one desk, unless the operator says
// otherwise.
const stepAfter = 24 * time.Hour

// startAlerts begins to tell staff of what waits for them, as the operator has set it, and to have
// what waits too long go a step; without a mail server and webhooks nobody is told.
func startAlerts(ctx context.Context, a *App) error {
	o, err := alertOptions(a.cfg)
	if err != nil {
		return err
	}
	o.Store, o.Air, o.Areas, o.Pulls, o.Now, o.Log = a.store, a.air, a.areas, a.pulls.Failing, a.time, a.log
	if o.Address == "" {
		o.Address = a.Address()
	}
	alerts := alert.New(o)
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	alerts.Start(ctx, a.bus.Subscribe(ctx))
	a.onStop(func(context.Context) error { alerts.Stop(); stop(); return nil })
	return nil
}

// alertOptions reads the settings; errors say which is wrong.
func alertOptions(cfg config.Config) (o alert.Options, err error) {
	if len(cfg.Public) > 0 {
		o.Address = cfg.Public[0]
	}
	if o.Patience = cfg.StepAfter; o.Patience <= 0 {
		o.Patience = stepAfter
	}
	if o.Quiet.Parts, err = hours.ParseQuiet(cfg.QuietHours); err != nil {
		return o, badSetting("--quiet-hours", err)
	}
	if o.Post, err = mailServer(cfg); err != nil {
		return o, err
	}
	if o.Hooks, err = hooks(cfg); err != nil {
		return o, badSetting("--webhook", err)
	}
	return o, nil
}

// mailServer is the one that the operator has set; nil where there is none.
func mailServer(cfg config.Config) (*post.Server, error) {
	if cfg.Mail == "" {
		return nil, nil
	}
	s, err := post.Open(cfg.Mail, cfg.MailFrom, cfg.MailPasswordFile)
	if err != nil {
		return nil, badSetting("--mail", err)
	}
	return s, nil
}

// letters send what cannot wait for a look at what is due: codes and links of approvers.
func letters(cfg config.Config) (submission.Mail, error) {
	s, err := mailServer(cfg)
	if err != nil || s == nil {
		return nil, err
	}
	return func(ctx context.Context, to, subject, text string) error {
		return s.Send(ctx, post.Email{ID: "msg_" + strings.ToLower(rand.Text()), To: to, Subject: subject, Text: text})
	}, nil
}

// hooks are the webhooks that the operator names, each signed with the one secret.
func hooks(cfg config.Config) (out []hook.Hook, err error) {
	if len(cfg.Webhook) == 0 {
		return nil, nil
	}
	inside, err := networks(cfg.WebhookInside)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(cfg.WebhookKeyFile)
	if err != nil {
		return nil, &content.Error{
			Code: content.Invalid, Err: err,
			Vi: "Không đọc được tệp khóa webhook; hãy chỉ đường dẫn bằng --webhook-key-file.", En: "The file with the secret of webhooks cannot be read; name it with --webhook-key-file.",
		}
	}
	secret, err := hook.ParseSecret(string(text))
	if err != nil {
		return nil, err
	}
	client := outside.Client(inside, hookPatience)
	for _, address := range cfg.Webhook {
		if err := hook.CheckAddress(address, len(inside) > 0); err != nil {
			return nil, err
		}
		out = append(out, hook.Hook{Address: address, Secret: secret, Client: client})
	}
	return out, nil
}

// badSetting says which setting a sentence is about.
func badSetting(name string, err error) error {
	vi, en := err.Error(), err.Error()
	if e, ok := err.(*content.Error); ok {
		vi, en = e.Vi, e.En
	}
	if e, ok := err.(*hours.Error); ok {
		vi, en = e.Vi, e.En
	}
	return &content.Error{Code: content.Invalid, Err: err, Vi: name + ": " + vi, En: name + ": " + en}
}
