package app

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/backup"
)

const (
	backupAgain = time.Hour      // after one that failed
	backupOld   = 50 * time.Hour // a daily backup was missed twice
)

// backups makes backups by the clock.
type backups struct {
	opts backup.Options
	at   []hours.Clock // by the clock in Hanoi
	soon time.Duration // after the start, where the last one is old

	mu     sync.Mutex
	failed error // why the last one failed
}

// openBackups reads the settings. Bad ones are refused at the start, not at night.
func (a *App) openBackups(context.Context) (err error) {
	c := a.cfg
	b := &backups{opts: backup.Options{Data: c.Data, Database: a.at.Database, To: c.BackupTo, KeysTo: c.BackupKeysTo, Keep: c.BackupKeep}, soon: time.Minute}
	if b.opts.Encrypt, err = backup.Recipients(c.BackupRecipient); err != nil {
		return err
	}
	for word := range strings.SplitSeq(c.BackupAt, ",") {
		if c.BackupTo == "" {
			break
		}
		at, err := hours.ParseClock(strings.TrimSpace(word))
		if err != nil {
			return &content.Error{
				Code: content.Invalid, Err: err,
				Vi: "Giờ sao lưu “" + word + "” không đọc được. Hãy ghi --backup-at dạng 02:30.",
				En: "The time of the backup “" + word + "” cannot be read. Write --backup-at as 02:30.",
			}
		}
		b.at = append(b.at, at)
	}
	a.backups = b
	return nil
}

// next is when the next backup is due after t.
func (b *backups) next(t time.Time) time.Time {
	t = t.In(area.Local)
	y, m, d := t.Date()
	var all []time.Time
	for _, at := range b.at {
		for day := range 2 {
			if due := time.Date(y, m, d+day, 0, int(at), 0, 0, area.Local); due.After(t) {
				all = append(all, due)
			}
		}
	}
	return slices.MinFunc(all, time.Time.Compare)
}

// scheduleBackups makes a backup at each set time until the server stops, and soon after the start
// if the last one is old.
func (a *App) scheduleBackups(ctx context.Context) {
	if len(a.backups.at) == 0 {
		return
	}
	running(ctx, a, func(ctx context.Context) {
		due := a.backups.next(time.Now())
		if last, ok := backup.Last(a.cfg.Data); !ok || time.Since(last.Made) > 24*time.Hour {
			due = time.Now().Add(a.backups.soon)
		}
		tick := time.NewTicker(time.Second) // not one long timer: a machine's clock may be set right meanwhile
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case now := <-tick.C:
				if now.Round(0).Before(due) {
					continue
				}
			}
			due = a.backups.next(time.Now())
			if !a.backUp(ctx) {
				if soon := time.Now().Add(backupAgain); soon.Before(due) {
					due = soon
				}
			}
		}
	})
}

// backUp makes a backup and says whether it is good.
func (a *App) backUp(ctx context.Context) bool {
	made, err := backup.Make(ctx, a.backups.opts)
	if ctx.Err() != nil {
		return false
	}
	a.backups.mu.Lock()
	a.backups.failed = err
	a.backups.mu.Unlock()
	if err != nil {
		a.log.Error("the backup failed and is tried again", "error", err)
		return false
	}
	a.log.Info("backed up", "stamp", made.Stamp, "copied", made.Copied)
	return true
}

// trouble says what staff should know about the backups.
func (b *backups) trouble(now time.Time) error {
	if len(b.at) == 0 {
		return nil
	}
	b.mu.Lock()
	failed := b.failed
	b.mu.Unlock()
	last, ok := backup.Last(b.opts.Data)
	if failed == nil && (!ok || now.Sub(last.Made) < backupOld) {
		return nil
	}
	since, sinceEn := "chưa có bản nào", "there is none yet"
	if ok {
		since, sinceEn = last.Made.In(area.Local).Format("15:04 02/01/2006"), last.Made.In(area.Local).Format("15:04 02/01/2006")
	}
	return &content.Error{
		Code: content.Missing, Err: failed,
		Vi: "Sao lưu hằng ngày không chạy được. Bản sao lưu tốt gần nhất: " + since + ". Hãy báo người vận hành kiểm tra ổ đĩa sao lưu.",
		En: "The daily backup does not work. The last good one: " + sinceEn + ". Ask the operator to look at the backup disk.",
	}
}

// lastGood is when the last good backup was made, in Unix seconds; 0: never.
func (b *backups) lastGood() float64 {
	if last, ok := backup.Last(b.opts.Data); ok {
		return float64(last.Made.Unix())
	}
	return 0
}
