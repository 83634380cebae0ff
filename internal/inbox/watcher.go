package inbox

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
)

// Limits of an inbox. What goes beyond them is reported as a Trouble, once, and not watched.
const (
	MaxFiles   = 20_000
	MaxFolders = 1_000 // each takes a watch of the system
	MaxDepth   = 8     // folders below the root
)

// How patient the watcher is.
const (
	defaultQuiet  = 40 * time.Millisecond
	defaultRescan = 10 * time.Second
	blindRescan   = 2 * time.Second        // while the system gives no events
	brief         = 8 * time.Millisecond   // in place of calm, for a picture that shows that it is whole
	tick          = 10 * time.Millisecond  // between looks at files that have not settled
	retry         = 250 * time.Millisecond // between tries to open a file
	grace         = 500 * time.Millisecond // a file replaced within it has changed, not gone
	longestGrace  = 10 * time.Second       // however long deletions in its folder go on
	stall         = 100 * time.Millisecond // a wait that ended so long ago was not looked at in time
	patience      = 2 * time.Second        // with a file that does not open
	emptyFor      = 10 * time.Second       // a file of 0 bytes is still being written so long
	writingFor    = 10 * time.Second       // after this, a calm file that is held open is reported as such
	writingRetry  = 50 * time.Millisecond  // between looks whether a file was closed
	// instead of calm, where the system cannot say whether a file is closed
	unknownCalm = 3 * time.Second
	cutCalm     = 2 * time.Minute // the same, for a file whose end is visibly missing
	rootEvery   = time.Second     // between checks that the root is still the same folder

	// MaxCalm is the longest that a file which was seen to pause while it grew must stand still.
	MaxCalm = time.Second
)

// Config is what a [Watcher] needs.
type Config struct {
	// Root is the folder to watch. It may be a link (whoever runs the server chose it); below it
	// links are not followed.
	Root string
	// Known is what the caller took in earlier.
	Known []Known
	// Tell hears of each event, one at a time, on a goroutine of its own; it may take its time. Its
	// ctx ends with Stop. Events not delivered before Stop come again after the next start, because
	// they are not among Known then.
	Tell func(context.Context, Event)
	// Quiet is how long a file must stand still; zero means 40 ms. A picture that shows its own end
	// is reported sooner.
	Quiet time.Duration
	// Rescan is how often everything is looked at again in case an event was lost; zero means 10 s.
	Rescan time.Duration
}

// Watcher watches one inbox. Only the goroutine of run uses its state.
type Watcher struct {
	root          root
	quiet, rescan time.Duration
	tell          func(context.Context, Event)
	queue         *queue
	stop          context.CancelFunc
	done          sync.WaitGroup

	fs       *fsnotify.Watcher  // nil while the root is away or the system has no events
	blind    bool               // some folder is not watched: scan more often
	remote   bool               // the root is on another machine, so this one does not know who writes there
	rootInfo os.FileInfo        // identity of the root; nil while it is away
	missed   bool               // RootGone was reported and RootBack not yet
	started  bool               // the root was seen since the start
	found    bool               // since the root came back, a file that was known before appeared
	folders  map[string]*folder // existing ones, by path; "" is the root
	away     map[string]bool    // folders reported as gone
	files    map[string]*file   // by path
	pending  map[string]*file   // those of files that have a due time
	removed  map[string]time.Time
	warned   map[string]string // reported troubles without a watched file: by key, the path they are about
	noted    map[string]note   // notes of refused files, by their place; see returns
	visit    uint64            // number of the current scan
	scanAt   time.Time         // when the next full scan is due
}

