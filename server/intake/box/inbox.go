package box

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/intake/campaignfile"
)

// source is what slides that came through the inbox are marked with, before their path.
const source = "inbox:"

// Inbox does what an event of the watched folder asks for. It is handed to the watcher as its Tell;
// what could not be done for now (a full disk, a busy database) is done again by [Folder.Run].
func (box *Box) Inbox(ctx context.Context, e inbox.Event) {
	box.inboxMu.Lock()
	defer box.inboxMu.Unlock()
	if e.Kind == inbox.Settled && box.sameBytes(ctx, e) {
		return
	}
	box.event(ctx, e)
}

// waiting is a file that comes again: when there is room on the disk, when the campaign.yaml of
// its folder is right, or when what is made of it is done.
type waiting struct {
	inbox.Event
	held    bool            // for its campaign.yaml, or for what is made of it
	passing string          // what is in its way and goes without an event; "": nothing
	made    <-chan struct{} // closed when what is made of it is done; nil: nothing is
}

func (box *Box) event(ctx context.Context, e inbox.Event) {
	before, again := box.later[e.Path]
	delete(box.later, e.Path)
	var err error
	switch e.Kind {
	case inbox.Settled:
		err = box.settled(ctx, e)
	case inbox.Gone:
		err = box.gone(ctx, e)
	default:
		err = box.tell(ctx, e)
	}
	var hold waitsFor
	held := errors.As(err, &hold)
	if held {
		err = errors.Join(box.beside.hold(ctx, e, hold.sentence(e.Path)), err)
	}
	var made waitsForWork
	if errors.As(err, &made) {
		held = true
		err = errors.Join(box.beside.hold(ctx, e, made.notice), err)
	}
	if errors.Is(err, inbox.ErrChanged) || err == nil || ctx.Err() != nil {
		return // it was done, another event follows, or it comes again after the next start
	}
	box.later[e.Path] = waiting{e, held, hold.passing, made.made}
	if !held && (!again || before.held) {
		box.Log.Error("a file of the inbox could not be taken in and will be tried again", "file", e.Path, "error", err, "cause", errors.Unwrap(err))
		if e.Kind == inbox.Settled && !errors.Is(err, errDenied) { // of a denied one staff are told why
			if err := box.beside.hold(ctx, e, triedAgain(e.Path, err)); err != nil {
				box.Log.Warn("staff are not told of it", "file", e.Path, "error", err)
			}
		}
	}
}

// again takes files in that had to wait.
func (box *Box) again(ctx context.Context, which func(waiting) bool) {
	for _, w := range slices.Collect(maps.Values(box.later)) { // taking one in may make others wait
		if which(w) && ctx.Err() == nil {
			box.event(ctx, w.Event)
		}
	}
}

// inFolder says which files wait for the campaign.yaml of a folder right below the inbox, or of
// the inbox itself: "".
func inFolder(folder string) func(waiting) bool {
	if folder == "" {
		return func(w waiting) bool { return !strings.Contains(w.Path, "/") }
	}
	return func(w waiting) bool { return strings.HasPrefix(w.Path, folder+"/") }
}

// tell keeps what a person should look at, where staff read it. Nothing on air changes when
// a folder vanishes.
func (box *Box) tell(ctx context.Context, e inbox.Event) error {
	if e.Err != nil {
		box.Log.Warn("inbox", "event", e.Kind, "path", e.Path, "error", e.Err)
	} else {
		box.Log.Info("inbox", "event", e.Kind, "path", e.Path)
	}
	switch e.Kind {
	case inbox.Trouble, inbox.RootGone:
		return box.beside.hold(ctx, e, sentenceOf(e.Err))
	case inbox.Over, inbox.RootBack:
		return box.beside.unhold(ctx, e)
	case inbox.FolderGone:
		return box.away.gone(ctx, e)
	case inbox.FolderBack:
		return box.away.back(ctx, e)
	}
	return nil
}

