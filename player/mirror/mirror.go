package mirror

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/player/protocol"
)

// Config is what a mirror works with.
type Config struct {
	Dir      string        // its folder
	Server   string        // address that media are fetched from, without a slash at the end
	HTTP     *http.Client  // nil: one with time-outs for a slow mobile link
	TLS      *tls.Config   // for that one; nil: the system's
	Space    int64         // bytes of media at most; 0: as many as the disk takes
	Parallel int           // downloads at once; 0: 3
	Jitter   time.Duration // longest random wait of a download that is not needed yet, so that screens do not fetch together; 0: 10 s
	Daily    int64         // bytes of media a day at most; 0: no limit. Media of up to 64 kB, which stand in for others, always come
	Night    Window        // when large media that can wait are fetched; zero: at any time
	Again    time.Duration // wait of a medium that does not fit on the disk, and as much again at random; 0: 1 min
	Large    int64         // bytes from which on a medium is large; 0: 4 MB
	Log      *slog.Logger  // nil: none

	// Local is the time at the screen; ok is false while it is unknown, nil means always. Without
	// the time nothing waits for the night, and the day of the budget does not end.
	Local   func() (now time.Time, ok bool)
	Changed func() // called when a medium has come or was lost; may be nil
}

// Mirror is a folder of frames and media. Many goroutines may call its methods.
type Mirror struct {
	cfg    Config
	frames string
	parts  string
	media  *blob.Folder
	log    *slog.Logger

	callers callers

	checking sync.Mutex // one medium is read through at a time: a screen's disk is slow

	mu     sync.Mutex
	wants  []*want
	types  map[content.Digest]string
	have   map[content.Digest]*kept
	budget *budget
	wake   chan struct{} // closed and replaced when there may be work
}

// want is a medium that the screen needs.
type want struct {
	Need
	due  time.Time // not before
	late float64   // part of the night that it waits
	back protocol.Backoff
	busy bool

	trouble string // why it did not come the last time; "" after it came
}

// kept is a medium in the folder.
type kept struct {
	size    int64
	changed time.Time // of the file, when it was checked
	checked bool      // its bytes matched its digest
}

// Open opens a folder, and makes it if it is missing. The error for an unusable folder is a
// [content.Error].
func Open(cfg Config) (*Mirror, error) {
	if cfg.Parallel <= 0 {
		cfg.Parallel = 3
	}
	if cfg.Jitter <= 0 {
		cfg.Jitter = 10 * time.Second
	}
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			TLSClientConfig:       cfg.TLS,
			ForceAttemptHTTP2:     true,
			ResponseHeaderTimeout: 30 * time.Second,
			MaxConnsPerHost:       cfg.Parallel,
			IdleConnTimeout:       30 * time.Second,
			DisableCompression:    true, // the bytes are compared with a digest, and continued by offset
		}}
	}
	if cfg.Again <= 0 {
		cfg.Again = time.Minute
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Large <= 0 {
		cfg.Large = 4 << 20
	}
	if cfg.Local == nil {
		cfg.Local = func() (time.Time, bool) { return time.Time{}, false }
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	m := &Mirror{
		cfg: cfg, log: cfg.Log,
		frames: filepath.Join(cfg.Dir, "frames"), parts: filepath.Join(cfg.Dir, "parts"),
		types: map[content.Digest]string{}, have: map[content.Digest]*kept{}, wake: make(chan struct{}),
		callers: callers{byName: map[content.Digest]*brought{}},
	}
	for _, dir := range []string{m.frames, m.parts} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, unusable(dir, err)
		}
	}
	m.budget = openBudget(filepath.Join(cfg.Dir, budgetFile), cfg.Daily)
	return m, m.openMedia()
}

func (m *Mirror) openMedia() error {
	media, err := blob.Open(filepath.Join(m.cfg.Dir, "media"))
	if err != nil {
		return err
	}
	m.media = media
	return media.Walk(context.Background(), func(d content.Digest, size int64) error {
		m.have[d] = &kept{size: size}
		return nil
	})
}

func unusable(dir string, cause error) error {
	return &content.Error{
		Code: content.Missing,
		Vi:   fmt.Sprintf("Không dùng được thư mục %q. Hãy chọn thư mục khác hoặc cấp quyền ghi.", dir),
		En:   fmt.Sprintf("The folder %q cannot be used. Choose another or give the right to write in it.", dir),
		Err:  cause,
	}
}

