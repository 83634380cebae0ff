package box

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/figures"
	"ngatu/server/intake"
	"ngatu/server/intake/standing"
)

// Options are the parts that the inbox's folder works with, and how it works.
type Options struct {
	Root    string      // the inbox folder; "": there is none
	Media   blob.Bucket // keeps the texts of campaign.yaml files
	Workers *worker.Pool
	Areas   *area.Set
	Figures *figures.Figures // takes the sheets in
	Check   standing.Check   // looks at what would go on air by itself
	CheckIn standing.CheckIn // looks at what is on air as a campaign.yaml would have it shown
	AtOnce  bool             // what is dropped under a standing approval cuts in as soon as its medium is ready
	Log     *slog.Logger     // nil: nothing is logged
}

// Box is the intake of the inbox: it makes slides, figures and settings of the files in a
// watched folder. Its methods may be called by many goroutines. Close it when nothing calls it any
// more.
type Box struct {
	*intake.Intake
	Options
	campaigns campaigns

	inboxMu  sync.Mutex              // one event of the inbox at a time
	holdings *holdings               // nil before the first event
	ended    map[string]store.Trying // files that were being read when the server ended, by path; nil before the first event
	later    map[string]waiting      // files that could not be taken in yet, by path
	works    works                   // what is being made of files
	beside   beside                  // what is told of files that stay where they are
	away     away                    // folders that vanished
}

// New makes the intake of a folder, whose pictures and clips in takes in.
func New(in *intake.Intake, o Options) *Box {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	box := &Box{Intake: in, Options: o, later: map[string]waiting{}, works: newWorks()}
	box.beside = beside{store: in.Store, root: o.Root, log: o.Log}
	box.away.beside = box.beside
	box.campaigns = campaigns{Intake: in, Options: o, looked: map[string]folderNames{}}
	return box
}

// Close ends the setting aside of refused files and what is made of others; both begin again after
// the next start.
func (box *Box) Close() { box.works.close() }

// againEvery is how often files that wait are tried again.
const againEvery = 2 * time.Second

// Run takes files in that had to wait, until ctx ends.
func (box *Box) Run(ctx context.Context) {
	tick := time.NewTicker(againEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			box.inboxMu.Lock()
			box.again(ctx, func(w waiting) bool { return !w.held || w.ready() || w.passing != "" && !box.onDisk(w.passing) })
			if err := box.away.forget(ctx); err != nil && ctx.Err() == nil {
				box.Log.Warn("sentences about folders that vanished could not be looked at", "error", err)
			}
			box.inboxMu.Unlock()
		}
	}
}
