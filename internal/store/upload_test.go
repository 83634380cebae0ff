package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// A file comes over two lines, of which the later counts; it is read by one run at a time, another
// takes it over once that one is silent, and what it made was made once.
func TestUploads(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, up := t.Context(), Uploads{s}
		most := func(files int, bytes int64) error {
			if files > 0 || bytes > 0 {
				return errReadElsewhere()
			}
			return nil
		}
		x := Upload{ID: "x", Who: "an", Name: "họp.pdf", Bytes: 10, Object: "o"}
		if err := up.Begin(ctx, x, most); err != nil {
			t.Fatal(err)
		}
		refused(t, up.Begin(ctx, Upload{ID: "y", Who: "an", Bytes: 1}, most), content.Conflict)
		old := must[Upload](t)(up.Turn(ctx, "x"))
		now := must[Upload](t)(up.Turn(ctx, "x"))
		now.Come, now.Parts, old.Come = 6, "a", 4
		if err := up.Came(ctx, now, 0); err != nil {
			t.Fatal(err)
		}
		refused(t, up.Came(ctx, old, 0), content.Conflict) // its line hung
		refused(t, up.Came(ctx, now, 0), content.Conflict)
		if err := up.Want(ctx, "x", "w"); err != nil {
			t.Fatal(err)
		}
		_, err := up.Take(ctx, "one", "it ends the server")
		refused(t, err, content.NotFound) // it is not whole
		now.Come = 10
		if err := up.Came(ctx, now, 6); err != nil {
			t.Fatal(err)
		}
		for _, said := range []string{"w", "again"} {
			if err := up.Want(ctx, "x", said); err != nil {
				t.Fatal(err)
			}
		}
		if got := must[Upload](t)(up.Take(ctx, "one", "it ends the server")); got.Wanted != "w" || got.Begun != 1 || got.Who != "an" {
			t.Errorf("it is taken as %+v", got)
		}
		_, err = up.Take(ctx, "two", "it ends the server")
		refused(t, err, content.NotFound)
		if err := up.Tell(ctx, "x", "one", 2, 3); err != nil {
			t.Fatal(err)
		}
		silent := func() {
			if _, err := s.writes.Exec(`UPDATE uploads SET until_ms = 0`); err != nil {
				t.Fatal(err)
			}
		}
		silent()
		if got := must[Upload](t)(up.Take(ctx, "two", "it ends the server")); got.Begun != 2 || got.Seen != 2 || got.Pages != 3 {
			t.Errorf("the next has %+v", got)
		}
		makes := func(run, slide string) error {
			_, err := s.Change(ctx, "an", func(tx *Tx) error {
				return errors.Join(tx.PutSlide(ctx, content.Slide{ID: slide, State: content.Draft}), tx.ReadUpload(ctx, "x", run, slide))
			})
			return err
		}
		refused(t, up.Tell(ctx, "x", "one", 3, 3), content.Conflict)
		refused(t, makes("one", "s-0"), content.Conflict)
		if err := makes("two", "s-1"); err != nil {
			t.Fatal(err)
		}
		if err := up.GiveBack(ctx, "x", "two"); err != nil {
			t.Fatal(err)
		}
		if got := must[Upload](t)(up.Take(ctx, "three", "it ends the server")); got.Begun != 2 || got.Slides != "s-1" {
			t.Errorf("given back it is %+v", got)
		}
		if err := up.Made(ctx, "x", "three", "later", false); err != nil {
			t.Fatal(err)
		}
		if err := up.Want(ctx, "x", "once more"); err != nil {
			t.Fatal(err)
		}
		for range MostBegun {
			must[Upload](t)(up.Take(ctx, "four", "it ends the server"))
			silent()
		}
		_, err = up.Take(ctx, "four", "it ends the server")
		refused(t, err, content.NotFound)
		if got := must[Upload](t)(up.Get(ctx, "x")); got.Made != "it ends the server" || got.Wanted != "" {
			t.Errorf("in the end it is %+v", got)
		}
		if all := must[[]Upload](t)(up.All(ctx, time.Now().Add(time.Hour))); len(all) != 1 || !strings.HasPrefix(all[0].Name, "họp") {
			t.Errorf("all are %+v", all)
		}
		for range 2 {
			if err := up.Drop(ctx, "x"); err != nil {
				t.Fatal(err)
			}
		}
		_, err = up.Turn(context.WithoutCancel(ctx), "x")
		refused(t, err, content.NotFound)
	})
}
