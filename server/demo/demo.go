package demo

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/intake"
)

// who is the name under which the demonstration acts; records say so.
const who = "demo"

// Options are the parts that a demonstration works with.
type Options struct {
	Store   *store.Store
	Areas   *area.Set
	Address string // of this server as its own pages see it: http://127.0.0.1:4080
	Inbox   string // folder that the wall names
	Log     *slog.Logger
}

// Demo seeds a demonstration's folder and keeps its sample figures moving.
type Demo struct {
	Options
	stop context.CancelFunc
	done chan struct{}
}

// New makes a demonstration; Seed comes before Start.
func New(o Options) *Demo { return &Demo{Options: o, done: make(chan struct{})} }

// WallScreen says whether a screen is one of the wall's.
func WallScreen(s content.Screen) bool {
	p, ok := s.PlaceAt(time.Now())
	if !ok {
		return false
	}
	for _, tag := range p.Tags {
		if tag == wallTag {
			return true
		}
	}
	return false
}

// CampaignDays is how long the demonstration's campaign still runs when it is seeded; the plan's
// own months are over.
const CampaignDays = 38

// Deadline is the end of the demonstration's campaign: a local midnight.
func Deadline(now time.Time) time.Time {
	y, m, d := now.In(area.Local).Date()
	return time.Date(y, m, d+CampaignDays, 0, 0, 0, 0, area.Local)
}

// Seed fills a new folder: settings, screens, the starter campaign approved, first figures, and the
// standing approval under which the inbox publishes. A folder that was seeded before is left as it
// is, but for the address of its codes.
func (d *Demo) Seed(ctx context.Context, starter intake.Starter) error {
	n, err := d.Store.CountScreens(ctx)
	if err != nil {
		return err
	}
	_, err = d.Store.Change(ctx, who, func(tx *store.Tx) error {
		if n > 0 {
			return d.address(ctx, tx)
		}
		for _, seed := range []func(context.Context, *store.Tx) error{d.settings, d.address, d.screens, starter.Put, d.standing, d.figures} {
			if err := seed(ctx, tx); err != nil {
				return err
			}
		}
		return approve(ctx, tx, starter.Slides)
	})
	if n > 0 && content.CodeOf(err) == content.Exhausted { // a full disk is no reason not to start
		d.Log.Warn("install codes lead where they led before", "error", err)
		return nil
	}
	return err
}

func (d *Demo) settings(ctx context.Context, tx *store.Tx) error {
	for key, value := range map[string]string{
		content.SettingApp: "iHanoi", content.SettingAppFull: "Công dân Thủ đô số – iHanoi",
		content.SettingCity: "Thành phố Hà Nội", content.SettingHotline: "1022 nhánh 8",
	} {
		if err := tx.PutSetting(ctx, key, value); err != nil {
			return err
		}
	}
	return nil
}

// address makes the install codes lead back to this server.
func (d *Demo) address(ctx context.Context, tx *store.Tx) error {
	if s, err := tx.Setting(ctx, content.SettingPublic); err == nil && (s.Value == d.Address || s.By != who) {
		return nil
	}
	return tx.PutSetting(ctx, content.SettingPublic, strings.TrimRight(d.Address, "/"))
}

func (d *Demo) screens(ctx context.Context, tx *store.Tx) error {
	for _, s := range fleet(d.Areas) {
		if err := tx.PutScreen(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (d *Demo) standing(ctx context.Context, tx *store.Tx) error {
	return tx.PutStanding(ctx, content.Standing{ID: "demo-inbox", By: who, At: tx.Time(), Document: "demo", Despite: "Bản trình diễn"})
}

func approve(ctx context.Context, tx *store.Tx, slides []content.Slide) error {
	for _, s := range slides {
		s.Author = "starter"
		s, err := content.Submit(s)
		if err != nil {
			return err
		}
		if s, err = content.Approve(s, content.Approval{By: who, At: tx.Time(), Document: "demo"}, false); err != nil {
			return err
		}
		if err := tx.PutSlide(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// figures lets out two releases, so that there is a progress to show from the first minute.
func (d *Demo) figures(ctx context.Context, tx *store.Tx) error {
	now := tx.Time()
	before := firstFigures(d.Areas, now.Add(-time.Hour))
	if err := put(ctx, tx, before); err != nil {
		return err
	}
	return put(ctx, tx, nextFigures(before, now))
}

// pace is how often the sample figures move.
const pace = 20 * time.Second

// Start moves the sample figures until Stop, and makes way for somebody's own figures when rings
// reports a change.
func (d *Demo) Start(ctx context.Context, rings <-chan struct{}) {
	ctx, d.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(d.done)
		tick := time.NewTicker(pace)
		defer tick.Stop()
		for {
			act := d.giveWay
			select {
			case <-ctx.Done():
				return
			case <-rings:
			case <-tick.C:
				act = d.move
			}
			if err := act(ctx); err != nil && ctx.Err() == nil {
				d.Log.Warn("the sample figures did not move", "error", err)
			}
		}
	}()
}

// Stop ends what Start began.
func (d *Demo) Stop() {
	if d.stop != nil {
		d.stop()
		<-d.done
	}
}

// move lets the next sample figures out, where the newest on the boards are sample figures too.
func (d *Demo) move(ctx context.Context) error {
	last, err := d.Store.LatestRelease(ctx, figure.Accounts.ID, area.Nov2024)
	if err != nil || !own(last) {
		return err
	}
	figures, err := d.Store.Figures(ctx, last)
	if err != nil {
		return err
	}
	_, err = d.Store.Change(ctx, who, func(tx *store.Tx) error {
		if err := put(ctx, tx, nextFigures(figure.Release{Figures: figures}, tx.Time())); err != nil {
			return err
		}
		return prune(ctx, tx)
	})
	return err
}

// prune drops the oldest of the sample releases: a wall that runs for weeks would fill
// the disk with them.
func prune(ctx context.Context, tx *store.Tx) error {
	all, err := tx.Releases(ctx, figure.Accounts.ID, 0, 2*keep)
	if err != nil {
		return err
	}
	for i, r := range all {
		if i >= keep && own(r) {
			if err := tx.DeleteRelease(ctx, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// keep is how many releases are looked through and kept: what is older is not on any board.
const keep = 200

// giveWay withdraws sample figures that would stand before somebody's own: those have an as-of time
// that is past, ours say "now".
func (d *Demo) giveWay(ctx context.Context) error {
	all, err := d.Store.Releases(ctx, figure.Accounts.ID, 0, keep)
	if err != nil || len(all) == 0 || own(all[0]) {
		return err
	}
	_, err = d.Store.Change(ctx, who, func(tx *store.Tx) error {
		for _, r := range all {
			if own(r) && !r.AsOf.Before(all[0].AsOf) {
				if err := tx.DeleteRelease(ctx, r.ID); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return err
}

func put(ctx context.Context, tx *store.Tx, r figure.Release) error {
	return tx.PutRelease(ctx, store.Release{
		ID: idPrefix + r.AsOf.Format("20060102150405"), Measure: r.Measure, Period: area.Nov2024, AsOf: r.AsOf,
		Source: r.Source, By: r.ReleasedBy, Sample: true,
	}, r.Figures)
}

// own says whether a release is one of the demonstration's: they alone have such IDs.
func own(r store.Release) bool { return strings.HasPrefix(r.ID, idPrefix) }

const idPrefix = "demo-"
