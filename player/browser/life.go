package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// grace is how long a browser may take to end by itself. It is short because there is nothing to
// save.
const grace = 700 * time.Millisecond

const profilePrefix = "profile-"

// life is one browser from its start to its end.
type life struct {
	b       *Browser
	mark    string
	cmd     *exec.Cmd
	profile string
	began   time.Time
	pipe    *pipe         // nil: none could be made
	crashed chan struct{} // closed when the renderer of its page has crashed
	done    chan struct{} // closed when the process has ended
	first   chan struct{} // closed by the first beat
	once    sync.Once
	crash   sync.Once

	seen bool // stopped by a signal, as the watch has noticed

	mu    sync.Mutex
	took  time.Duration // from its start to the first beat
	last  time.Time     // last beat
	slide string
}

// start runs one browser with a profile of its own, so that it neither asks about nor restores
// anything after a crash.
func (b *Browser) start(ctx context.Context) (*life, error) {
	if err := os.MkdirAll(b.cfg.Dir, 0o700); err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp(b.cfg.Dir, profilePrefix)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		os.RemoveAll(profile)
		return nil, ctx.Err()
	}
	l := &life{b: b, mark: newMark(), profile: profile, began: time.Now(), done: make(chan struct{}), first: make(chan struct{}), crashed: make(chan struct{})}
	l.cmd = exec.Command(b.program, b.arguments(profile, l.mark)...)
	ownGroup(l.cmd)
	given := l.openPipe()
	b.mu.Lock()
	b.lives[l.mark] = l
	b.mu.Unlock()
	err = l.cmd.Start()
	for _, f := range given {
		f.Close()
	}
	if err != nil {
		close(l.done)
		l.end()
		return nil, err
	}
	go func() {
		l.cmd.Wait()
		close(l.done)
	}()
	if l.pipe != nil {
		go l.pipe.listen()
	}
	return l, nil
}

// openPipe opens the agent's pipe into the browser. Without it, only the beats tell how the browser
// is.
func (l *life) openPipe() (given []*os.File) {
	p, given, err := openPipe(l.cmd, l.broke)
	if err != nil {
		l.b.cfg.Log.Warn("no pipe to the browser", "err", err)
		return nil
	}
	l.pipe = p
	l.cmd.Args = slices.Insert(l.cmd.Args, 1, "--remote-debugging-pipe")
	return given
}

// broke handles a crash of a page's renderer. Chromium has pages of its own beside the one on the
// glass; their crashes do not matter.
func (l *life) broke(target string) {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if mine, err := l.pipe.target(ctx, l.mark); err == nil && mine == target {
			l.crash.Do(func() { close(l.crashed) })
		}
	}()
}

// end ends the browser and all that it started, and removes its profile. It may be called again.
func (l *life) end() {
	l.b.mu.Lock()
	delete(l.b.lives, l.mark)
	l.b.mu.Unlock()
	if l.cmd.Process != nil {
		select {
		case <-l.done:
		default:
			l.cmd.Process.Signal(os.Interrupt)
			timer := time.NewTimer(grace)
			select {
			case <-l.done:
			case <-timer.C: // stopped, hung or unwilling
			}
			timer.Stop()
		}
		endGroup(l.cmd)
	}
	<-l.done
	if l.pipe != nil {
		l.pipe.close()
	}
	l.b.sweep.Go(func() { os.RemoveAll(l.profile) }) // the next one does not wait for the disk
}

// kill ends a browser that did not end when asked.
func (l *life) kill() {
	endGroup(l.cmd)
	<-l.done
}

// beat notes that the page has drawn.
func (l *life) beat(slide string) {
	l.mu.Lock()
	l.last, l.slide = time.Now(), slide
	if l.took == 0 {
		l.took = l.last.Sub(l.began)
	}
	l.mu.Unlock()
	l.once.Do(func() { close(l.first) })
}

// heard is when the page last drew, zero if it never did, and which slide.
func (l *life) heard() (time.Time, string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last, l.slide
}

// patience is how long its page may be silent, where hang is the configured limit. A browser is not
// given up sooner than another could replace it, and while a page loads, a slow computer stalls for
// longer.
func (l *life) patience(hang time.Duration, now time.Time) time.Duration {
	l.mu.Lock()
	took := l.took
	l.mu.Unlock()
	hang = max(hang, min(took, patienceMost))
	if now.Sub(l.began) < settles(took) {
		return 3 * hang
	}
	return hang
}

// settles is how long after its start a browser counts as loading, if its first frame took so long.
func settles(took time.Duration) time.Duration { return 2*took + 2*time.Second }

// drawn waits for the first beat; false: it did not come.
func (l *life) drawn(ctx context.Context, most time.Duration) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-l.first:
		return true
	case <-l.done:
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}

// clearProfiles removes profiles that a power cut left behind.
func (b *Browser) clearProfiles() {
	old, _ := filepath.Glob(filepath.Join(b.cfg.Dir, profilePrefix+"*"))
	for _, dir := range old {
		os.RemoveAll(dir)
	}
}

// arguments are those of Chromium as a kiosk: no dialogs, no translation, no gestures, videos start
// by themselves. A covered window keeps drawing, because the beats come from its frames. A page
// that has not drawn yet is dark: white would flash over the picture at every planned restart. The
// page itself does not ask for light or dark.
func (b *Browser) arguments(profile, mark string) []string {
	args := []string{
		"--kiosk", "--user-data-dir=" + profile, "--no-first-run", "--no-default-browser-check", "--noerrdialogs",
		"--disable-session-crashed-bubble", "--disable-infobars", "--disable-pinch", "--overscroll-history-navigation=0",
		"--disable-features=Translate,TranslateUI,MediaRouter,CalculateNativeWinOcclusion", "--disable-component-update",
		"--disable-background-networking", "--disable-sync", "--disable-breakpad", "--disable-extensions", "--disable-default-apps",
		"--disable-component-extensions-with-background-pages", "--disable-client-side-phishing-detection",
		"--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
		"--autoplay-policy=no-user-gesture-required", "--hide-scrollbars", "--force-dark-mode", "--password-store=basic", "--lang=vi",
	}
	return append(append(args, b.own...), b.cfg.Page(mark))
}
