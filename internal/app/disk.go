package app

import (
	"context"
	"log/slog"
	"time"

	"ngatu/content"
	"ngatu/internal/reserve"
)

// diskEvery is how often the disk is looked at.
const diskEvery = 5 * time.Second

// watchDisk takes the reserve again as soon as there is room, and logs when the disk becomes tight
// and when it has room again.
func (a *App) watchDisk(ctx context.Context) {
	running(ctx, a, func(ctx context.Context) {
		tick := time.NewTicker(diskEvery)
		defer tick.Stop()
		tight := false
		for {
			a.spare.Take()
			err := a.store.Room()
			if (err != nil) != tight {
				tight = !tight
				logDisk(a.log, a.spare.State(), err)
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
}

// onlyReading is the sentence on every page while the database is away. What else may be wrong is
// not known then.
func onlyReading() error {
	return &content.Error{
		Code: content.Away,
		Vi:   "Cơ sở dữ liệu không trả lời: phòng biên tập chỉ xem được những gì máy chủ đã biết. Màn hình vẫn phát; thông báo khẩn đã duyệt vẫn phát và dừng được ở mục Thông báo khẩn. Khi cơ sở dữ liệu trở lại, mọi việc làm được như cũ.",
		En:   "The database does not answer: the studio only shows what the server knows already. Screens play on; approved takeovers can still be put on and ended, under Takeovers. Once it is back everything works as before.",
	}
}

func logDisk(log *slog.Logger, s reserve.State, err error) {
	if err != nil {
		log.Error("the disk is nearly full; what can wait is refused", "free_bytes", s.Free, "reserve_held", s.Held)
		return
	}
	log.Warn("the disk has room again", "free_bytes", s.Free)
}

// trouble is what every page of the studio should say about the server.
func (a *App) trouble() (all []error) {
	if a.store.Outage.Away() {
		return []error{onlyReading()}
	}
	if err := a.store.Room(); err != nil {
		all = append(all, err)
	}
	if err := mediaTrouble(a); err != nil {
		all = append(all, err)
	}
	if alarm := a.players.Alarm(); alarm.Screen != "" {
		all = append(all, stolenKey(alarm))
	}
	if err := a.backups.trouble(a.time()); err != nil {
		all = append(all, err)
	}
	all = append(all, a.bulletins.Trouble(context.Background())...)
	return append(all, a.pulls.Trouble(context.Background())...)
}
