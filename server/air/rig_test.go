package air

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/bus"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// rig is an Air between a real store and a real hub.
type rig struct {
	*Air
	t    *testing.T
	bell *bus.Bus
	pub  ed25519.PublicKey

	parts Options // but for the hub
}

var led = content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}

// units are read once for all tests.
var units = sync.OnceValues(func() (*area.Set, error) { return area.Load(areas.Files) })

// newRig opens all parts and lets fill put in what is there before Air starts.
func newRig(t *testing.T, fill func(context.Context, *store.Tx) error) *rig {
	t.Helper()
	t.Parallel()
	dir := t.TempDir()
	db, err := store.Open(t.Context(), filepath.Join(dir, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	return newRigOn(t, db, dir, fill)
}

// newRigOn is [newRig] with a database.
func newRigOn(t *testing.T, db *store.Store, dir string, fill func(context.Context, *store.Tx) error) *rig {
	t.Helper()
	t.Cleanup(func() { db.Close() })
	media, err := blob.Open(filepath.Join(dir, "media"))
	if err != nil {
		t.Fatal(err)
	}
	units, err := units()
	if err != nil {
		t.Fatal(err)
	}
	pub, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, bell: &bus.Bus{}, pub: pub, parts: Options{
		Store: db, Media: media, Areas: units, Faces: paint.Faces(), Key: key, Log: slog.New(slog.DiscardHandler),
	}}
	db.OnChange(r.bell.Ring)
	r.Air = r.made()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "c", Name: "c", Pool: "city", Weight: 1}); err != nil {
			return err
		}
		return fill(ctx, tx)
	})
	if err := r.Start(t.Context(), r.bell.Subscribe(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	return r
}

// made is an Air with a hub of its own over the rig's parts.
func (r *rig) made() *Air {
	o := r.parts
	o.Hub = hub.New(hub.Options{})
	r.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		o.Hub.Shutdown(ctx, 0)
	})
	return New(o)
}

// another is a server that has just started over the same store.
func (r *rig) another() *rig {
	r.t.Helper()
	other := &rig{t: r.t, bell: r.bell, pub: r.pub, parts: r.parts}
	other.Air = other.made()
	if err := other.Start(r.t.Context(), r.bell.Subscribe(r.t.Context())); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(other.Stop)
	return other
}

