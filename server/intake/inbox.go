package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// source is what slides that came through the inbox are marked with, before their path.
const source = "inbox:"

// Inbox does what an event of the watched folder asks for. It is handed to the watcher as its Tell; what could not be done
// for now (a full disk, a busy database) is done again by [Intake.Run].
func (in *Intake) Inbox(ctx context.Context, e inbox.Event) {
	in.inboxMu.Lock()
	defer in.inboxMu.Unlock()
	in.event(ctx, e)
}

// waiting is a file that comes again: when there is room on the disk, or when the campaign.yaml of its folder is right.
type waiting struct {
	inbox.Event
	held bool // for its campaign.yaml
}

func (in *Intake) event(ctx context.Context, e inbox.Event) {
	before, again := in.later[e.Path]
	delete(in.later, e.Path)
	var err error
	switch e.Kind {
	case inbox.Settled:
		err = in.settled(ctx, e)
	case inbox.Gone:
		err = in.gone(ctx, e)
	default:
		in.tell(e)
	}
	if errors.Is(err, inbox.ErrChanged) || err == nil || ctx.Err() != nil {
		return // it was done, another event follows, or it comes again after the next start
	}
	held := errors.Is(err, errWaits)
	in.later[e.Path] = waiting{e, held}
	if !held && (!again || before.held) {
		in.Log.Error("a file of the inbox could not be taken in and will be tried again", "file", e.Path, "error", err, "cause", errors.Unwrap(err))
	}
}

// again takes files in that had to wait.
func (in *Intake) again(ctx context.Context, which func(waiting) bool) {
	for _, w := range slices.Collect(maps.Values(in.later)) { // taking one in may make others wait
		if which(w) && ctx.Err() == nil {
			in.event(ctx, w.Event)
		}
	}
}

func inFolder(folder string) func(waiting) bool {
	return func(w waiting) bool { return strings.HasPrefix(w.Path, folder+"/") }
}

// tell logs what a person should look at. Nothing on air changes when a folder vanishes.
func (in *Intake) tell(e inbox.Event) {
	if e.Err != nil {
		in.Log.Warn("inbox", "event", e.Kind, "path", e.Path, "error", e.Err)
		return
	}
	in.Log.Info("inbox", "event", e.Kind, "path", e.Path)
}

// Known lists what was taken in earlier, for the watcher's configuration. Refused files are not among it: what was not set
// aside before the end is refused once more.
func (in *Intake) Known(ctx context.Context) ([]inbox.Known, error) {
	var all []inbox.Known
	err := in.eachFile(ctx, func(f store.InboxFile) {
		if f.State == store.Taken {
			all = append(all, inbox.Known{Path: f.Path, Size: f.Size, ModTime: f.Modified, Digest: f.Digest})
		}
	})
	return all, err
}

func (in *Intake) eachFile(ctx context.Context, visit func(store.InboxFile)) error {
	after := ""
	for {
		page, err := in.Store.InboxFiles(ctx, "", after, store.MaxPage)
		if err != nil {
			return err
		}
		for _, f := range page {
			visit(f)
		}
		if len(page) < store.MaxPage {
			return nil
		}
		after = page[len(page)-1].Path
	}
}

// settled takes a file in by what its folder says it is for.
func (in *Intake) settled(ctx context.Context, e inbox.Event) error {
	folder, _ := topFolder(e.Path)
	var err error
	switch {
	case isSettings(e.Path):
		return in.settingsFile(ctx, e)
	case isFigures(folder):
		err = in.figureFile(ctx, e)
	default:
		err = in.slideFile(ctx, e, folder)
	}
	if isRefusal(err) {
		return in.refuse(ctx, e, err)
	}
	return err
}

// topFolder is the folder right below the inbox that holds a path, "" for the inbox itself, and what follows it.
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

// openFile opens the file that an event told of. Its size and time must still be those, or another event follows.
func (in *Intake) openFile(e inbox.Event) (*os.File, error) {
	f, err := inbox.Open(in.Root, e.Real)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, inbox.ErrChanged
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", e.Path, err)
	}
	info, err := f.Stat()
	if err == nil && (info.Size() != e.Size || !info.ModTime().Equal(e.ModTime)) {
		err = inbox.ErrChanged
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// unchanged is asked after a file was read through: a copier may have gone on while it was.
func unchanged(f *os.File, e inbox.Event) error {
	info, err := f.Stat()
	if err == nil && (info.Size() != e.Size || !info.ModTime().Equal(e.ModTime)) {
		err = inbox.ErrChanged
	}
	return err
}

// refuse notes why a file was not taken and sets it aside with the sentence, when nobody writes to it any more.
func (in *Intake) refuse(ctx context.Context, e inbox.Event, why error) error {
	row := fileOf(e, "")
	row.State = store.Refused
	row.Sentence = sentenceOf(why)
	if err := in.note(ctx, e, row); err != nil {
		if !isRefusal(err) {
			return err
		}
		in.Log.Warn("a refused file has a name that cannot be stored", "file", e.Path, "error", err)
	}
	in.Log.Info("refused a file of the inbox", "file", e.Path, "why", row.Sentence.Vi)
	in.aside.Go(func() {
		_, err := inbox.SetAside(in.ending, in.Root, e, row.Sentence.Vi+"\n\n"+row.Sentence.En)
		if err != nil && !errors.Is(err, inbox.ErrChanged) && in.ending.Err() == nil {
			in.Log.Warn("a refused file stays where it was", "file", e.Path, "error", err)
		}
	})
	return nil
}

// note stores why a file was refused. Its slide stays until the file is really set aside: a copier may only have paused.
func (in *Intake) note(ctx context.Context, e inbox.Event, row store.InboxFile) error {
	_, err := in.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		old, err := tx.InboxFile(ctx, e.Path)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
		if old.State != store.Vanished {
			row.Slide = old.Slide
		}
		return tx.PutInboxFile(ctx, row)
	})
	return err
}

func fileOf(e inbox.Event, d content.Digest) store.InboxFile {
	return store.InboxFile{Path: e.Path, Size: e.Size, Modified: e.ModTime, Digest: d, State: store.Taken}
}

func sentenceOf(err error) store.Notice {
	var e *content.Error
	if errors.As(err, &e) {
		return store.Notice{Vi: e.Vi, En: e.En}
	}
	return store.Notice{Vi: err.Error(), En: err.Error()}
}
