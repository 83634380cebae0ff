// Package browser keeps the browser of a screen running.
//
// It owns the browser's processes: how one is started, with which flags and a fresh profile, how to
// tell that it hangs or has grown too large, and how another replaces it. It must not know the
// page, the agent or the server: the agent gives it an address, and tells it when the page there
// has drawn.
package browser

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"ngatu/content"
)

// Defaults for Config.
const (
	defaultHang = 2500 * time.Millisecond
	defaultLoad = 45 * time.Second // a Raspberry Pi with a slow card takes half a minute to its first picture
)

// Config is what a browser is run with.
type Config struct {
	Command string                          // program and arguments of its own, separated by spaces; "" runs none
	Args    []string                        // more arguments, unchanged; the only way to switch the sandbox off
	Dir     string                          // folder for profiles
	Page    func(mark string) string        // address to open, asked at every start; the page there beats with that mark
	Log     *slog.Logger                    // nil: none
	Hang    time.Duration                   // without a beat for so long it counts as hung; 0: 2.5 s; negative: beats are not checked
	Load    time.Duration                   // time that the first beat may take; 0: 45 s
	Memory  int64                           // bytes of memory at which it is restarted; 0: no limit
	Nightly string                          // local time, as 03:30, at which it is restarted; "": never
	Local   func() (now time.Time, ok bool) // local time of the screen; ok false: unknown
	Changed func()                          // called when Status may have changed; may be nil
}

// Browser is one browser. It is restarted whenever it ends, hangs, grows too large, or is told to.
type Browser struct {
	cfg     Config
	program string
	own     []string
	nightly time.Duration // since midnight; negative: never
	restart chan string   // a planned restart, with its reason

	lookEvery time.Duration
	sweep     sync.WaitGroup // profiles being removed

	mu     sync.Mutex
	lives  map[string]*life // by mark
	beaten time.Time        // by any of them
	shown  string           // mark of the one on the glass
	status Status
}

// Status is the state of the browser.
type Status struct {
	Starts int           // since the agent started
	Since  time.Time     // start of the browser on the glass; zero before there is one
	Took   time.Duration // from its start to its first frame
	Beat   time.Time     // when its page last drew
	Slide  string        // slide on the glass, as the page says
	Memory int64         // bytes, when last looked at
	Why    string        // reason for the last start; "" for the first
}

// New finds the program. If it is missing, the error is a [content.Error] with code Missing. A
// command that switches the sandbox off is refused with Invalid: the sandbox protects the screen's
// computer from the page.
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
	b := &Browser{program: program, own: append(words[1:], cfg.Args...), restart: make(chan string, 1), lives: map[string]*life{}, lookEvery: lookEvery}
	if b.nightly, err = clockTime(cfg.Nightly); err != nil {
		return nil, err
	}
	b.cfg = withDefaults(cfg)
	if b.cfg.Dir, err = filepath.Abs(cfg.Dir); err != nil {
		return nil, err
	}
	if slices.Contains(cfg.Args, "--no-sandbox") {
		b.cfg.Log.Warn("the browser's sandbox is switched off: for tests only")
	}
	return b, nil
}

func withDefaults(cfg Config) Config {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Hang == 0 {
		cfg.Hang = defaultHang
	}
	if cfg.Load <= 0 {
		cfg.Load = defaultLoad
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	if cfg.Local == nil {
		cfg.Local = func() (time.Time, bool) { return time.Time{}, false }
	}
	return cfg
}

// clockTime reads a local time such as 03:30 as the time since midnight; "" is negative.
func clockTime(s string) (time.Duration, error) {
	if s == "" {
		return -1, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Giờ %q không đúng. Hãy viết giờ và phút, ví dụ 03:30.", s),
			En:   fmt.Sprintf("The time %q is none. Write hours and minutes, such as 03:30.", s),
			Err:  err,
		}
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}

// Beat says that the page with this mark has just drawn a frame, and which slide is on the glass.
// Marks of browsers that no longer run are ignored, so they cannot keep a hung one alive.
func (b *Browser) Beat(mark, slide string) {
	b.mu.Lock()
	l := b.lives[mark]
	if l != nil {
		b.beaten = time.Now()
	}
	if l != nil && mark == b.shown {
		b.status.Beat, b.status.Slide = time.Now(), slide
		if b.status.Took == 0 {
			b.status.Took = time.Since(l.began)
		}
	}
	b.mu.Unlock()
	if l != nil {
		l.beat(slide)
	}
}

// LastBeat is when a page of any browser that this one started last drew; zero if none ever did.
func (b *Browser) LastBeat() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.beaten
}

// Restart starts another browser, and ends the old one when the new one has drawn. why is for the
// log.
func (b *Browser) Restart(why string) {
	select {
	case b.restart <- why:
	default: // a restart is already planned
	}
}

// Status gives the state of the browser now.
func (b *Browser) Status() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status
}

// Run keeps the browser running until ctx ends, and returns when the last one has ended.
func (b *Browser) Run(ctx context.Context) {
	runtime.LockOSThread() // the browsers end with the thread that starts them
	defer runtime.UnlockOSThread()
	b.endLeftovers()
	b.clearProfiles()
	watch := newWatch(b)
	defer b.sweep.Wait()
	for ctx.Err() == nil {
		b.stand(ctx, watch)
	}
}

// stand runs one browser after the other until one ends and none replaces it.
func (b *Browser) stand(ctx context.Context, w *watch) {
	l, err := b.start(ctx)
	if err != nil {
		b.cfg.Log.Error("the browser cannot be started", "err", err)
		b.note(func(s *Status) { s.Why = err.Error() })
		sleep(ctx, w.back.Next())
		return
	}
	b.took(l)
	why, planned := w.until(ctx, l)
	for planned {
		b.cfg.Log.Info("the browser is restarted", "why", why)
		next, err := b.start(ctx)
		if err != nil {
			break
		}
		if !next.drawn(ctx, b.cfg.Load) { // the old one is better than none
			b.cfg.Log.Warn("the new browser drew nothing; the old one stays")
			next.end()
			why, planned = w.until(ctx, l)
			continue
		}
		l.end()
		l = next
		b.note(func(s *Status) { s.Why = why })
		b.took(l)
		why, planned = w.until(ctx, l)
	}
	l.end()
	if ctx.Err() != nil {
		return
	}
	b.note(func(s *Status) { s.Why = why })
	wait := w.pause(l)
	b.cfg.Log.Warn("the browser is started again", "why", why, "after", time.Since(l.began).Round(time.Second), "in", wait)
	sleep(ctx, wait)
}

func (b *Browser) took(l *life) {
	l.mu.Lock()
	took, last, slide := l.took, l.last, l.slide
	l.mu.Unlock()
	b.note(func(s *Status) {
		b.shown = l.mark
		s.Starts++
		s.Since, s.Took, s.Beat, s.Slide, s.Memory = l.began, took, last, slide, 0
	})
}

func (b *Browser) note(how func(*Status)) {
	b.mu.Lock()
	how(&b.status)
	b.mu.Unlock()
	b.cfg.Changed()
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// newMark names one start of a browser. A page of the hall cannot guess it.
func newMark() string { return rand.Text() }