// Known lists what was taken in earlier, for the watcher's configuration. Refused files are not
// among it: what was not set aside before the end is refused once more. What was held is looked at
// afresh, and forgotten where it is gone.
func (box *Box) Known(ctx context.Context) ([]inbox.Known, error) {
	var all []inbox.Known
	var lost []string
	err := box.Store.EachInboxFile(ctx, "", func(f store.InboxFile) {
		gone := f.State == store.Held && (f.Path == whole || !box.onDisk(f.Path))
		switch {
		case f.State == store.Taken, gone && (f.Slide != "" || f.Digest != ""):
			all = append(all, inbox.Known{Path: f.Path, Size: f.Size, ModTime: f.Modified, Changed: f.Changed})
		case gone:
			lost = append(lost, f.Path)
		}
	})
	for _, p := range lost {
		err = errors.Join(err, box.beside.unhold(ctx, inbox.Event{Path: p, Real: filepath.FromSlash(p)}))
	}
	return all, err
}

// settled takes a file in by what its folder says it is for.
func (box *Box) settled(ctx context.Context, e inbox.Event) error {
	if campaignfile.Is(e.Path) {
		return box.settingsFile(ctx, e)
	}
	err := box.trying(ctx, e, func() error { return box.takeIn(ctx, e) })
	if isRefusal(err) {
		return box.refuse(ctx, e, err)
	}
	return err
}

func (box *Box) takeIn(ctx context.Context, e inbox.Event) error {
	folder, rest := topFolder(e.Path)
	switch {
	case isFigures(folder):
		return box.figureFile(ctx, e)
	case campaignfile.Like(e.Path) && (folder == "" || strings.Contains(rest, "/")):
		return box.beside.hold(ctx, e, sentenceOf(misplaced))
	case campaignfile.Like(e.Path):
		return box.beside.hold(ctx, e, campaignfile.Misnamed(path.Base(e.Path)))
	}
	paged, err := box.paged(e)
	if err != nil {
		return err
	}
	if paged {
		return box.pagesFile(ctx, e, folder)
	}
	return box.slideFile(ctx, e, folder)
}

// topFolder is the folder right below the inbox that holds a path, "" for the inbox itself,
// and what follows it.
func topFolder(p string) (folder, rest string) {
	if folder, rest, ok := strings.Cut(p, "/"); ok {
		return folder, rest
	}
	return "", p
}

// isFigures says whether a folder takes figures: figures, so-lieu, "Số liệu".
func isFigures(folder string) bool {
	name := area.Fold(folder)
	return name == "figures" || name == "so lieu"
}

// actor is how the log names what came from a folder of the inbox.
func actor(p string) string {
	if dir := path.Dir(p); dir != "." {
		return source + dir
	}
	return source
}

// openFile opens the file that an event named. Its size and time must still be those, or
// another event follows.
func openFile(root string, e inbox.Event) (*os.File, error) {
	f, err := inbox.Open(root, e.Real)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, inbox.ErrChanged
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", e.Path, err)
	}
	if err := unchanged(f, e); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// unchanged is asked after a file was read through: a copier may have gone on while it was.
func unchanged(f *os.File, e inbox.Event) error {
	info, err := f.Stat()
	if err == nil && !e.Is(info) {
		err = inbox.ErrChanged
	}
	return err
}

// sameBytes says whether a file that was taken holds what it held: it was only touched, or copied
// back. Size and time do not tell, for a correction may have both.
func (box *Box) sameBytes(ctx context.Context, e inbox.Event) bool {
	row, err := box.Store.InboxFile(ctx, e.Path)
	if err != nil || row.State != store.Taken || row.Size != e.Size || row.Digest == "" {
		return false
	}
	f, err := openFile(box.Root, e)
	if err != nil {
		return false
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, e.Size)); err != nil || unchanged(f, e) != nil ||
		content.Digest(hex.EncodeToString(sum.Sum(nil))) != row.Digest {
		return false
	}
	row.Modified, row.Changed = e.ModTime, e.Changed
	_, err = box.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error { return tx.PutInboxFile(ctx, row) })
	return err == nil
}
