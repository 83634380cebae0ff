package player

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"ngatu/content"
)

const (
	backdropFile  = "background.jpg"
	backdropMost  = 1 << 20     // bytes
	backdropEvery = time.Minute // between pictures at most: taking one costs a slow computer some frames
	backdropLook  = 2 * time.Second
	overlap       = 2 * time.Second // that a program which stays, such as swaybg, goes on when the next has been started
)

// backdrop keeps the last picture behind the browser, so that the glass is not black while another one starts. How a
// picture gets behind windows is the display's own affair: a program does it, feh or display on X, swaybg on labwc. Under
// cage nothing can be behind the one window.
type backdrop struct {
	p     *Player
	words []string
	path  string
	every time.Duration
	shown atomic.Int64 // pictures so far
	now   *exec.Cmd    // the program that stays, if it does
	ended chan struct{}
}

// placeholder stands for the picture's file in the command.
const placeholder = "{}"

// newBackdrop finds the program. A command without a place for the picture, or whose program is missing, is a
// [content.Error].
func newBackdrop(p *Player, command string) (*backdrop, error) {
	words := strings.Fields(command)
	if !strings.Contains(command, placeholder) || words[0] == placeholder {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Lệnh ảnh nền %q phải có {} ở chỗ của tệp ảnh, ví dụ: feh --bg-fill {}", command),
			En:   fmt.Sprintf("The background command %q needs {} in the place of the picture, such as: feh --bg-fill {}", command),
		}
	}
	program, err := exec.LookPath(words[0])
	if err != nil {
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   fmt.Sprintf("Không tìm thấy chương trình ảnh nền %q. Hãy cài đặt hoặc bỏ --background.", words[0]),
			En:   fmt.Sprintf("The background program %q was not found. Install it or leave --background out.", words[0]),
			Err:  err,
		}
	}
	words[0] = program
	dir := os.Getenv("XDG_RUNTIME_DIR") // memory, which does not wear out as a card does
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		dir = p.cfg.Data
	}
	path, err := filepath.Abs(filepath.Join(dir, fmt.Sprintf("ngatu-player-%d-%s", os.Getpid(), backdropFile)))
	return &backdrop{p: p, words: words, path: path, every: backdropEvery}, err
}

// run takes a picture whenever another slide is on the glass, once a minute at most, until ctx ends.
func (b *backdrop) run(ctx context.Context) {
	defer os.Remove(b.path)
	defer func() { b.leave(b.now, b.ended) }()
	last, before, at := "", "", time.Time{}
	for pause(ctx, backdropLook) {
		s := b.p.browser.Status()
		stays := s.Slide == before && s.Slide != "" // one that has just come may still be fading in
		if before = s.Slide; !stays {
			continue
		}
		if s.Took == 0 || s.Slide == last && !at.IsZero() || time.Since(at) < b.every || time.Since(s.Beat) > time.Second {
			continue
		}
		if err := b.take(ctx); err != nil && ctx.Err() == nil {
			b.p.log.Warn("no picture behind the browser", "err", err)
		}
		last, at = s.Slide, time.Now()
	}
}

// take puts what is on the glass now behind it.
func (b *backdrop) take(ctx context.Context) error {
	shot, err := b.p.browser.Screenshot(ctx, backdropMost)
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.path+".new", shot, 0o600); err != nil {
		return err
	}
	if err := os.Rename(b.path+".new", b.path); err != nil {
		return err
	}
	return b.show()
}

// show runs the program anew. One that stays gives way when the next has had time to draw.
func (b *backdrop) show() error {
	words := append([]string(nil), b.words...)
	for i := range words[1:] {
		words[i+1] = strings.ReplaceAll(words[i+1], placeholder, b.path)
	}
	cmd := exec.Command(words[0], words[1:]...)
	if err := cmd.Start(); err != nil {
		return err
	}
	before, gone := b.now, b.ended
	ended := make(chan struct{})
	b.now, b.ended = cmd, ended
	go func() {
		err := cmd.Wait()
		if err != nil && cmd.ProcessState.Exited() {
			b.p.log.Warn("the background program failed", "err", err)
		}
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(overlap):
	}
	b.leave(before, gone)
	b.shown.Add(1)
	return nil
}

// leave ends a program that stays.
func (b *backdrop) leave(cmd *exec.Cmd, ended chan struct{}) {
	if cmd == nil {
		return
	}
	select {
	case <-ended:
	default:
		cmd.Process.Kill()
		<-ended
	}
}
