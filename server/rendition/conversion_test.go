package rendition

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// How far a clip is converted is told while it is. Whoever stops it has ffmpeg end and nothing of it
// left; it stays so until somebody has it begin again, or submits the slide.
func TestAConversionIsToldAndStopped(t *testing.T) {
	if !media.CanPoster() {
		t.Skip("conversion takes ffmpeg")
	}
	r := newRig(t)
	renditiontest.Screens(t, r.Store, renditiontest.Demo[3])
	s := r.file("long.mp4", renditiontest.LongFilm(t, "../../internal/media/testdata/cases/4k.mp4", 40))
	row := func() (c store.Conversion) {
		for _, one := range must(r.Store.Conversions(t.Context(), s.Medium))(t) {
			c = one
		}
		return c
	}
	begin := func() (stop func(), ended <-chan error) {
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			_, err := r.completeOne(ctx, s.ID)
			done <- err
		}()
		for end := time.Now().Add(20 * time.Second); row().Percent == 0; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("nobody says how far it is")
			}
		}
		return stop, done
	}
	stop, ended := begin()
	defer stop()
	if !running(r) {
		t.Fatal("ffmpeg is not looked for where it is")
	}
	r.change(func(tx *store.Tx) error { return tx.StopConversion(t.Context(), s.ID, s.Medium) })
	r.no(<-ended)
	if left, _ := filepath.Glob(filepath.Join(r.Workers.Folder, "convert-*")); len(left) > 0 || running(r) {
		t.Errorf("of the conversion there is left %v, and ffmpeg runs: %v", left, running(r))
	}
	r.no(r.Complete(t.Context())) // the next sweep
	if c := row(); c.Stopped != "test" || len(must(r.Store.Renditions(t.Context(), s.Medium))(t)) > 0 {
		t.Errorf("it is not left alone: %+v", c)
	}
	r.no(store.BeginConverting(t.Context(), r.Store)) // a restart
	if c := row(); c.Stopped != "test" {
		t.Errorf("the next start begins again: %+v", c)
	}

	// What is approved is converted all the same, and forgets no stop of the draft beside it.
	live := s
	live.State = content.Approved
	for _, lack := range []int{1, 0} {
		if rests, err := resting(t.Context(), r.Maker, live, lack); rests || err != nil {
			t.Errorf("a stop of the draft holds what is on air: %v", err)
		}
	}
	for _, one := range []content.Slide{live, s} {
		ctx, work := convertFor(t.Context(), r.Maker, one, 1)
		if one.State != content.Approved {
			<-ctx.Done()
		}
		work.end()
		if stopped := context.Cause(ctx) == errStopped; stopped == (one.State == content.Approved) {
			t.Errorf("%s: it is stopped: %v", one.State, stopped)
		}
	}
	if err := r.Prepare(t.Context(), s); !errors.Is(err, errUnmade) {
		t.Errorf("what rests is said to be made: %v", err)
	}

	// What is made ahead, for a file that is to take the place of what is on air, is stopped as well.
	failed := make(chan error, 1)
	go func() {
		f, size, err := r.original(t.Context(), s.Medium)
		if err == nil {
			defer f.Close()
			var taken Taken
			if taken, err = r.Take(t.Context(), "long.mp4", f, size); err == nil {
				err = r.Ahead(t.Context(), "inbox", taken, live)
			}
		}
		failed <- err
	}()
	for end := time.Now().Add(20 * time.Second); row().Percent == 0 || row().Stopped != ""; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody says how far it is")
		}
	}
	r.change(func(tx *store.Tx) error { return tx.StopConversion(t.Context(), s.ID, s.Medium) })
	if err := <-failed; content.CodeOf(err) != content.Invalid || !errors.Is(err, errStopped) {
		t.Errorf("stopped, what is made ahead gives %v", err)
	}

	r.change(func(tx *store.Tx) error { return tx.ConvertAgain(t.Context(), s.ID, s.Medium) })
	if rests, err := resting(t.Context(), r.Maker, s, 1); rests || err != nil {
		t.Errorf("it does not begin again: %v", err)
	}

	r.change(func(tx *store.Tx) error { return tx.StopConversion(t.Context(), s.ID, s.Medium) })
	r.change(func(tx *store.Tx) error {
		d, err := tx.SlideDraft(t.Context(), s.ID)
		if err == nil {
			d, err = d.Submit("an")
		}
		if err != nil {
			return err
		}
		return tx.PutSlideDraft(t.Context(), "submit", d)
	})
	wanted, ended := begin()
	wanted() // the server stops
	<-ended
	if c := row(); c.Slide != "" {
		t.Errorf("a server that stops leaves %+v", c)
	}
}

// running says whether a program works in the folder of the rig's workers.
func running(r *rig) bool {
	programs, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, p := range programs {
		if b, err := os.ReadFile(p); err == nil && bytes.Contains(b, []byte(r.Workers.Folder)) {
			return true
		}
	}
	return false
}
