//go:build linux && !race

// The race detector takes several times the memory that this test allows.

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
)

const token = "ngatu-attack"

// smallServer is how much memory the attacked server has with its workers, and mostGrown what it
// may itself take more than before.
const (
	smallServer = 1 << 30
	mostGrown   = 64 << 20
)

// A server of 1 GB stays where it is while files that take gigabytes are dropped, uploaded and
// posted at once: it answers, its screen hears no goodbye, its own memory hardly grows, every bad
// file is refused with a sentence, and a good one that comes among them is taken.
func TestAttackedOnASmallMachine(t *testing.T) {
	data := t.TempDir()
	prepare(t, data)
	film, err := os.ReadFile(filepath.Join("..", "..", "internal", "media", "testdata", "plain.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	pictures, sheets := append(workertest.Pictures(), workertest.Films(film)...), workertest.Sheets()[:3]

	cmd := ngatu(t, data, "demo", "--data", data, "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	confined := within(t, smallServer)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	confined(cmd.Process.Pid)
	said := bufio.NewScanner(out)
	url := ""
	for url == "" && said.Scan() {
		url = address.FindString(said.Text())
	}
	if url == "" {
		t.Fatal("the server does not start")
	}
	bye := goodbye(t, url)
	before := resident(t, cmd.Process.Pid)

	inboxFolder := filepath.Join(data, "inbox")
	var dropped []string
	drop := func(name string, b []byte) {
		dropped = append(dropped, name)
		path := filepath.Join(inboxFolder, filepath.FromSlash(name))
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stop, slowest := answering(url)
	for _, a := range pictures {
		drop(a.Name, a.Bytes)
	}
	for _, a := range sheets {
		drop("figures/"+a.Name, a.Bytes)
	}
	var posts sync.WaitGroup
	for _, a := range pictures {
		posts.Go(func() { refused(t, url+"/api/slides", a, true) })
	}
	an := newClerk(t, url)
	an.signsIn(t)
	for _, a := range pictures {
		posts.Go(func() { an.uploads(t, a) })
	}
	for _, a := range sheets {
		posts.Go(func() { refused(t, url+"/api/figures", a, false) })
	}
	// Nothing in these is worth a worker's memory: it is their number that would fill the server's.
	many := workertest.Attack{Name: "commas.csv", Bytes: bytes.Repeat([]byte(","), 19<<20)}
	for range 12 {
		posts.Go(func() { refused(t, url+"/api/figures", many, false) })
	}
	posts.Wait()
	good := workertest.Attack{Name: "good.jpg", Bytes: plain(t)}
	if status, body := post(t, url+"/api/slides", good, true); status != http.StatusCreated {
		t.Errorf("a good picture among them: %d %s", status, body)
	}
	deadline := time.Now().Add(2 * time.Minute)
	for _, name := range dropped {
		beside := filepath.Join(inboxFolder, inbox.Refused, filepath.FromSlash(name)+".txt")
		for {
			if b, err := os.ReadFile(beside); err == nil && len(b) > 0 {
				break
			}
			if time.Now().After(deadline) {
				t.Errorf("%s was not set aside", name)
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	if wait := slowest(stop); wait > 10*time.Second {
		t.Errorf("an answer took %v", wait)
	}
	if grown := most(t, cmd.Process.Pid) - before; grown > mostGrown {
		t.Errorf("the server itself grew by %d MB", grown>>20)
	} else {
		t.Logf("the server itself grew by %d MB at most", grown>>20)
	}
	select {
	case heard := <-bye:
		t.Errorf("a screen lost its connection: %d %q", heard.Code, heard.Text)
	default:
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the server ended badly: %v", err)
	}
}

// prepare makes the folder of a demonstration whose API takes files and which has a clerk.
func prepare(t *testing.T, data string) {
	t.Helper()
	ctx := t.Context()
	a, err := app.New(ctx, config.Config{Data: data, Listen: "127.0.0.1:0", Demo: true}, slog.New(slog.DiscardHandler), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	err = a.Start(ctx)
	if err == nil {
		var link string
		if link, _, err = a.StudioLink(ctx); err == nil {
			newClerk(t, a.Address()).begins(t, link)
		}
	}
	if err == nil {
		err = makeTokens(ctx, a.Store())
	}
	if stopErr := a.Stop(ctx); err != nil || stopErr != nil {
		t.Fatal(err, stopErr)
	}
}

// makeTokens makes a token for files and one for sheets, in the name of the clerk.
func makeTokens(ctx context.Context, st *store.Store) error {
	clerk, err := st.StaffByLogin(ctx, clerkLogin)
	if err != nil {
		return err
	}
	_, err = st.Change(ctx, clerk.ID, func(tx *store.Tx) error {
		for i, scope := range []string{store.ScopeSlides, store.ScopeFigures} {
			one := store.Token{ID: scope, Hash: content.DigestOf([]byte(token + strconv.Itoa(i))), Name: scope, Scope: scope}
			if err := tx.PutToken(ctx, one); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// within makes a control group of so many bytes and gives what puts a process into it. Where none
// can be made, what the server itself takes is all that is watched.
func within(t *testing.T, memory int64) func(pid int) {
	t.Helper()
	for _, g := range []struct{ root, limit, swap string }{
		{"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes"},
		{"/sys/fs/cgroup", "memory.max", "memory.swap.max"},
	} {
		group, err := os.MkdirTemp(g.root, "ngatu-test-")
		if err != nil {
			continue
		}
		t.Cleanup(func() { _ = os.Remove(group) })
		if os.WriteFile(filepath.Join(group, g.limit), []byte(strconv.FormatInt(memory, 10)), 0) != nil {
			continue
		}
		_ = os.WriteFile(filepath.Join(group, g.swap), []byte(strconv.FormatInt(memory, 10)), 0)
		return func(pid int) {
			if err := os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte(strconv.Itoa(pid)), 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Log("no control group can be made here: the machine's memory is the limit")
	return func(int) {}
}

// resident is the memory that a process holds now, in bytes; the count of its peak starts again
// here.
func resident(t *testing.T, pid int) int64 {
	t.Helper()
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0)
	return status(t, pid, "VmRSS:")
}

func most(t *testing.T, pid int) int64 { t.Helper(); return status(t, pid, "VmHWM:") }

func status(t *testing.T, pid int, key string) int64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), key)
	kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

// answering asks the server again and again until it is stopped, and tells how long the slowest
// answer took.
func answering(url string) (stop chan struct{}, slowest func(chan struct{}) time.Duration) {
	stop = make(chan struct{})
	out := make(chan time.Duration, 1)
	go func() {
		var worst time.Duration
		for {
			began := time.Now()
			r, err := http.Get(url + "/readyz")
			if err == nil {
				r.Body.Close()
			}
			if err != nil || r.StatusCode != http.StatusOK {
				worst = time.Hour
			}
			worst = max(worst, time.Since(began))
			select {
			case <-stop:
				out <- worst
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	return stop, func(c chan struct{}) time.Duration { close(c); return <-out }
}

// refused posts a file and wants a refusal with a sentence.
func refused(t *testing.T, url string, a workertest.Attack, form bool) {
	status, body := post(t, url, a, form)
	var said struct {
		Error struct{ Code, Vi, En string }
	}
	if err := json.Unmarshal(body, &said); err != nil || status < 400 || status >= 500 || said.Error.Vi == "" {
		t.Errorf("%s posted: %d %.300s", a.Name, status, body)
	}
}

func post(t *testing.T, url string, a workertest.Attack, form bool) (int, []byte) {
	body, kind, which := bytes.NewBuffer(a.Bytes), "application/octet-stream", 1
	if form {
		body = &bytes.Buffer{}
		m := multipart.NewWriter(body)
		w, err := m.CreateFormFile("file", a.Name)
		if err == nil {
			_, err = w.Write(a.Bytes)
		}
		if err != nil || m.Close() != nil {
			t.Error(err)
		}
		kind, which = m.FormDataContentType(), 0
	}
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
	if err != nil {
		t.Error(err)
		return 0, nil
	}
	q.Header.Set("Content-Type", kind)
	q.Header.Set("Authorization", "Bearer "+token+strconv.Itoa(which))
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Error(err)
		return 0, nil
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	return r.StatusCode, b
}

// plain is a good picture.
func plain(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 640, 320)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
