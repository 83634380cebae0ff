package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/inbox"
	"ngatu/internal/worker"
	"ngatu/server/figures"
	"ngatu/server/intake"
	"ngatu/server/intake/box"
	"ngatu/server/rendition"
)

// openIntake makes the one way in for files and figures, and the workers that parse them. What a
// server that was killed left in their folder is nobody's.
func (a *App) openIntake(context.Context) error {
	work := filepath.Join(a.cfg.Data, "work")
	if err := os.RemoveAll(work); err != nil {
		a.log.Warn("the folder of workers cannot be cleared", "folder", work, "error", err)
	}
	work, err := folder(work)
	if err != nil {
		return err
	}
	a.workers = worker.New(worker.Options{Folder: work, Cache: filepath.Join(a.cfg.Data, "cache"), Converted: filepath.Join(a.cfg.Data, "converted"), Log: a.log})
	a.onStop(func(context.Context) error { a.workers.Close(); return nil })
	in := figures.Options{Store: a.store, Workers: a.workers, Areas: a.areas, Log: a.log}
	published, err := areas.Files.Open(areas.Published)
	if err != nil {
		return err
	}
	defer published.Close()
	if in.Published, err = figure.ReadPublished(published, areas.Published); err != nil {
		return err
	}
	o := box.Options{Root: a.cfg.Inbox, Media: a.media, Workers: a.workers, Areas: a.areas, Log: a.log}
	if a.cfg.Demo { // what is dropped is seen at once; everything counts as made up, and of the campaign's districts
		o.AtOnce, in.Sample, in.Period = true, true, area.Nov2024
	}
	a.figures = figures.New(in)
	o.Figures = a.figures
	a.maker = rendition.New(rendition.Options{Store: a.store, Media: a.media, Workers: a.workers, Log: a.log})
	a.intake = intake.New(intake.Options{Store: a.store, Renditions: a.maker})
	a.box = box.New(a.intake, o)
	a.onStop(func(context.Context) error { a.box.Close(); return nil })
	return nil
}

// watchInbox begins to take in what lies in the inbox. Of several servers one has it: each looks
// into a folder of its own, and in another's folder a file that is not there is no file that vanished.
func (a *App) watchInbox(ctx context.Context) error {
	owner, err := a.store.Nodes.OwnInbox(ctx, a.inboxSet)
	if err != nil {
		return err
	}
	if owner != a.store.Nodes.Self() {
		a.log.Info("the inbox is another node's", "node", owner)
		return nil
	}
	known, err := a.box.Known(ctx)
	if err != nil {
		return err
	}
	watcher, err := inbox.New(inbox.Config{Root: a.cfg.Inbox, Known: known, Tell: a.box.Inbox})
	if err != nil {
		return err
	}
	a.warnNetwork(ctx, inbox.Network(a.cfg.Data))
	a.inbox.Store(watcher)
	watcher.Start(ctx)
	a.onStop(func(context.Context) error { watcher.Stop(); return nil })
	running(ctx, a, a.box.Run)
	return nil
}

// warnNetwork warns where the data folder lies on another machine. SQLite's log is shared memory,
// which network drives do not keep together (https://sqlite.org/wal.html): what was acknowledged
// may be lost, and two servers may open one database. The inbox may lie on one.
func (a *App) warnNetwork(ctx context.Context, kind string) {
	if kind == "" {
		return
	}
	warning := &content.Error{
		Code: content.Invalid,
		Vi: fmt.Sprintf("Thư mục dữ liệu %s nằm trên ổ đĩa mạng (%s): cơ sở dữ liệu có thể hỏng hoặc mất thay đổi. Hãy dừng máy chủ, chép thư mục này "+
			"sang ổ đĩa của chính máy này rồi chạy lại với --data; riêng hộp thả tệp có thể để trên mạng (--inbox).", a.cfg.Data, kind),
		En: fmt.Sprintf("The data folder %s lies on a network drive (%s): the database may break or lose changes. Stop the server, copy the folder to a "+
			"disk of this machine and start again with --data; the inbox alone may lie on the network (--inbox).", a.cfg.Data, kind),
	}
	a.say(warning.Vi + " · " + warning.En)
	a.box.Inbox(ctx, inbox.Event{Kind: inbox.Trouble, Path: "ngatu-data", Err: warning})
}
