package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// way is one in which something refers to a medium.
type way struct {
	name      string
	put, drop func(ctx context.Context, s *Store, id string, d content.Digest) error
}

func byChange(do func(ctx context.Context, tx *Tx, id string, d content.Digest) error) func(context.Context, *Store, string, content.Digest) error {
	return func(ctx context.Context, s *Store, id string, d content.Digest) error {
		_, err := s.Change(ctx, "an", func(tx *Tx) error { return do(ctx, tx, id, d) })
		return err
	}
}

func slideIn(state content.State) way {
	return way{
		string(state),
		byChange(func(ctx context.Context, tx *Tx, id string, d content.Digest) error {
			return tx.PutSlide(ctx, content.Slide{ID: id, Medium: d, State: state})
		}),
		byChange(func(ctx context.Context, tx *Tx, id string, _ content.Digest) error { return tx.DeleteSlide(ctx, id) }),
	}
}

var ways = []way{
	slideIn(content.Draft), slideIn(content.Submitted), slideIn(content.Approved), slideIn(content.TakenOff),
	{
		"pair",
		byChange(func(ctx context.Context, tx *Tx, id string, d content.Digest) error {
			return tx.PutSlide(ctx, content.Slide{ID: id, State: content.Draft, Pair: &content.Pair{Medium: d}})
		}),
		byChange(func(ctx context.Context, tx *Tx, id string, _ content.Digest) error { return tx.DeleteSlide(ctx, id) }),
	},
	{
		"beside",
		byChange(func(ctx context.Context, tx *Tx, id string, d content.Digest) error {
			draft := content.SlideDraft{DraftOf: content.DraftOf[content.Slide]{ID: id, Doc: content.Slide{ID: id, Medium: d, State: content.Draft}}, Beside: true}
			return tx.PutSlideDraft(ctx, "write", draft)
		}),
		byChange(func(ctx context.Context, tx *Tx, id string, _ content.Digest) error {
			return tx.EndDraft(ctx, "discard", NounSlide, id, "")
		}),
	},
	{
		"setting",
		byChange(func(ctx context.Context, tx *Tx, id string, d content.Digest) error {
			return tx.PutSetting(ctx, id, "/m/"+string(d))
		}),
		byChange(func(ctx context.Context, tx *Tx, id string, _ content.Digest) error { return tx.DeleteSetting(ctx, id) }),
	},
	{
		"inbox",
		byChange(func(ctx context.Context, tx *Tx, id string, d content.Digest) error {
			return tx.PutInboxFile(ctx, InboxFile{Path: id, Digest: d})
		}),
		byChange(func(ctx context.Context, tx *Tx, id string, _ content.Digest) error {
			return tx.DeleteInboxFile(ctx, id)
		}),
	},
	{
		"typed",
		func(ctx context.Context, s *Store, id string, d content.Digest) error {
			return KeepTyped(ctx, s, id, Typed{Place: "/studio/notice", At: time.Now(), Fields: "file=" + string(d) + "&head=a"})
		},
		func(ctx context.Context, s *Store, id string, _ content.Digest) error {
			return DropTyped(ctx, s, id, "/studio/notice")
		},
	},
}

// frameOf is a frame whose body names bytes, right behind letters that look like more of them.
func frameOf(t *testing.T, number int64, d content.Digest) protocol.Frame {
	t.Helper()
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeProgramme, For: "aud", Number: number, From: number, Until: number + 1}, "\u003c"+string(d), nil)
	if err != nil {
		t.Fatal(err)
	}
	f.Key, f.Sig = "0011223344556677", []byte{1}
	return f
}

