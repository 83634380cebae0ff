package app

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

const (
	releasedFolder = "testdata/released/folder.tar.gz"
	releasedFrames = "testdata/released/frames.txt"
)

var makeReleased = flag.Bool("make-released", false, "store a data folder of this version, and its frames, as the ones that later versions are held to")

// faked is the time of the database in Unix milliseconds; 0: the machine's.
var faked atomic.Int64

func init() { // takes the place of SQLite's own function, which internal/store asks for the time
	sqlite.MustRegisterScalarFunction("unixepoch", 1, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		if at := faked.Load(); at != 0 {
			return float64(at) / 1000, nil
		}
		return float64(time.Now().UnixMilli()) / 1000, nil
	})
}

// releasedAt is when the stored folder was made, by its own clock: a Tuesday morning.
var releasedAt = time.Date(2026, 3, 10, 10, 0, 0, 0, area.Local)

// TestReleasedFolder opens the data folder of a released version at several instants. Every frame
// that a player of each screen is sent has the bytes that the released version sent: what is on air
// does not change with the program.
func TestReleasedFolder(t *testing.T) {
	t.Cleanup(func() { faked.Store(0) })
	if *makeReleased {
		storeReleased(t)
	}
	var got []string
	for _, after := range []time.Duration{
		5 * time.Minute,                 // a takeover is on
		3*24*time.Hour + 12*time.Hour,   // it has ended; screens are closed for the night
		8*24*time.Hour + 30*time.Minute, // a new week; a screen has moved, a campaign is over
	} {
		data := t.TempDir()
		unpack(t, releasedFolder, data)
		at := releasedAt.Add(after)
		faked.Store(at.UnixMilli())
		a := openReleased(t, data)
		if err := a.air.Start(t.Context(), a.bus.Subscribe(t.Context())); err != nil {
			t.Fatal(err)
		}
		got = append(got, framesOf(t, a, at.Format("2006-01-02 15:04"))...)
		if after == 5*time.Minute {
			got = append(got, changedFrames(t, a)...)
		}
		a.air.Stop()
		if err := a.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if *makeReleased {
		if err := os.WriteFile(releasedFrames, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(releasedFrames)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("not sent any more: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("sent instead:      %s", line)
		}
	}
}

// changedFrames makes one change of many parts and gives the frames that follow from it.
func changedFrames(t *testing.T, a *App) []string {
	t.Helper()
	faked.Add(time.Minute.Milliseconds())
	ctx := t.Context()
	number, err := a.store.Change(ctx, "test", func(tx *store.Tx) error { return changeReleased(ctx, tx) })
	if err != nil {
		t.Fatal(err)
	}
	// The screen's own frames go out last, but a programme may wait until a second after the one
	// before.
	var got []string
	rest := time.Now()
	for end := rest.Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		now := framesOf(t, a, "after a change")
		if !slices.Equal(now, got) || !a.heard(t, "HK-02", number) {
			got, rest = now, time.Now()
		} else if time.Since(rest) > 1500*time.Millisecond {
			return got
		}
	}
	t.Fatal("what follows from a change does not come to rest")
	return nil
}

// heard says whether a screen was sent a frame of its own by the change of a number.
func (a *App) heard(t *testing.T, screen string, number int64) bool {
	t.Helper()
	f, err := a.store.NewestFrame(t.Context(), protocol.TypeScreen, screen)
	if err != nil {
		t.Fatal(err)
	}
	return f.Number == number
}

// openReleased opens a folder as a server does, but for its web pages.
func openReleased(t *testing.T, data string) *App {
	t.Helper()
	a, err := New(t.Context(), config.Config{Data: data, Listen: "127.0.0.1:0"}, slog.New(slog.DiscardHandler), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// framesOf lists the frames that a player of each screen is sent when it joins with nothing, a line
// each: when, the screen, the thing, and the digest of the frame as it goes over the wire.
func framesOf(t *testing.T, a *App, when string) (lines []string) {
	t.Helper()
	ctx := t.Context()
	screens, err := a.store.AllScreens(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range screens {
		topics, frames, err := a.air.Join(ctx, s.Code, "")
		if content.CodeOf(err) == content.NotFound {
			lines = append(lines, fmt.Sprintf("%s  %s  stands nowhere", when, s.Code))
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, own, err := a.air.Join(ctx, s.Code, frames[0].Hash); err != nil || len(own) > 0 {
			t.Errorf("%s %s: the frame in the record is not the one that the screen should have (%v)", when, s.Code, err)
		}
		takeovers, err := a.air.Takeovers(ctx, s.Code, nil, false) // as players of that version are told
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, takeovers...)
		for _, raw := range joined(t, a.hub, hub.Player{Screen: s.Code, Topics: topics, Frames: frames}, len(frames)+len(topics)) {
			f, err := protocol.Decode(raw)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fmt.Sprintf("%s  %s  %s  %x", when, s.Code, f.Thing(), sha256.Sum256(raw)))
		}
	}
	return lines
}

// joined is the text of the first n frames that the hub writes to a player. A server's frames are
// not masked.
func joined(t *testing.T, h *hub.Hub, p hub.Player, n int) (out [][]byte) {
	t.Helper()
	near, far := net.Pipe()
	defer far.Close()
	if err := far.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	session, err := h.Join(near, p)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Leave()
	in := bufio.NewReader(far)
	for len(out) < n {
		var head [2]byte
		read(t, in, head[:])
		size := uint64(head[1] & 0x7f)
		if more := map[uint64]int{126: 2, 127: 8}[size]; more > 0 {
			long := make([]byte, 8)
			read(t, in, long[8-more:])
			size = binary.BigEndian.Uint64(long)
		}
		text := make([]byte, size)
		read(t, in, text)
		if head[0]&0x0f == 1 {
			out = append(out, text)
		}
	}
	return out
}

func read(t *testing.T, in io.Reader, b []byte) {
	t.Helper()
	if _, err := io.ReadFull(in, b); err != nil {
		t.Fatalf("a player was sent too little: %v", err)
	}
}

// changeReleased changes something of every kind that frames depend on.
func changeReleased(ctx context.Context, tx *store.Tx) error {
	storm, err := tx.Takeover(ctx, "bao-so-3")
	if err != nil {
		return err
	}
	off, err := tx.Slide(ctx, "starter-slogan-street")
	if err != nil {
		return err
	}
	screen, err := tx.Screen(ctx, "HK-02")
	if err != nil {
		return err
	}
	screen.Places[0].Open = hours.Set{Parts: []hours.Part{{From: 7 * 60, Until: 21 * 60}}}
	campaign, err := tx.Campaign(ctx, "starter-figures")
	if err != nil {
		return err
	}
	campaign.Weight = 2
	for _, do := range []func() error{
		func() error { return tx.PutTakeover(ctx, content.End(storm, tx.Time())) },
		func() error { return tx.PutSlide(ctx, content.FileGone(off)) },
		func() error { return tx.PutScreen(ctx, screen) },
		func() error { return tx.PutCampaign(ctx, campaign) },
		func() error { return tx.PutSetting(ctx, content.SettingHotline, "1022") },
		func() error { return tx.PutSetting(ctx, content.SettingRanks, "yes") },
		func() error { return releaseFigures(ctx, tx, "r-3", 3) },
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// unpack puts the files of an archive into a folder.
func unpack(t *testing.T, archive, into string) {
	t.Helper()
	b, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for in := tar.NewReader(z); ; {
		head, err := in.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(into, filepath.FromSlash(head.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err == nil {
			err = os.WriteFile(path, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// pack writes the files of a folder into an archive, without anything that differs from one run to
// the next.
func pack(t *testing.T, folder, archive string) {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	out := tar.NewWriter(z)
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		if err := out.WriteHeader(&tar.Header{Name: filepath.ToSlash(name), Mode: 0o600, Size: int64(len(text)), ModTime: releasedAt}); err != nil {
			return err
		}
		_, err = out.Write(text)
		return err
	})
	if err == nil {
		err = out.Close()
	}
	if err == nil {
		err = z.Close()
	}
	if err == nil {
		err = os.WriteFile(archive, b.Bytes(), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
