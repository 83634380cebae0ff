package upload

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/blob"
	"ngatu/internal/blob/s3"
	"ngatu/internal/store"
	"ngatu/internal/testkit/s3server"
	"ngatu/internal/worker"
	"ngatu/internal/worker/workertest"
	"ngatu/server/intake"
	"ngatu/server/rendition"
	"ngatu/server/rendition/renditiontest"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// S3 is away when a node reads a file whose sender has closed the page: it is read once S3 is back,
// without anybody. Who chooses it again for another purpose is not told what became of it. A node
// that dies just after it made the drafts has said all that there is to say of the file. A sender who
// waits in vain is told so; a node with a wrong clock removes nothing. A node takes no more files than
// it has room for.
func TestAFileIsReadByItself(t *testing.T) {
	ctx, server, dir := t.Context(), s3server.New(t), t.TempDir()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "ngatu.db")
	st, err := store.Open(ctx, path)
	ok(err)
	defer st.Close()
	alone, err := newParts("", func() error { return nil })
	ok(err)
	media, err := blob.Open(filepath.Join(dir, "media"))
	ok(err)
	units, err := area.Load(areas.Files)
	ok(err)
	log := slog.New(slog.DiscardHandler)
	door, err := signin.New(signin.Options{Store: st, Areas: units, Log: log, Memory: 8})
	ok(err)
	maker := rendition.New(rendition.Options{Store: st, Media: media, Workers: workertest.Pool(t), Log: log})
	bucket := server.Bucket(t)
	at := func(name, endpoint string) *Uploads {
		b, err := s3.Open(s3.Options{Bucket: bucket, Endpoint: endpoint, Region: "us-east-1", Key: s3server.Key, Secret: s3server.Secret, Cache: filepath.Join(dir, name), Limit: 1 << 20})
		ok(err)
		p, err := newShared(st, b, dir)
		ok(err)
		return &Uploads{
			Shell:  &shell.Shell{Options: shell.Options{Store: st, SignIn: door, Areas: units, Log: log, Now: time.Now}},
			intake: intake.New(intake.Options{Store: st, Renditions: maker}), parts: alone, shared: p,
		}
	}
	node := func(name string) *Uploads { return at(name, server.Endpoint()) }
	s, other := node("a"), node("b") // which has not asked S3 yet
	p := s.shared
	_, err = st.Change(ctx, "test", func(tx *store.Tx) error {
		err := tx.PutStaff(ctx, store.Staff{ID: "an", Name: "An", Login: "an", Mandates: []mandate.Mandate{{Role: mandate.Editor}}})
		for _, id := range []string{"một", "hai"} {
			if err == nil {
				err = tx.PutCampaign(ctx, content.Campaign{ID: id, Name: id, Pool: "city", Weight: 1})
			}
		}
		return err
	})
	ok(err)
	png := renditiontest.Picture(4)
	sent := 0
	comes := func(campaign string) (id string) {
		t.Helper()
		sent++
		id = campaign + strconv.Itoa(sent)
		u := store.Upload{ID: id, Who: "an", Name: "lễ hội.png", Bytes: int64(len(png))}
		u.Object, err = p.bucket.Begin(ctx, u.ID)
		ok(err)
		_, err = p.rows.Begin(ctx, u, func(int, int64) error { return nil })
		ok(err)
		_, err = (&coming{p, u}).write(ctx, 0, bytes.NewReader(png))
		ok(err)
		ok(p.rows.Want(ctx, id, `{"campaign":"`+campaign+`"}`))
		return id
	}
	take := func(by *Uploads) store.Upload {
		t.Helper()
		u, err := p.rows.Take(ctx, by.shared.run, "it ends the server")
		ok(err)
		return u
	}
	state := func(id string) store.Upload {
		t.Helper()
		u, err := p.rows.Get(ctx, id)
		ok(err)
		return u
	}
	id := comes("một")
	p.patience = 0
	// chosen is the answer to who chooses the file again, and for what.
	chosen := func(id string, w wanted) outcome { return p.follow(ctx, nil, id, w, func(step) {}) }
	first := wanted{Campaign: "một"}
	others := []wanted{{Campaign: "hai"}, {Slide: "tấm"}, {Campaign: "một", AI: intake.Yes}}
	for _, w := range others {
		if out := chosen(id, w); out.Fault != errOther {
			t.Errorf("sent for %+v while it waits for another purpose: %+v", w, out)
		}
	}
	if out := chosen(id, first); out.Fault == nil || out.Fault.Code != content.Away {
		t.Errorf("a sender whose file no node takes is told %+v", out)
	}
	s.Sweep(time.Now().Add(48 * time.Hour))
	server.Stop()
	s.readOne(ctx, take(s))
	if u := state(id); u.Made != "" || u.Wanted == "" || u.Run != "" || u.Begun != 0 {
		t.Fatalf("while S3 is away it becomes %+v", u)
	}
	ok(server.Start())
	db, err := sql.Open("sqlite", path)
	ok(err)
	defer db.Close()
	_, err = db.Exec(`UPDATE uploads SET until_ms = 0`) // it has rested
	ok(err)
	other.readOne(ctx, take(other))
	if u := state(id); !u.Done() {
		t.Fatalf("once S3 is back it becomes %+v", u)
	}
	if out := chosen(id, first); out.Made == nil {
		t.Errorf("who did not hear the answer is told %+v", out)
	}
	for _, w := range others {
		if out := chosen(id, w); out.Fault != errOther {
			t.Errorf("sent for %+v its answer is that of the first: %+v", w, out)
		}
	}
	if _, err := p.GetUpload(ctx, id); !errors.Is(err, handler.ErrNotFound) {
		t.Errorf("who chooses it again goes on with bytes that are gone: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(server.Folder, "*", "coming", "*")); len(left) > 0 {
		t.Errorf("in the bucket there is left %v", left)
	}

	p.bucket = other.shared.bucket
	again := comes("hai")
	mine, dies := context.WithCancel(ctx)
	other.readFile(mine, take(other), func(int, int) {})
	dies()
	out := chosen(again, wanted{Campaign: "hai"})
	if out.Made == nil || out.Made.Title != "lễ hội" || len(out.Made.Known) != 1 {
		t.Errorf("of what a node made that died its sender hears %+v", out)
	}
	if slides, err := st.Slides(ctx, store.SlideQuery{}); err != nil || len(slides) != 2 {
		t.Errorf("two files are %d drafts: %v", len(slides), err)
	}

	// A node takes what it has room for: no file while its disk has none, and three at a time. What
	// holds these up is a bucket that says nothing.
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	ok(err)
	defer mute.Close()
	var full atomic.Bool
	full.Store(true)
	busy := at("c", "http://"+mute.Addr().String())
	busy.shared.room = func() error {
		if full.Load() {
			return worker.Full(syscall.ENOSPC)
		}
		return nil
	}
	var waiting []string
	for range mostRead + 1 {
		waiting = append(waiting, comes("một"))
	}
	taken := func() (n int) {
		for _, id := range waiting {
			if state(id).Run != "" {
				n++
			}
		}
		return n
	}
	looks := func(what string, want int) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); taken() != want && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		}
		for range 3 { // by the third it has looked once more
			select {
			case busy.shared.news <- struct{}{}:
			case <-time.After(time.Second):
			}
		}
		if n := taken(); n != want {
			t.Errorf("%s: it has taken %d files, want %d", what, n, want)
		}
	}
	reads, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { busy.read(reads); close(done) }()
	looks("the disk is full", 0)
	full.Store(false)
	looks("there is room", mostRead)
	stop()
	<-done
}
