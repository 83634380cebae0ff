// Package browser keeps the browser of a screen running.
//
// It owns one process: how it is started, with what flags and which fresh profile, and that it is started again when
// it ends. It must not know the page, the agent or the server; it is handed an address.
package browser

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

const (
	// steady is how long a browser has to run to count as one that works; then the next wait is short again.
	steady = time.Minute
	// grace is how long a browser may take to end by itself.
	grace = 5 * time.Second
)

// Config is what a browser needs to know.
type Config struct {
	Command string        // program and arguments of its own, separated by spaces; "" runs none
	Dir     string        // folder for profiles
	Page    func() string // address to open, asked anew at every start
	Log     *slog.Logger
}

// Browser is one browser, started again whenever it ends.
type Browser struct {
	cfg     Config
	program string
	own     []string
}

// New finds the program. One that is not there is a [content.Error] with code Missing; a command that switches the
// sandbox off is refused with Invalid, because the sandbox is what stands between a page and the screen's computer.
func New(cfg Config) (*Browser, error) {
	words := strings.Fields(cfg.Command)
	if len(words) == 0 {
		return nil, &content.Error{Code: content.Invalid, Vi: "Chưa đặt lệnh chạy trình duyệt.", En: "No browser command is set."}
	}
	if slices.Contains(words, "--no-sandbox") {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   "Lệnh trình duyệt có --no-sandbox, làm mất lớp bảo vệ của máy. Hãy bỏ tham số này và chạy bằng tài khoản không phải root.",
			En:   "The browser command has --no-sandbox, which takes the machine's protection away. Leave it out and run as a user other than root.",
		}
	}
	program, err := exec.LookPath(words[0])
	if err != nil {
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   fmt.Sprintf("Không tìm thấy trình duyệt %q. Hãy cài đặt (ví dụ: apt install chromium) hoặc sửa --browser.", words[0]),
			En:   fmt.Sprintf("The browser %q was not found. Install it (such as: apt install chromium) or correct --browser.", words[0]),
			Err:  err,
		}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Browser{cfg: cfg, program: program, own: words[1:]}, nil
}

// Run keeps the browser running until ctx ends, and returns when the last one has ended.
func (b *Browser) Run(ctx context.Context) {
	back := protocol.Backoff{Base: time.Second, Max: 15 * time.Second}
	for ctx.Err() == nil {
		began := time.Now()
		err := b.once(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > steady {
			back.Reset()
		}
		b.cfg.Log.Warn("the browser ended and is started again", "after", time.Since(began).Round(time.Second), "err", err)
		timer := time.NewTimer(back.Next())
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// once runs one browser with a profile of its own, so that nothing a crash left behind is asked about or shown.
func (b *Browser) once(ctx context.Context) error {
	if err := os.MkdirAll(b.cfg.Dir, 0o700); err != nil {
		return err
	}
	b.clearProfiles()
	profile, err := os.MkdirTemp(b.cfg.Dir, profilePrefix)
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	cmd := exec.CommandContext(ctx, b.program, b.arguments(profile)...)
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	ownGroup(cmd)
	err = cmd.Run()
	endGroup(cmd)
	return err
}

const profilePrefix = "profile-"

// clearProfiles removes profiles that a power cut left behind.
func (b *Browser) clearProfiles() {
	old, _ := filepath.Glob(filepath.Join(b.cfg.Dir, profilePrefix+"*"))
	for _, dir := range old {
		os.RemoveAll(dir)
	}
}

// arguments are those of Chromium as a kiosk: no dialogs, no translation, no gestures, videos start by themselves.
func (b *Browser) arguments(profile string) []string {
	args := []string{
		"--kiosk", "--user-data-dir=" + profile, "--no-first-run", "--no-default-browser-check", "--noerrdialogs",
		"--disable-session-crashed-bubble", "--disable-infobars", "--disable-pinch", "--overscroll-history-navigation=0",
		"--disable-features=Translate,TranslateUI,MediaRouter", "--disable-component-update", "--disable-background-networking",
		"--autoplay-policy=no-user-gesture-required", "--hide-scrollbars", "--password-store=basic", "--lang=vi",
	}
	return append(append(args, b.own...), b.cfg.Page())
}