func (r *rig) change(do func(context.Context, *store.Tx) error) int64 {
	r.t.Helper()
	n, err := r.store.Change(r.t.Context(), "test", func(tx *store.Tx) error { return do(r.t.Context(), tx) })
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func (r *rig) put(slides ...content.Slide) int64 {
	r.t.Helper()
	return r.change(func(ctx context.Context, tx *store.Tx) error { return putSlides(ctx, tx, slides...) })
}

func putSlides(ctx context.Context, tx *store.Tx, slides ...content.Slide) error {
	for _, s := range slides {
		if err := tx.PutSlide(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// patience is how long what must come may take on a busy machine; where all goes well nobody waits
// for it.
const patience = 30 * time.Second

// calm waits until Air has seen the last change and its second is over.
func (r *rig) calm() {
	r.t.Helper()
	last, err := r.store.LastChange(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		r.mu.Lock()
		done := r.scene != nil && r.scene.State.Number == last && time.Until(r.alarm) > time.Minute
		for _, on := range r.audiences {
			done = done && time.Since(on.sent) > pace
		}
		r.mu.Unlock()
		if done {
			return
		}
		if time.Now().After(end) {
			r.t.Fatal("Air did not come to rest")
		}
	}
}

// notice is an approved slide of words.
func notice(id, head string) content.Slide {
	return content.Slide{
		ID: id, Campaign: "c", Kind: content.Notice, Style: content.Slogan, Title: id,
		Words: content.Words{Head: head}, State: content.Approved,
	}
}

// screen stands in Đống Đa from the beginning of time.
func screen(code string, change ...func(*content.Place)) content.Screen {
	p := content.Place{
		Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Thành phố Hà Nội"},
		Venue: content.Intersection, Kind: content.LED, Canvas: led, Zone: content.DefaultZone,
	}
	for _, c := range change {
		c(&p)
	}
	return content.Screen{Code: code, Name: code, Places: []content.Place{p}}
}

func putScreens(ctx context.Context, tx *store.Tx, screens ...content.Screen) error {
	for _, s := range screens {
		if err := tx.PutScreen(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// ear is a player's socket as the hub writes it.
type ear struct {
	t      *testing.T
	frames chan protocol.Frame
	conn   net.Conn
}

// join is what a player of the screen does, but for the door.
func (r *rig) join(code string) *ear {
	r.t.Helper()
	topics, own, err := r.Join(r.t.Context(), code, "")
	if err != nil {
		r.t.Fatal(err)
	}
	return r.sit(hub.Player{Screen: code, Topics: topics, Frames: own})
}

// sit is a socket of a player.
func (r *rig) sit(p hub.Player) *ear {
	r.t.Helper()
	near, far := net.Pipe()
	e := &ear{t: r.t, frames: make(chan protocol.Frame, 100), conn: far}
	go e.read()
	session, err := r.hub.Join(near, p)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { far.Close(); session.Leave() })
	return e
}

// read takes websocket frames apart; a server's are not masked.
func (e *ear) read() {
	defer close(e.frames)
	in := bufio.NewReader(e.conn)
	for {
		var head [2]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return
		}
		n := uint64(head[1] & 0x7f)
		if n >= 126 {
			long := make([]byte, map[uint64]int{126: 2, 127: 8}[n])
			if _, err := io.ReadFull(in, long); err != nil {
				return
			}
			n = binary.BigEndian.Uint64(append(make([]byte, 8-len(long)), long...))
		}
		b := make([]byte, n)
		if _, err := io.ReadFull(in, b); err != nil {
			return
		}
		switch head[0] & 0x0f {
		case 8: // a close: answer as a player does, by going
			e.conn.Close()
			return
		case 9:
			continue
		}
		f, err := protocol.Decode(b)
		if err != nil {
			e.t.Errorf("no frame: %v", err)
			return
		}
		e.frames <- f
	}
}

// next is the next frame.
func (e *ear) next() protocol.Frame {
	e.t.Helper()
	select {
	case f, ok := <-e.frames:
		if !ok {
			e.t.Fatal("the socket was closed")
		}
		return f
	case <-time.After(patience):
		e.t.Fatalf("no frame within %v", patience)
	}
	panic("unreachable")
}

// some is what comes, so many frames at least, until it is quiet.
func (e *ear) some(least int) (all []protocol.Frame) {
	e.t.Helper()
	for range least {
		all = append(all, e.next())
	}
	return append(all, e.rest()...)
}

// rest is what comes until it is quiet.
func (e *ear) rest() (all []protocol.Frame) {
	for {
		select {
		case f, ok := <-e.frames:
			if !ok {
				return all
			}
			all = append(all, f)
		case <-time.After(150 * time.Millisecond):
			return all
		}
	}
}

// ids are the slides of a programme frame.
func ids(t *testing.T, f protocol.Frame) []string {
	t.Helper()
	var p content.Programme
	if err := f.Open(&p); err != nil || f.Type != protocol.TypeProgramme {
		t.Fatalf("a %s: %v", f.Type, err)
	}
	out := []string{}
	for _, s := range p.Slides {
		out = append(out, s.ID)
	}
	return out
}

// only picks the frames of a type.
func only(all []protocol.Frame, typ protocol.Type) (out []protocol.Frame) {
	for _, f := range all {
		if f.Type == typ {
			out = append(out, f)
		}
	}
	return out
}

func types(all []protocol.Frame) string { // for messages
	s := ""
	for _, f := range all {
		s += fmt.Sprint(f.Thing(), "#", f.Number, " ")
	}
	return s
}
