package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/backup"
	"ngatu/internal/config"
)

func TestWhenTheNextBackupIsDue(t *testing.T) {
	half, noon := hours.Clock(2*60+30), hours.Clock(12*60)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, area.Local) }
	for _, c := range []struct {
		now  time.Time
		at   []hours.Clock
		want time.Time
	}{
		{at(28, 1, 0), []hours.Clock{half}, at(28, 2, 30)},
		{at(28, 2, 30), []hours.Clock{half}, at(29, 2, 30)},
		{at(28, 23, 59).UTC(), []hours.Clock{half}, at(29, 2, 30)},
		{at(28, 3, 0), []hours.Clock{half, noon}, at(28, 12, 0)},
		{at(30, 13, 0), []hours.Clock{noon, half}, time.Date(2026, 12, 1, 2, 30, 0, 0, area.Local)},
	} {
		if got := (&backups{at: c.at}).next(c.now); !got.Equal(c.want) {
			t.Errorf("after %v: %v, want %v", c.now, got, c.want)
		}
	}
}

// A server with the setting makes its first backup by itself, tells when that was, and
// says when one fails.
func TestBackupsByTheClock(t *testing.T) {
	to := filepath.Join(t.TempDir(), "backups")
	cfg := config.Config{Data: filepath.Join(t.TempDir(), "data"), Listen: "127.0.0.1:0", BackupTo: to, BackupAt: "02:30", BackupKeep: 3}
	a, err := New(t.Context(), cfg, slog.New(slog.DiscardHandler), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Stop(context.Background()) })
	if a.backups.lastGood() != 0 {
		t.Error("a backup is reported before there is one")
	}
	a.backups.soon = 0
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); a.backups.lastGood() == 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no backup was made: %v", a.backups.trouble(time.Now()))
		}
	}
	if last, ok := backup.Last(a.cfg.Data); !ok || time.Since(last.Made) > time.Hour {
		t.Errorf("the last one is %+v", last)
	}
	if err := a.backups.trouble(time.Now()); err != nil {
		t.Errorf("all is well, and yet: %v", err)
	}
	if err := a.backups.trouble(time.Now().Add(3 * 24 * time.Hour)); err == nil {
		t.Error("two that were missed are not told")
	}
	if err := os.RemoveAll(to); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, nil, 0o600); err != nil { // the disk is gone, something else stands there
		t.Fatal(err)
	}
	if a.backUp(t.Context()) || a.backups.trouble(time.Now()) == nil {
		t.Error("a backup that failed is not told")
	}
}