// Want says what the screen needs, soonest first, and replaces the list before it. Media that are
// no longer needed stay on the disk until their room is. now is in Unix milliseconds; 0: unknown.
func (m *Mirror) Want(needs []Need, now int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	old := map[content.Digest]*want{}
	for _, w := range m.wants {
		old[w.Digest] = w
	}
	m.wants = m.wants[:0:0]
	m.types = make(map[content.Digest]string, len(needs))
	wanted := make(map[content.Digest]bool, len(needs))
	for _, n := range needs {
		if wanted[n.Digest] || !n.Digest.Valid() {
			continue
		}
		wanted[n.Digest] = true
		w := old[n.Digest]
		if w == nil {
			w = &want{due: m.spread(n, now), late: rand.Float64() * lastBegin, back: protocol.Backoff{Base: time.Second, Max: time.Minute}}
		}
		w.Need = n
		m.types[n.Digest] = n.Type
		m.wants = append(m.wants, w)
	}
	m.rouse()
	go m.clearParts(wanted)
}

// spread is when a download may begin: at once if it is needed in a moment, otherwise after a
// random wait.
func (m *Mirror) spread(n Need, now int64) time.Time {
	left := time.Duration(n.At-now) * time.Millisecond
	if now == 0 || left < 2*m.cfg.Jitter {
		return time.Time{}
	}
	b := protocol.Backoff{Base: m.cfg.Jitter, Max: m.cfg.Jitter}
	return time.Now().Add(b.Next())
}

// Retry tries failed downloads again at once: the server is back.
func (m *Mirror) Retry() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, w := range m.wants {
		w.due = time.Time{}
		w.back.Reset()
	}
	m.rouse()
}

// rouse wakes the goroutines that wait for work. The caller holds mu.
func (m *Mirror) rouse() {
	close(m.wake)
	m.wake = make(chan struct{})
}

// Missing is how many of the needed media are not here, or not verified yet.
func (m *Mirror) Missing() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, w := range m.wants {
		if m.have[w.Digest] == nil {
			n++
		}
	}
	return n
}

// Trouble is the problem with the medium that is needed soonest of those that have one, in English
// for the operator; "" if none has. Media that come without trouble do not hide that of another.
func (m *Mirror) Trouble() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, w := range m.wants {
		if w.trouble != "" {
			return w.trouble
		}
	}
	return ""
}

// Used is how many bytes of media are in the folder.
func (m *Mirror) Used() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.used()
}

func (m *Mirror) used() int64 {
	var n int64
	for _, k := range m.have {
		n += k.size
	}
	return n
}

// Spent is how many bytes of media were fetched today.
func (m *Mirror) Spent() int64 {
	m.today()
	return m.budget.spent()
}

// Type is the MIME type of a needed medium; "" for any other.
func (m *Mirror) Type(d content.Digest) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.types[d]
}

// OpenMedium opens a medium for reading, after its bytes were verified once since they last
// changed. Damaged ones are set aside and fetched again. The caller closes the file.
func (m *Mirror) OpenMedium(ctx context.Context, d content.Digest) (*os.File, error) {
	if err := m.check(ctx, d); err != nil {
		return nil, err
	}
	return m.media.Open(ctx, d)
}

// check reads a medium through and verifies it, unless that was done before and the file has not
// changed.
func (m *Mirror) check(ctx context.Context, d content.Digest) error {
	changed, size, err := m.stat(d)
	if err == nil && m.known(d, changed, size) {
		return nil
	}
	m.checking.Lock()
	defer m.checking.Unlock()
	if err == nil && m.known(d, changed, size) {
		return nil
	}
	if err == nil {
		err = m.media.Verify(ctx, d)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		if m.have[d] != nil {
			delete(m.have, d)
			m.damaged(d, err)
			m.rouse()
		}
		return err
	}
	m.have[d] = &kept{size: size, changed: changed, checked: true}
	return nil
}

// damaged notes that a medium was set aside. One that nobody needs is no trouble.
// The caller holds mu.
func (m *Mirror) damaged(d content.Digest, err error) {
	for _, w := range m.wants {
		if w.Digest == d {
			w.trouble = err.Error()
		}
	}
}

func (m *Mirror) stat(d content.Digest) (time.Time, int64, error) {
	info, err := m.media.Stat(context.Background(), d)
	return info.Modified, info.Size, err
}

func (m *Mirror) known(d content.Digest, changed time.Time, size int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.have[d]
	return k != nil && k.checked && k.changed.Equal(changed) && k.size == size
}

// clearParts removes unfinished downloads that are no longer needed.
func (m *Mirror) clearParts(wanted map[content.Digest]bool) {
	entries, _ := os.ReadDir(m.parts)
	for _, e := range entries {
		if d := content.Digest(strings.TrimSpace(e.Name())); !wanted[d] && !m.callers.coming(d) {
			os.Remove(filepath.Join(m.parts, e.Name()))
		}
	}
}
