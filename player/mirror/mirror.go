package mirror

import (
	"context"
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

// Config is what a mirror needs to know.
type Config struct {
	Dir      string        // its folder
	Server   string        // address that media are fetched from, without a slash at the end
	HTTP     *http.Client  // nil: one with time-outs for a slow mobile link
	Space    int64         // bytes of media at most; 0: as many as the disk takes
	Parallel int           // downloads at once; 0: 3
	Jitter   time.Duration // most that a download waits which is not needed yet, so that screens do not fetch in step; 0: 10 s
	Daily    int64         // bytes of media a day at most; 0: no limit. Those of up to 64 kB, which stand in for others, come in any case
	Night    Window        // when large media that have time are fetched; the zero one: at any time
	Large    int64         // bytes from which on a medium is large; 0: 4 MB
	Log      *slog.Logger  // nil: none

	// Local is the time at the screen; ok is false while it is unknown, and nil says that it always is. Then the night is
	// not waited for, and the day of the budget does not end.
	Local   func() (now time.Time, ok bool)
	Changed func() // called when a medium has come or was lost; may be nil
}

// Mirror is a folder of frames and media. Its methods may be called by many goroutines.
type Mirror struct {
	cfg    Config
	frames string
	parts  string
	media  *blob.Folder
	log    *slog.Logger

	callers callers

	checking sync.Mutex // one medium is read through at a time: a screen's disk is slow

	mu      sync.Mutex
	wants   []*want
	types   map[content.Digest]string
	have    map[content.Digest]*kept
	trouble string
	budget  *budget
	wake    chan struct{} // closed and replaced when there may be work
}

// want is a medium that the screen needs.
type want struct {
	Need
	due  time.Time // not before
	late float64   // part of the night, from its beginning on, that it lets pass
	back protocol.Backoff
	busy bool
}

// kept is a medium that lies in the folder.
type kept struct {
	size    int64
	changed time.Time // of the file, when it was checked
	checked bool      // its bytes were those of its digest
}

// Open takes a folder, making it where it is missing. A folder that cannot be used is a [content.Error].
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
			ResponseHeaderTimeout: 30 * time.Second,
			MaxConnsPerHost:       cfg.Parallel,
			IdleConnTimeout:       30 * time.Second,
			DisableCompression:    true, // what comes is compared with its digest, and resumed by its bytes
		}}
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
	return media.Walk(func(d content.Digest, size int64) error {
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

// Want says what the screen needs, soonest first. It takes the place of what was wanted before; media that are no
// longer wanted stay on the disk until their room is needed. now is in Unix milliseconds; 0: unknown.
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

// spread is when a download may begin: at once what is needed within moments, later by a random time what has time.
func (m *Mirror) spread(n Need, now int64) time.Time {
	left := time.Duration(n.At-now) * time.Millisecond
	if now == 0 || left < 2*m.cfg.Jitter {
		return time.Time{}
	}
	b := protocol.Backoff{Base: m.cfg.Jitter, Max: m.cfg.Jitter}
	return time.Now().Add(b.Next())
}

// Retry tries again at once what could not be fetched: the server is there again.
func (m *Mirror) Retry() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, w := range m.wants {
		w.due = time.Time{}
		w.back.Reset()
	}
	m.rouse()
}

// rouse wakes those who wait for work. The caller holds mu.
func (m *Mirror) rouse() {
	close(m.wake)
	m.wake = make(chan struct{})
}

// Missing is how many of the wanted media are not here, or not yet known to be whole.
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

// Trouble is what went wrong last with a medium, in English for the operator; "" since one came without trouble.
func (m *Mirror) Trouble() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.trouble
}

// Used is how many bytes of media lie in the folder.
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

// Type is the MIME type of a wanted medium; "" for any other.
func (m *Mirror) Type(d content.Digest) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.types[d]
}

// OpenMedium opens a medium for reading after its bytes were compared with its digest, once since they last changed.
// Damaged ones are set aside and fetched anew. The caller closes the file.
func (m *Mirror) OpenMedium(ctx context.Context, d content.Digest) (*os.File, error) {
	if err := m.check(ctx, d); err != nil {
		return nil, err
	}
	return m.media.Open(d)
}

// check reads a medium through unless that was done before and the file is the same since.
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
			m.trouble = err.Error()
			m.rouse()
		}
		return err
	}
	m.have[d] = &kept{size: size, changed: changed, checked: true}
	return nil
}

func (m *Mirror) stat(d content.Digest) (time.Time, int64, error) {
	path, err := m.media.Path(d)
	if err != nil {
		return time.Time{}, 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		_, err = m.media.Size(d) // the same failure, told as the folder tells it
		return time.Time{}, 0, err
	}
	return info.ModTime(), info.Size(), nil
}

func (m *Mirror) known(d content.Digest, changed time.Time, size int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.have[d]
	return k != nil && k.checked && k.changed.Equal(changed) && k.size == size
}

// clearParts removes downloads that were begun and are no longer wanted.
func (m *Mirror) clearParts(wanted map[content.Digest]bool) {
	entries, _ := os.ReadDir(m.parts)
	for _, e := range entries {
		if d := content.Digest(strings.TrimSpace(e.Name())); !wanted[d] && !m.callers.coming(d) {
			os.Remove(filepath.Join(m.parts, e.Name()))
		}
	}
}
