package s3

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/blob/blobtest"
	"ngatu/internal/testkit/s3server"
)

// open opens a new bucket on a server.
func open(t *testing.T, s *s3server.Server) *Bucket {
	t.Helper()
	return reopen(t, s, Options{Bucket: s.Bucket(t), Prefix: "thành phố/media", Limit: 64 << 20})
}

func reopen(t *testing.T, s *s3server.Server, o Options) *Bucket {
	t.Helper()
	o.Endpoint, o.Region, o.Key, o.Secret, o.Cache = cmp.Or(o.Endpoint, s.Endpoint()), "us-east-1", s3server.Key, s3server.Secret, t.TempDir()
	b, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// file is where the server keeps an object.
func file(s *s3server.Server, b *Bucket, d content.Digest) string {
	return filepath.Join(s.Folder, b.name, filepath.FromSlash(b.key(d)))
}

func TestBucket(t *testing.T) {
	s := s3server.New(t)
	blobtest.Run(t, blobtest.Kind{
		Open: func(t *testing.T) blob.Bucket { return open(t, s) },
		Harm: func(t *testing.T, b blob.Bucket, d content.Digest, bytes []byte) {
			if err := os.WriteFile(file(s, b.(*Bucket), d), bytes, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := b.(*Bucket).cache.drop(d); err != nil {
				t.Fatal(err)
			}
		},
		Age: func(t *testing.T, b blob.Bucket, d content.Digest, back time.Duration) {
			at := time.Now().Add(-back)
			if err := os.Chtimes(file(s, b.(*Bucket), d), at, at); err != nil {
				t.Fatal(err)
			}
		},
	})
}

// parts counts what is half done in the folder of copies.
func parts(t *testing.T, b *Bucket) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(b.cache.folder.Dir(), "part-*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

// While S3 is away, what is here is read and nothing is taken in; when it is back, all goes on.
func TestAway(t *testing.T) {
	s := s3server.New(t)
	b := open(t, s)
	here, err := b.PutBytes(t.Context(), []byte("ở đây"))
	if err != nil {
		t.Fatal(err)
	}
	other := reopen(t, s, Options{Bucket: b.name, Prefix: b.prefix, Limit: 1 << 20})
	there, err := other.PutBytes(t.Context(), []byte("ở kho"))
	if err != nil {
		t.Fatal(err)
	}
	s.Stop()
	if got, err := b.Read(t.Context(), here); err != nil || string(got) != "ở đây" {
		t.Errorf("what is here: %q, %v", got, err)
	}
	if there, err := blob.Has(t.Context(), b, here); !there || err != nil {
		t.Errorf("what is here: %v, %v", there, err)
	}
	for what, try := range map[string]func() error{
		"read":   func() error { _, err := b.Read(t.Context(), there); return err },
		"stat":   func() error { _, err := b.Stat(t.Context(), there); return err },
		"stream": func() error { _, err := b.Stream(t.Context(), there); return err },
		"walk":   func() error { return b.Walk(t.Context(), func(content.Digest, int64) error { return nil }) },
		"put":    func() error { _, err := b.PutBytes(t.Context(), []byte("mới")); return err },
		"again":  func() error { _, err := b.PutBytes(t.Context(), []byte("ở đây")); return err },
		"delete": func() error { _, _, err := b.DeleteOld(t.Context(), there, time.Now()); return err },
	} {
		if err := try(); content.CodeOf(err) != content.Away {
			t.Errorf("%s: %v", what, err)
		}
	}
	if b.Away() == nil || parts(t, b) != 0 || b.cache.folder.Has(content.DigestOf([]byte("mới"))) {
		t.Errorf("away %v, and half of an upload is left: %d", b.Away(), parts(t, b))
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	onlyOneAsks(t, b)
	b.line.until = time.Now() // the pause is over
	b.Ask(t.Context())
	if got, err := b.Read(t.Context(), there); err != nil || string(got) != "ở kho" || b.Away() != nil {
		t.Errorf("back: %q, %v, %v", got, err, b.Away())
	}
	if _, err := b.PutBytes(t.Context(), []byte("mới")); err != nil {
		t.Error(err)
	}
}

// The threat: the pause is over, and each of ten thousand players waits for a server that still does
// not answer.
func onlyOneAsks(t *testing.T, b *Bucket) {
	t.Helper()
	b.line.until = time.Now() // the pause is over
	var asked atomic.Int64
	answer := make(chan struct{})
	ask := func() error {
		return b.line.ask(t.Context(), func(context.Context, func()) error {
			asked.Add(1)
			<-answer
			return context.DeadlineExceeded
		})
	}
	var first, others sync.WaitGroup
	first.Go(func() { _ = ask() })
	for asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	for range 50 {
		others.Go(func() {
			if err := ask(); content.CodeOf(err) != content.Away {
				t.Error(err)
			}
		})
	}
	told := make(chan struct{})
	go func() { others.Wait(); close(told) }()
	select {
	case <-told:
	case <-time.After(pause / 2):
	}
	close(answer)
	first.Wait()
	others.Wait()
	if asked.Load() != 1 {
		t.Errorf("after the pause %d ask at once", asked.Load())
	}
}

// A connection on which nothing moves any more is given up, wherever it stops: whoever backs media
// up or looks through them hears of it. A reader who takes long is not S3's fault.
func TestNothingMoves(t *testing.T) {
	s := s3server.New(t)
	w := s3server.NewWire(t, s)
	b := reopen(t, s, Options{Bucket: s.Bucket(t), Limit: 64 << 20, Endpoint: w.Endpoint()})
	d, err := b.PutBytes(t.Context(), bytes.Repeat([]byte("x"), 16<<20))
	if err != nil {
		t.Fatal(err)
	}
	b.line.stall = 500 * time.Millisecond
	walk := func() error {
		return b.Walk(t.Context(), func(content.Digest, int64) error { time.Sleep(b.line.stall * 3 / 2); return nil })
	}
	read := func() error {
		r, err := b.Stream(t.Context(), d)
		if err != nil {
			return err
		}
		defer r.Close()
		time.Sleep(b.line.stall * 3 / 2)
		_, err = io.Copy(io.Discard, r)
		return err
	}
	for what, do := range map[string]func() error{"read": read, "walk": walk} {
		if err := do(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		for _, after := range []int64{0, 200, 1000} { // bytes: none, headers, some of the body
			if after == 1000 && what != "read" || after == 0 && what == "read" { // a list is shorter
				continue
			}
			w.StopAfter(after)
			ended := make(chan error, 1)
			go func() { ended <- do() }()
			select {
			case err := <-ended:
				if content.CodeOf(err) != content.Away || b.Away() == nil {
					t.Errorf("%s, cut after %d bytes: %v", what, after, err)
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("%s, cut after %d bytes: it waits for ever", what, after)
			}
			w.StopAfter(math.MaxInt64)
			b.line.until = time.Now() // the pause is over
			b.Ask(t.Context())
		}
	}
}

// An object that is not what its key says is not fetched again at once, however many ask for it; an
// upload of it mends it, and so does whoever mends it elsewhere, a while later.
func TestADamagedObjectIsNotFetchedAgainAtOnce(t *testing.T) {
	s := s3server.New(t)
	b := open(t, s)
	d, err := b.PutBytes(t.Context(), []byte("khẩu hiệu"))
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file(s, b, d), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read := func(want content.Code) {
		t.Helper()
		if _, err := b.Read(t.Context(), d); content.CodeOf(err) != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
	write("khẩu hiệt")
	if err := b.cache.drop(d); err != nil {
		t.Fatal(err)
	}
	read(content.Damaged)
	write("khẩu hiệu")
	read(content.Damaged) // it was not looked at
	b.bad.since[d] = time.Now().Add(-badFor)
	read("")
	write("khẩu hiệt")
	if err := b.cache.drop(d); err != nil {
		t.Fatal(err)
	}
	b.bad.since[d] = time.Now().Add(-badFor)
	read(content.Damaged)
	if _, err := b.PutBytes(t.Context(), []byte("khẩu hiệu")); err != nil {
		t.Fatal(err)
	}
	if err := b.cache.drop(d); err != nil {
		t.Fatal(err)
	}
	read("")
}

// The copies have a bound: what was used longest ago goes, and comes back when it is asked for. A
// path that was given out stays.
func TestCopiesAreBounded(t *testing.T) {
	s := s3server.New(t)
	b := reopen(t, s, Options{Bucket: s.Bucket(t), Limit: 25})
	var all []content.Digest
	for _, text := range []string{"0123456789", "abcdefghij", "ABCDEFGHIJ"} {
		d, err := b.PutBytes(t.Context(), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	has := func(want ...bool) {
		t.Helper()
		for i, d := range all {
			if b.cache.folder.Has(d) != want[i] {
				t.Errorf("copy %d is here: %v", i, !want[i])
			}
		}
	}
	has(false, true, true)
	b.cache.use(all[1])
	if got, err := b.Read(t.Context(), all[0]); err != nil || string(got) != "0123456789" {
		t.Fatalf("%q, %v", got, err)
	}
	has(true, true, false)
	path, err := b.Path(t.Context(), all[1])
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, d := range all {
			if err := b.Verify(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := os.Stat(path); err != nil || b.cache.bytes > 25 {
		t.Errorf("%d bytes, %v", b.cache.bytes, err)
	}
	again, err := openCache(b.cache.folder.Dir(), 10) // the setting was lowered
	if err == nil {
		err = again.room(0)
	}
	if err != nil || again.bytes > 10 {
		t.Errorf("%d bytes, %v", again.bytes, err)
	}
}

// A copy that the disk damaged is fetched again.
func TestADamagedCopyIsMended(t *testing.T) {
	s := s3server.New(t)
	b := open(t, s)
	d, err := b.PutBytes(t.Context(), []byte("khẩu hiệu"))
	if err != nil {
		t.Fatal(err)
	}
	for what, check := range map[string]func() error{
		"read":   func() error { _, err := b.Read(t.Context(), d); return err },
		"verify": func() error { return b.Verify(t.Context(), d) },
	} {
		path, _ := b.cache.folder.Path(t.Context(), d)
		if err := os.WriteFile(path, []byte("khẩu hiệt"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := check(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if bytes, err := os.ReadFile(path); err != nil || string(bytes) != "khẩu hiệu" {
			t.Errorf("%s: the copy is %q, %v", what, bytes, err)
		}
	}
}

// What S3 refuses has a sentence, and none tells the secret.
func TestRefusals(t *testing.T) {
	s := s3server.New(t)
	name := s.Bucket(t)
	for what, c := range map[string]struct {
		o    Options
		code content.Code
		says string
	}{
		"no such bucket": {Options{Bucket: "none-of-this"}, content.Missing, "Không có bucket"},
		"wrong secret":   {Options{Bucket: name, Secret: "another-s3cret"}, content.Missing, "--s3-key-file"},
		"unknown key":    {Options{Bucket: name, Key: "nobody", Secret: "another-s3cret"}, content.Missing, "--s3-key-file"},
		"a bad name":     {Options{Bucket: "Thành phố"}, content.Invalid, "Tên bucket"},
		"plain HTTP":     {Options{Bucket: name, Endpoint: "http://10.0.0.5:9000"}, content.Invalid, "--s3-plain-http"},
		"a password":     {Options{Bucket: name, Endpoint: "https://name:s3cret@s3.example.vn"}, content.Invalid, "--s3-endpoint"},
		"no address":     {Options{Bucket: name, Endpoint: "ftp://s3cret"}, content.Invalid, "--s3-endpoint"},
	} {
		c.o.Region, c.o.Cache, c.o.Limit = "us-east-1", t.TempDir(), 1<<20
		c.o.Endpoint, c.o.Key, c.o.Secret = cmp.Or(c.o.Endpoint, s.Endpoint()), cmp.Or(c.o.Key, s3server.Key), cmp.Or(c.o.Secret, s3server.Secret)
		b, err := Open(c.o)
		if err == nil {
			err = b.Check(t.Context())
		}
		if content.CodeOf(err) != c.code || !strings.Contains(fmt.Sprint(err), c.says) || strings.Contains(fmt.Sprint(err), "s3cret") {
			t.Errorf("%s: %v: %v", what, err, errors.Unwrap(err))
		}
	}
	if _, err := endpoint("http://[::1]:9000", false); err != nil {
		t.Error(err)
	}
	if _, err := endpoint("http://10.0.0.5:9000", true); err != nil {
		t.Error(err)
	}
}

// Whoever asks for an object that is not here reads it while it comes, and gets the last byte once
// all are known to be right; of one that breaks off, or is another, nothing stays.
func TestWhatComesIsReadMeanwhile(t *testing.T) {
	s := s3server.New(t)
	w := s3server.NewWire(t, s)
	far := open(t, s)
	b := reopen(t, s, Options{Bucket: far.name, Prefix: far.prefix, Limit: 64 << 20, Endpoint: w.Endpoint()})
	want := bytes.Repeat([]byte("ngã tư sáng đèn "), 200_000)
	size := int64(len(want))
	d, err := far.PutBytes(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	begin := func() (*blob.Arriving, io.ReadCloser) {
		t.Helper()
		w.StopAfter(1 << 20)
		a := b.Follow(t.Context(), d)
		if a == nil {
			t.Fatal("it is here")
		}
		r, err := a.Open(0, size)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 1<<19)
		if _, err := io.ReadFull(r, got); err != nil || !bytes.Equal(got, want[:len(got)]) {
			t.Fatalf("the beginning, while the rest does not come: %v", err)
		}
		return a, r
	}
	gone := func(what string, a *blob.Arriving, r io.ReadCloser, code content.Code) {
		t.Helper()
		rest, err := io.ReadAll(r)
		if content.CodeOf(err) != code || len(rest) >= len(want)-1<<19 {
			t.Errorf("%s: %d bytes more, and %v", what, len(rest), err)
		}
		if err := a.Wait(t.Context()); content.CodeOf(err) != code || r.Close() != nil {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := a.Open(0, 1); err == nil || b.cache.folder.Has(d) || parts(t, b) != 0 || len(b.arriving.all) != 0 {
			t.Errorf("%s: something of it stays", what)
		}
	}

	b.line.stall = 300 * time.Millisecond
	a, r := begin()
	gone("it breaks off", a, r, content.Away)
	b.line.stall, b.line.until = stall, time.Now() // the pause is over
	w.StopAfter(math.MaxInt64)
	b.Ask(t.Context())
	again := func(what string) { // nobody gets a byte before it is whole
		t.Helper()
		if b.Follow(t.Context(), d) != nil {
			t.Errorf("once %s it is read as it comes", what)
		}
		if err := b.Verify(t.Context(), d); err != nil {
			t.Errorf("once %s it does not come whole: %v", what, err)
		}
		if err := b.cache.drop(d); err != nil {
			t.Fatal(err)
		}
	}
	again("it broke off")

	other := bytes.Clone(want)
	other[size-1]++
	if err := os.WriteFile(file(s, b, d), other, 0o600); err != nil {
		t.Fatal(err)
	}
	a, r = begin()
	w.StopAfter(math.MaxInt64)
	gone("it is another", a, r, content.Damaged)
	if err := os.WriteFile(file(s, b, d), want, 0o600); err != nil {
		t.Fatal(err)
	}
	b.bad.since[d] = time.Now().Add(-badFor)
	again("it was another")

	a, r = begin()
	beside := b.Follow(t.Context(), d)
	tail, err := beside.Open(size-5, size)
	if err != nil || beside != a {
		t.Fatalf("it comes twice (%v)", err)
	}
	w.StopAfter(math.MaxInt64)
	for part, left := range map[io.ReadCloser][]byte{r: want[1<<19:], tail: want[size-5:]} {
		if got, err := io.ReadAll(part); err != nil || !bytes.Equal(got, left) {
			t.Errorf("the rest: %d bytes, want %d, %v", len(got), len(left), err)
		}
		if err := part.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := a.Wait(t.Context()); err != nil || b.Follow(t.Context(), d) != nil || b.Verify(t.Context(), d) != nil {
		t.Errorf("it has not come: %v", err)
	}
}
