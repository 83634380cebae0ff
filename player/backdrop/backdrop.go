// Package backdrop keeps the last picture behind the browser, so that the glass does not go black
// while another browser starts.
//
// How a picture gets behind all windows depends on the display, so a program does it: feh or
// display on X, swaybg on labwc. Under cage nothing can be behind the one window. The package owns
// that program and the picture's file. It must not know the browser: the agent tells it what is on
// the glass.
package backdrop

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"ngatu/content"
)

const (
	pictureFile = "background.jpg"
	maxPicture  = 1 << 20 // bytes
	minInterval = time.Minute
	lookEvery   = 2 * time.Second
	fresh       = time.Second // a page that has drawn within this is on the glass
)

// placeholder stands for the picture's file in the command.
const placeholder = "{}"

// Glass is what the browser shows now.
type Glass struct {
	Slide string    // "": none
	Drawn bool      // the browser has drawn since it started
	Last  time.Time // when it last drew
}

// Config is what a backdrop works with.
type Config struct {
	Command    string // program and arguments, with {} for the picture's file
	Dir        string // the agent's data folder, used if there is no XDG_RUNTIME_DIR
	Glass      func() Glass
	Screenshot func(ctx context.Context, most int) ([]byte, error) // a JPEG of at most so many bytes
	Log        *slog.Logger
}

// Backdrop is the picture behind the browser.
type Backdrop struct {
	cfg      Config
	words    []string
	path     string
	look     time.Duration // between two looks at the glass
	program  program
	pictures atomic.Int64
}

// New finds the program. A command without a place for the picture, or whose program is missing, is
// a [content.Error].
func New(cfg Config) (*Backdrop, error) {
	words := strings.Fields(cfg.Command)
	if !strings.Contains(cfg.Command, placeholder) || words[0] == placeholder {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Lệnh ảnh nền %q phải có {} ở chỗ của tệp ảnh, ví dụ: feh --bg-fill {}", cfg.Command),
			En:   fmt.Sprintf("The background command %q needs {} in the place of the picture, such as: feh --bg-fill {}", cfg.Command),
		}
	}
	path, err := exec.LookPath(words[0])
	if err != nil {
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   fmt.Sprintf("Không tìm thấy chương trình ảnh nền %q. Hãy cài đặt hoặc bỏ --background.", words[0]),
			En:   fmt.Sprintf("The background program %q was not found. Install it or leave --background out.", words[0]),
			Err:  err,
		}
	}
	words[0] = path
	dir := os.Getenv("XDG_RUNTIME_DIR") // in memory, which does not wear out as a memory card does
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		dir = cfg.Dir
	}
	picture, err := filepath.Abs(filepath.Join(dir, fmt.Sprintf("ngatu-player-%d-%s", os.Getpid(), pictureFile)))
	return &Backdrop{cfg: cfg, words: words, path: picture, look: lookEvery, program: program{overlap: overlap}}, err
}

// Pictures is how many pictures were put behind the browser so far.
func (b *Backdrop) Pictures() int64 { return b.pictures.Load() }

// Run takes a picture when another slide is on the glass, at most once a minute, because a
// screenshot costs a slow computer some frames. It returns when ctx ends and leaves no file and no
// program behind.
func (b *Backdrop) Run(ctx context.Context) {
	defer os.Remove(b.path)
	defer b.program.stop()
	tick := time.NewTicker(b.look)
	defer tick.Stop()
	taken, before, at := "", "", time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := b.cfg.Glass()
		settled := now.Slide == before && now.Slide != "" // a slide that has just come may still be fading in
		before = now.Slide
		if !settled || !now.Drawn || time.Since(now.Last) > fresh {
			continue
		}
		if !at.IsZero() && (now.Slide == taken || time.Since(at) < minInterval) {
			continue
		}
		if err := b.take(ctx); err != nil && ctx.Err() == nil {
			b.cfg.Log.Warn("no picture behind the browser", "err", err)
		}
		taken, at = now.Slide, time.Now()
	}
}

// take puts what is on the glass now behind the browser.
func (b *Backdrop) take(ctx context.Context) error {
	shot, err := b.cfg.Screenshot(ctx, maxPicture)
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.path+".new", shot, 0o600); err != nil {
		return err
	}
	if err := os.Rename(b.path+".new", b.path); err != nil {
		return err
	}
	words := append([]string(nil), b.words...)
	for i := range words[1:] {
		words[i+1] = strings.ReplaceAll(words[i+1], placeholder, b.path)
	}
	if err := b.program.replace(words, b.cfg.Log); err != nil {
		return err
	}
	b.pictures.Add(1)
	return nil
}