// Over random references and steps of the clock, nothing that is referred to, or was ever sent, is
// removed, and what nothing has referred to for the grace time is.
func TestOnlyUnusedMediaAreRemoved(t *testing.T) {
	const grace = 7 * 24 * time.Hour
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, seed := t.Context(), rand.Uint64()
		t.Logf("seed %d", seed)
		rnd := rand.New(rand.NewPCG(seed, 1))
		type known struct {
			d     content.Digest
			there bool
			refs  []string // index of the way and ID
			since time.Time
			proof bool
		}
		media := make([]*known, 8)
		quick := func(m *known) content.Digest { return content.DigestOf([]byte("quick" + m.d)) }
		fine := func(m *known) content.Digest { return content.DigestOf([]byte("fine" + m.d)) }
		put := func(m *known) {
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				if err := tx.PutMedium(ctx, Medium{Digest: m.d, Kind: content.Picture}); err != nil {
					return err
				}
				r := Rendition{Medium: m.d, Width: 8, Height: 8, Fit: "contain", Ref: content.Ref{Digest: quick(m)}, Grade: Quick}
				if err := tx.PutRendition(ctx, r); err != nil {
					return err
				}
				r.Ref.Digest, r.Grade = fine(m), Fine
				return tx.PutRendition(ctx, r)
			})
			m.there, m.since = true, time.Time{}
		}
		for i := range media {
			media[i] = &known{d: content.DigestOf([]byte{byte(i)})}
			put(media[i])
		}
		now, removed := time.UnixMilli(1_800_000_000_000), 0
		for step := range 160 {
			m := media[rnd.IntN(len(media))]
			switch what := rnd.IntN(10); {
			case what < 2 && !m.there:
				put(m)
			case what == 0 && step%5 == 0: // was on air
				d := []content.Digest{m.d, quick(m), fine(m)}[rnd.IntN(3)]
				if err := s.PutFrame(ctx, frameOf(t, int64(step+1), d)); err != nil {
					t.Fatal(err)
				}
				m.proof = true
			case what < 3 && m.there:
				w := rnd.IntN(len(ways))
				id := fmt.Sprint(w, "-", step)
				if err := ways[w].put(ctx, s, id, m.d); err != nil {
					t.Fatalf("%s: %v", ways[w].name, err)
				}
				m.refs = append(m.refs, id)
			case what < 6 && len(m.refs) > 0:
				var w, n int
				fmt.Sscanf(m.refs[0], "%d-%d", &w, &n)
				if err := ways[w].drop(ctx, s, m.refs[0], m.d); err != nil {
					t.Fatalf("%s: %v", ways[w].name, err)
				}
				m.refs = m.refs[1:]
			default:
				now = now.Add(time.Duration(rnd.IntN(80)-8) * time.Hour)
			}
			if step%2 == 0 {
				continue
			}
			if _, err := SweepMedia(ctx, s, now, grace); err != nil {
				t.Fatal(err)
			}
			for i, m := range media {
				switch {
				case !m.there:
				case len(m.refs) > 0:
					m.since = time.Time{}
				case m.since.IsZero() || m.since.After(now):
					m.since = now
				}
				due := m.there && len(m.refs) == 0 && !m.proof && now.Sub(m.since) >= grace
				_, err := s.Medium(ctx, m.d)
				if got := err == nil; got != (m.there && !due) {
					t.Fatalf("step %d: medium %d is there: %v; due: %v, %+v, now %v", step, i, got, due, m, now)
				}
				if due {
					m.there, removed = false, removed+1
				}
			}
		}
		if removed == 0 {
			t.Error("nothing was ever removed")
		}
	})
}

// Whoever sends a file again while it is removed has a slide with its file.
func TestAReferenceDuringTheSweep(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), time.UnixMilli(1_800_000_000_000)
		for i := range 12 {
			m := Medium{Digest: content.DigestOf([]byte{byte(i)}), Kind: content.Picture}
			changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutMedium(ctx, m) })
			must[int](t)(SweepMedia(ctx, s, now, time.Hour))
			now = now.Add(2 * time.Hour)
			var wg sync.WaitGroup
			wg.Go(func() {
				if _, err := SweepMedia(ctx, s, now, time.Hour); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() {
				_, err := s.Change(ctx, "an", func(tx *Tx) error {
					if err := tx.PutMedium(ctx, m); err != nil {
						return err
					}
					return tx.PutSlide(ctx, content.Slide{ID: fmt.Sprint("s", i), Medium: m.Digest, State: content.Draft})
				})
				if err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
			if _, err := s.Medium(ctx, m.Digest); err != nil {
				t.Fatalf("round %d: a slide is without its file: %v", i, err)
			}
		}
	})
}

// One sweep is one line of the log, which names what went; bytes go a day later, and not those that
// something has again by then.
func TestLeftovers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), time.UnixMilli(1_800_000_000_000)
		a, b := Medium{Digest: content.DigestOf([]byte("a"))}, Medium{Digest: content.DigestOf([]byte("b"))}
		both := func(ctx context.Context, tx *Tx) error {
			if err := tx.PutMedium(ctx, a); err != nil {
				return err
			}
			return tx.PutMedium(ctx, b)
		}
		changed(t, s, both)
		must[int](t)(SweepMedia(ctx, s, now, time.Hour))
		before := must[int64](t)(s.LastChange(ctx))
		now = now.Add(time.Hour)
		if n := must[int](t)(SweepMedia(ctx, s, now, time.Hour)); n != 2 {
			t.Fatalf("%d are removed", n)
		}
		if lines := must[[]Change](t)(s.Changes(ctx, before, 0)); len(lines) != 1 || lines[0].Verb != "delete" || lines[0].Noun != NounMedium {
			t.Errorf("the log: %+v", lines)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutMedium(ctx, b) })
		var asked []content.Digest
		clear := func(gone bool) {
			t.Helper()
			if err := ClearLeftovers(ctx, s, now, func(d content.Digest) (bool, error) { asked = append(asked, d); return gone, nil }); err != nil {
				t.Fatal(err)
			}
		}
		clear(true)
		if len(asked) != 0 {
			t.Errorf("bytes go at once: %v", asked)
		}
		now = now.Add(LeftoverFor)
		clear(false)
		clear(true)
		clear(true)
		if !slices.Equal(asked, []content.Digest{a.Digest, a.Digest}) {
			t.Errorf("asked for %v", asked)
		}
	})
}

// What refers to no medium is a table.
func TestMuteTables(t *testing.T) {
	all := tablesOf(must[[]step](t)(readSteps(migrations)))
	for _, table := range mute {
		if !slices.Contains(all, table) {
			t.Errorf("no table %s", table)
		}
	}
}
