package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
	"ngatu/player/protocol"
)

// viewer is a player of the demonstration's first screen, which comes back to one address by
// itself.
type viewer struct {
	mu    sync.Mutex
	book  *protocol.Book
	head  *protocol.Head
	joins int
	sent  []protocol.Frame // programmes
}

func (v *viewer) run(ctx context.Context, url string) {
	for ctx.Err() == nil {
		ws, _, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(url, "http")+protocol.PathSocket, nil)
		if err == nil {
			v.hears(ws)
			ws.Close()
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (v *viewer) hears(ws *websocket.Conn) {
	v.mu.Lock()
	hello, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: "SANH-01", Ranks: true, Has: v.book.Has(), Head: v.head})
	v.mu.Unlock()
	b, failed := hello.Encode()
	if err != nil || failed != nil || ws.WriteMessage(websocket.TextMessage, b) != nil {
		return
	}
	for {
		_, b, err := ws.ReadMessage()
		if err != nil {
			return
		}
		if f, err := protocol.Decode(b); err == nil {
			v.takes(f)
		}
	}
}

func (v *viewer) takes(f protocol.Frame) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if f.Type == protocol.TypeWelcome {
		v.joins++
	}
	if changed, err := v.book.Accept(f, time.Now().UnixMilli()); err != nil || !changed {
		return
	}
	if v.head == nil || v.head.Number < f.Number {
		v.head = protocol.HeadOf(f)
	}
	if f.Type == protocol.TypeProgramme {
		v.sent = append(v.sent, f)
	}
}

// until waits for what a player has been sent, and gives how often it has joined and the
// programmes.
func (v *viewer) until(t *testing.T, what string, is func(joins int, sent []protocol.Frame) bool) (joins int, sent []protocol.Frame) {
	t.Helper()
	for end := time.Now().Add(testkit.Patience); ; time.Sleep(10 * time.Millisecond) {
		v.mu.Lock()
		joins, sent = v.joins, slices.Clone(v.sent)
		v.mu.Unlock()
		if is(joins, sent) {
			return joins, sent
		}
		if time.Now().After(end) {
			t.Fatalf("it did not come: %s; joined %d times, %d programmes", what, joins, len(sent))
		}
	}
}

// TestMoveAll: database and media are taken to PostgreSQL and S3 by one command, and back. A medium
// that is missing or damaged stops it, and nothing is given up; so does a kill while rows are
// copied, and the same once more ends it. A player comes back at the same address, keeps its
// programme, and nothing is held.
func TestMoveAll(t *testing.T) {
	pg, s3, folder := postgres.New(t), s3server.New(t), t.TempDir()
	address, data, bucket := pg.Schema(t), filepath.Join(folder, "data"), s3.Bucket(t)
	inS3(t, s3, bucket)
	t.Setenv("NGATU_MEDIA", "")
	to := "s3://" + bucket + "/ngatu"
	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0"))
	at := strings.TrimPrefix(s.url, "http://")
	drop(t, filepath.Join(data, "inbox", "hoa.png"), 0)
	slides(t, data, 1)
	media := mediaOf(t, data)
	viewer := &viewer{book: protocol.NewBook("SANH-01")}
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { viewer.run(ctx, s.url) })
	defer func() { stop(); running.Wait() }()
	viewer.until(t, "a programme", func(_ int, sent []protocol.Frame) bool { return len(sent) > 0 })
	s.stop(t)
	was, err := store.Inspect(t.Context(), filepath.Join(data, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	there := []string{"move", "--data", data, "--to", address, "--media-to", to}

	named := filepath.Join(data, "media", string(media[0][:2]), string(media[0][2:4]), string(media[0]))
	whole, err := os.ReadFile(named)
	if err != nil {
		t.Fatal(err)
	}
	for what, harm := range map[string]func() error{"missing": func() error { return os.Remove(named) }, "damaged": func() error { return os.WriteFile(named, []byte("x"), 0o600) }} {
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		out, err := said(t, folder, there...)
		if err == nil || !strings.Contains(out, "1 tệp thiếu hoặc hỏng") || !strings.Contains(out, media[0].Short()) || !strings.Contains(out, "nơi cũ vẫn được dùng") {
			t.Errorf("a medium is %s: %v %s", what, err, out)
		}
		if err := os.WriteFile(named, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if is, err := store.Inspect(t.Context(), filepath.Join(data, "ngatu.db")); err != nil || is.Number != was.Number || len(objects(t, filepath.Join(data, "media"))) == 0 {
		t.Errorf("something was given up: %+v %v", is, err)
	}

	copiedHalf(t, folder, address, there)
	out, err := said(t, folder, there...)
	if err != nil || !strings.Contains(out, "sent 0,") || strings.Contains(out, postgres.Password) || strings.Contains(out, s3server.Secret) {
		t.Fatalf("there: %v %s", err, out)
	}
	for _, now := range []struct{ database, media, file string }{{address, to, address}, {"", "", filepath.Join(data, "ngatu.db")}} {
		if now.database == "" {
			if out, err := said(t, folder, "move", "--data", data, "--database", address, "--media", to, "--to", "folder", "--media-to", "folder"); err != nil {
				t.Fatalf("back: %v %s", err, out)
			}
		}
		if is, err := store.Inspect(t.Context(), now.file); err != nil || is.Slides != was.Slides || is.Number < was.Number {
			t.Errorf("moved to %q: %+v, was %+v: %v", now.database, is, was, err)
		}
		joined, had := viewer.until(t, "", func(int, []protocol.Frame) bool { return true })
		s = start(t, ngatu(t, folder, "demo", "--data", data, "--database", now.database, "--media", now.media, "--listen", at))
		_, has := viewer.until(t, "the player is back", func(joins int, _ []protocol.Frame) bool { return joins > joined })
		if got := played(t, s.url, media); got != 200 {
			t.Errorf("media in %q: %d", now.media, got)
		}
		if len(has) != len(had) {
			t.Errorf("in %q the player is sent another programme than it had", now.database)
		}
		s.stop(t)
		if out, err := said(t, folder, "held", "--data", data, "--database", now.database); err != nil || !strings.Contains(out, "The server is not held.") {
			t.Errorf("in %q: %v %s", now.database, err, out)
		}
	}
}

// copiedHalf kills a move while rows are copied into PostgreSQL: nothing of them is there.
func copiedHalf(t *testing.T, folder, address string, move []string) {
	t.Helper()
	empty, err := store.Open(t.Context(), address) // makes the tables
	if err != nil {
		t.Fatal(err)
	}
	if err := empty.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	block, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer block.Rollback()
	if _, err := block.Exec(`LOCK TABLE sent IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	cmd := ngatu(t, folder, move...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waits := false
	for end := time.Now().Add(testkit.Patience); !waits && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if err := db.QueryRow(`SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)`).Scan(&waits); err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if err := block.Rollback(); err != nil || !waits {
		t.Fatalf("the copy was not in its middle (%v)", err)
	}
	var n int
	if err := db.QueryRow(`SELECT count(*) FROM slides`).Scan(&n); err != nil || n > 0 {
		t.Errorf("a copy that was killed leaves %d slides (%v)", n, err)
	}
	if _, err := db.Exec(`UPDATE lease SET until_ms = 0`); err != nil { // as if its time were over
		t.Fatal(err)
	}
}