// New makes a watcher; nothing runs before Start. The root need not exist yet.
func New(c Config) (*Watcher, error) {
	if c.Root == "" || c.Tell == nil {
		return nil, errors.New("inbox: Root and Tell must be set")
	}
	dir, err := filepath.Abs(c.Root)
	if err != nil {
		return nil, err
	}
	w := &Watcher{
		root: root{dir}, quiet: c.Quiet, rescan: c.Rescan, tell: c.Tell, queue: newQueue(),
		folders: map[string]*folder{}, away: map[string]bool{}, files: map[string]*file{},
		pending: map[string]*file{}, removed: map[string]time.Time{}, warned: map[string]string{},
		noted: map[string]note{}, remote: Network(dir) != "",
	}
	if w.quiet <= 0 {
		w.quiet = defaultQuiet
	}
	if w.rescan <= 0 {
		w.rescan = defaultRescan
	}
	for _, k := range c.Known {
		path := norm.NFC.String(k.Path)
		was := stamp{size: k.Size, mod: k.ModTime, change: k.Changed}
		w.files[path] = &file{path: path, real: filepath.FromSlash(k.Path), reported: was, isReported: true, lost: true}
	}
	return w, nil
}

// Start begins to watch, until Stop or the end of ctx. It is called once.
func (w *Watcher) Start(ctx context.Context) {
	ctx, w.stop = context.WithCancel(ctx)
	w.done.Add(2)
	go func() { defer w.done.Done(); w.run(ctx) }()
	go func() { defer w.done.Done(); w.deliver(ctx) }()
}

// Stop ends the watching and waits until Tell has returned; it must not be called from Tell.
func (w *Watcher) Stop() {
	if w.stop == nil {
		return // never started
	}
	w.stop()
	w.done.Wait()
}

func (w *Watcher) run(ctx context.Context) {
	defer w.unwatch()
	house := time.NewTicker(rootEvery)
	defer house.Stop()
	look := time.NewTimer(0)
	defer look.Stop()
	w.checkRoot()
	for {
		var events chan fsnotify.Event
		var failures chan error
		if w.fs != nil {
			events, failures = w.fs.Events, w.fs.Errors
		}
		var due <-chan time.Time
		if len(w.pending) > 0 {
			due = look.C
		}
		select {
		case <-ctx.Done():
			return
		case e, ok := <-events:
			if ok {
				w.heard(e)
			}
		case err, ok := <-failures:
			if ok {
				w.deaf(err)
			}
		case <-due:
			w.lookAtPending()
			look.Reset(tick)
		case <-house.C:
			w.checkRoot()
			if w.rootInfo != nil && !time.Now().Before(w.scanAt) {
				w.scanAll()
			}
		}
	}
}

// heard takes an event of the system as a hint to look: what is on the disk counts, not what the
// event says.
func (w *Watcher) heard(e fsnotify.Event) {
	if e.Name == w.root.dir {
		if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
			w.lower(nil) // even if a new folder of this name exists already: the watch went with the old one
		}
		w.checkRoot()
		return
	}
	real, ok := strings.CutPrefix(e.Name, strings.TrimSuffix(w.root.dir, string(filepath.Separator))+string(filepath.Separator))
	if !ok || w.rootInfo == nil {
		return
	}
	for _, name := range strings.Split(real, string(filepath.Separator)) {
		if Ignored(name) {
			return
		}
	}
	path := pathOf(real)
	if _, isFolder := w.folders[path]; isFolder {
		if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
			w.loseFolder(path)
		} else if e.Has(fsnotify.Create) {
			w.watch(real)
		}
	}
	w.look(real)
}

// deaf scans at once when events were lost: the system's queue is limited (16,384 by default on
// Linux).
func (w *Watcher) deaf(err error) {
	if !errors.Is(err, fsnotify.ErrEventOverflow) {
		w.warn("watch", "", unwatched(err))
	}
	w.scanAll()
}

// warn reports a trouble without a watched file, once per key.
func (w *Watcher) warn(key, path string, err *content.Error) {
	if _, known := w.warned[key]; !known {
		w.warned[key] = path
		w.queue.add(Event{Kind: Trouble, Path: path, Err: err})
	}
}

// unwarn reports that names which could not be used are gone.
func (w *Watcher) unwarn() {
	for key, path := range w.warned {
		if path == "" {
			continue
		}
		if _, err := os.Lstat(w.root.at(key)); errors.Is(err, fs.ErrNotExist) {
			delete(w.warned, key)
			w.queue.add(Event{Kind: Over, Path: path})
		}
	}
}

// pathOf returns the name for people of what the disk calls real.
func pathOf(real string) string { return norm.NFC.String(filepath.ToSlash(real)) }
