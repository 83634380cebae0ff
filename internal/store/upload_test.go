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
		if _, err := up.Begin(ctx, x, most); err != nil {
			t.Fatal(err)
		}
		_, err := up.Begin(ctx, Upload{ID: "y", Who: "an", Bytes: 1}, most)
		refused(t, err, content.Conflict)
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
		_, err = up.Take(ctx, "one", "it ends the server")
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
				return errors.Join(tx.PutSlide(ctx, content.Slide{ID: slide, State: content.Draft}), tx.UploadMade(ctx, "x", run, slide))
			})
			return err
		}
		refused(t, up.Tell(ctx, "x", "one", 3, 3), content.Conflict)
		refused(t, makes("one", "s-0"), content.Conflict)
		if err := up.PutOff(ctx, "x", "two", false); err != nil { // it is stopped
			t.Fatal(err)
		}
		if got := must[Upload](t)(up.Take(ctx, "three", "it ends the server")); got.Begun != 2 || got.Run != "three" {
			t.Errorf("given back it is %+v", got)
		}
		if err := up.PutOff(ctx, "x", "three", true); err != nil { // S3 does not answer
			t.Fatal(err)
		}
		_, err = up.Take(ctx, "three", "it ends the server")
		refused(t, err, content.NotFound) // it rests
		silent()
		if got := must[Upload](t)(up.Take(ctx, "three", "it ends the server")); got.Begun != 2 {
			t.Errorf("after a rest it is %+v", got)
		}
		if err := up.Made(ctx, "x", "three", "no right", false); err != nil {
			t.Fatal(err)
		}
		if waits := must[[]Stock](t)(s.Coming(ctx)); len(waits) > 0 {
			t.Errorf("what was refused counts in the quota: %+v", waits)
		}
		want := func(said string) {
			t.Helper()
			if err := up.Want(ctx, "x", said); err != nil {
				t.Fatal(err)
			}
		}
		want("once more")
		if waits := must[[]Stock](t)(s.Coming(ctx)); len(waits) != 1 || waits[0].Bytes != 10 {
			t.Errorf("on its way is %+v", waits)
		}
		for _, run := range []string{"four", "five", "six"} {
			must[Upload](t)(up.Take(ctx, run, "it ends the server"))
			silent()
		}
		_, err = up.Take(ctx, "six", "it ends the server")
		refused(t, err, content.NotFound) // it is at it
		_, err = up.Take(ctx, "seven", "it ends the server")
		refused(t, err, content.NotFound)
		if got := must[Upload](t)(up.Get(ctx, "x")); got.Made != "it ends the server" || got.Wanted != "" || got.Done() {
			t.Errorf("in the end it is %+v", got)
		}
		want("nobody has room")
		if err := up.GiveUp(ctx, time.Now().Add(-time.Hour), "nobody read it"); err != nil {
			t.Fatal(err)
		}
		must[Upload](t)(up.Take(ctx, "eight", "it ends the server"))
		if err := up.GiveUp(ctx, time.Now().Add(time.Hour), "nobody read it"); err != nil {
			t.Fatal(err)
		}
		if got := must[Upload](t)(up.Get(ctx, "x")); got.Made != "" {
			t.Errorf("what is read is given up: %+v", got)
		}
		silent()
		if err := up.GiveUp(ctx, time.Now().Add(time.Hour), "nobody read it"); err != nil {
			t.Fatal(err)
		}
		if got := must[Upload](t)(up.Get(ctx, "x")); got.Made != "nobody read it" || got.Wanted != "" {
			t.Errorf("what waits for a day is %+v", got)
		}
		want("there is room")
		for _, run := range []string{"nine", "ten", "eleven"} {
			must[Upload](t)(up.Take(ctx, run, "it ends the server"))
			silent()
		}
		if err := makes("eleven", "s-1"); err != nil { // and dies before it says so
			t.Fatal(err)
		}
		_, err = up.Take(ctx, "twelve", "it ends the server")
		refused(t, err, content.NotFound)
		if got := must[Upload](t)(up.Get(ctx, "x")); got.Made != "s-1" || !got.Done() {
			t.Errorf("whose drafts are there is %+v", got)
		}
		if _, err := up.Begin(ctx, Upload{ID: "y", Who: "an", Bytes: 1}, most); err != nil {
			t.Error("what is read for good counts among the files of its sender:", err)
		}
		seen := must[Upload](t)(up.Get(ctx, "y"))
		must[Upload](t)(up.Turn(ctx, "y")) // its sender goes on
		if dropped, err := up.DropOld(ctx, seen); dropped || err != nil {
			t.Errorf("the sweep drops what goes on: %v", err)
		}
		if dropped, err := up.DropOld(ctx, must[Upload](t)(up.Get(ctx, "y"))); !dropped || err != nil {
			t.Errorf("the sweep leaves what is old: %v", err)
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

// What waited for a day and is refused then is kept for a day from then on, and what became of a file is
// told for as long. A file too many has what was refused give way, the oldest first, and nothing that
// is on its way; where that is not enough all stays.
func TestWhatIsRefusedIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, up := t.Context(), Uploads{s}
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		none := func(int, int64) error { return nil }
		one := func(files int, bytes int64) error {
			if files > 1 || bytes > 10 {
				return errReadElsewhere()
			}
			return nil
		}
		waits := func(id string) {
			t.Helper()
			must[[]Upload](t)(up.Begin(ctx, Upload{ID: id, Who: "an", Bytes: 10}, none))
			u := must[Upload](t)(up.Turn(ctx, id))
			u.Come = 10
			ok(up.Came(ctx, u, 0))
			ok(up.Want(ctx, id, "w"))
			_, err := s.writes.Exec(`UPDATE uploads SET at = at - 86400000 WHERE id = $1`, id)
			ok(err)
		}
		waits("a")
		must[Upload](t)(up.Take(ctx, "run", "it ends the server"))
		ok(up.Made(ctx, "a", "run", "no right", false))
		waits("b")
		_, err := s.writes.Exec(`UPDATE uploads SET begun = $1 WHERE id = 'b'`, MostBegun)
		ok(err)
		_, err = up.Take(ctx, "run", "it ends the server")
		refused(t, err, content.NotFound)
		waits("done")
		must[Upload](t)(up.Take(ctx, "run", "it ends the server"))
		_, err = s.Change(ctx, "an", func(tx *Tx) error {
			return errors.Join(tx.PutSlide(ctx, content.Slide{ID: "s-1", State: content.Draft}), tx.UploadMade(ctx, "done", "run", "s-1"))
		})
		ok(err)
		if old := must[[]Upload](t)(up.All(ctx, time.Now().Add(-time.Hour))); len(old) > 0 {
			t.Errorf("just when it is said what became of them the sweep takes %+v", old)
		}

		must[[]Upload](t)(up.Begin(ctx, Upload{ID: "comes", Who: "an", Bytes: 10}, none))
		must[[]Upload](t)(up.Begin(ctx, Upload{ID: "other", Who: "binh", Bytes: 10}, none))
		_, err = up.Begin(ctx, Upload{ID: "c", Who: "an", Bytes: 1}, func(int, int64) error { return errReadElsewhere() })
		refused(t, err, content.Conflict)
		gone := must[[]Upload](t)(up.Begin(ctx, Upload{ID: "c", Who: "an", Bytes: 1}, one))
		if len(gone) != 2 || gone[0].ID != "a" || gone[1].ID != "b" {
			t.Errorf("to a file too many give way %+v", gone)
		}
		_, err = up.Begin(ctx, Upload{ID: "d", Who: "an", Bytes: 1}, one)
		refused(t, err, content.Conflict)
		if all := must[[]Upload](t)(up.All(ctx, time.Now().Add(time.Hour))); len(all) != 4 {
			t.Errorf("in the end there are %+v", all)
		}
	})
}
