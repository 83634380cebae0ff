package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Many frames are kept at once, each body once, and again nothing is written.
func TestManyFramesAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		var frames []protocol.Frame
		for i := range 3*putRows + 7 {
			f := must[protocol.Frame](t)(protocol.Seal(protocol.Frame{
				Type: protocol.TypeProgramme, For: fmt.Sprint("aud", i), Number: 10, From: 1, Until: 2,
			}, fmt.Sprint("body", i/2), nil))
			f.Key, f.Sig = "0011223344556677", []byte{byte(i), 255}
			frames = append(frames, f)
		}
		for range 2 {
			if err := s.PutFrames(ctx, frames); err != nil {
				t.Fatal(err)
			}
		}
		for i := range frames {
			frames[i].Number++ // newer, but the same: nothing to write
		}
		if err := s.PutFrames(ctx, frames); err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{0, 1, putRows, len(frames) - 1} {
			frames[i].Number = 10
			newest := must[SentFrame](t)(s.NewestFrame(ctx, protocol.TypeProgramme, frames[i].For))
			if diff := cmp.Diff(frames[i], newest.Frame); diff != "" {
				t.Error(diff)
			}
		}
		var sent, bodies int
		if err := s.q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM sent), (SELECT count(*) FROM bodies)`).Scan(&sent, &bodies); err != nil {
			t.Fatal(err)
		}
		if sent != len(frames) || bodies != (len(frames)+1)/2 {
			t.Errorf("%d frames and %d bodies", sent, bodies)
		}
		if err := s.PutFrames(ctx, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestFrames(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		seal := func(about protocol.Type, thing string, number int64, body string) protocol.Frame {
			f := must[protocol.Frame](t)(protocol.Seal(protocol.Frame{Type: about, For: thing, Number: number, From: 1, Until: 2}, map[string]string{"b": body}, nil))
			f.Key, f.Sig = "0011223344556677", []byte{0, 1, 255}
			return f
		}
		_, err := s.NewestFrame(ctx, protocol.TypeProgramme, "aud")
		refused(t, err, content.NotFound)
		a, b, back := seal(protocol.TypeProgramme, "aud", 10, "a"), seal(protocol.TypeProgramme, "aud", 20, "b"), seal(protocol.TypeProgramme, "aud", 30, "a")
		var times []time.Time
		for _, f := range []protocol.Frame{a, b, back} {
			var all sync.WaitGroup
			for range 3 { // every node says so, again and again
				all.Go(func() {
					if err := s.PutFrame(ctx, f); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			again := f
			again.Number += 5
			if err := s.PutFrame(ctx, again); err != nil {
				t.Error(err)
			}
			newest := must[SentFrame](t)(s.NewestFrame(ctx, protocol.TypeProgramme, "aud"))
			if diff := cmp.Diff(f, newest.Frame); diff != "" {
				t.Error(diff)
			}
			times = append(times, newest.At)
			time.Sleep(3 * time.Millisecond)
		}
		if err := s.PutFrame(ctx, seal(protocol.TypeScreen, "aud", 40, "a")); err != nil {
			t.Fatal(err)
		}
		if err := s.PutFrame(ctx, seal(protocol.TypeTakeover, "t-1", 50, "t")); err != nil {
			t.Fatal(err)
		}
		if err := s.PutFrame(ctx, seal(protocol.TypeTakeover, protocol.RollName, 51, "r")); err != nil {
			t.Fatal(err)
		}
		said := must[[]SentFrame](t)(s.TakeoverHeads(ctx, times[0], times[2].Add(time.Minute)))
		if len(said) != 1 || said[0].Number != 50 || said[0].From != 1 || said[0].Until != 2 || said[0].Body != nil {
			t.Errorf("of takeovers was sent %v", said)
		}
		if s.dialect == lite { // every player that comes back asks for one
			wants := "SEARCH n USING INDEX sent_once (type=? AND thing=? AND number=?)"
			plan := must[[]string](t)(list(ctx, s.conn, func(row scanner) (line string, err error) {
				var id, parent, unused int
				return line, row.Scan(&id, &parent, &unused, &line)
			}, `EXPLAIN QUERY PLAN `+newestFrame, "1", "2"))
			if !strings.Contains(strings.Join(plan, "\n"), wants) {
				t.Errorf("the newest frame of a thing is read by\n%s", strings.Join(plan, "\n"))
			}
		}
		held := func(from, until time.Time) (numbers []int64) {
			heads := must[[]SentFrame](t)(s.FrameHeads(ctx, protocol.TypeProgramme, "aud", from, until))
			for i, f := range must[[]SentFrame](t)(s.Frames(ctx, protocol.TypeProgramme, "aud", from, until)) {
				numbers = append(numbers, f.Number)
				if f.Body == nil || heads[i].Body != nil || heads[i].Hash != f.Hash {
					t.Errorf("%+v has the head %+v", f, heads[i])
				}
			}
			return numbers
		}
		for _, test := range []struct {
			from, until time.Time
			want        []int64
		}{
			{times[0].Add(-time.Hour), times[2].Add(time.Hour), []int64{10, 20, 30}},
			{times[0].Add(-time.Hour), times[0], []int64{10}},
			{times[0].Add(-time.Hour), times[0].Add(-time.Millisecond), nil},
			{times[1].Add(time.Millisecond), times[2].Add(-time.Millisecond), []int64{20}},
			{times[1], times[2], []int64{20, 30}},
			{times[1], times[1], []int64{20}},
			{times[2].Add(time.Hour), times[2].Add(2 * time.Hour), []int64{30}},
		} {
			if got := held(test.from, test.until); !slices.Equal(got, test.want) {
				t.Errorf("from %v until %v: %v, want %v", test.from, test.until, got, test.want)
			}
		}
		if got := must[SentFrame](t)(s.FrameByHash(ctx, a.Hash)); got.Number != 10 || string(got.Body) != string(a.Body) {
			t.Errorf("by hash: %+v", got)
		}
		if len(must[[]Change](t)(s.Changes(ctx, 0, 0))) != 0 {
			t.Error("sending a frame is a change")
		}
	})
}

func runsOf(seqs ...int64) (runs []protocol.Run) {
	for _, seq := range seqs {
		start := noon.UnixMilli() + seq*60_000
		runs = append(runs, protocol.Run{Seq: seq, Audience: "aud", Programme: "hash", Entered: noon.UnixMilli(), From: start, Until: start + 60_000, Clock: "synced"})
	}
	return runs
}

func TestStoreRuns(t *testing.T) {
	tests := []struct {
		name    string
		batches [][]int64
		acked   []int64
	}{
		{"in order", [][]int64{{1, 2, 3}, {4}}, []int64{3, 4}},
		{"again", [][]int64{{1, 2}, {1, 2}, {2, 3}}, []int64{2, 2, 3}},
		{"with a hole that is filled", [][]int64{{1, 2, 5}, {4}, {3}, {6}}, []int64{2, 2, 5, 6}},
		{"from the middle of a journal", [][]int64{{100, 101}, {102}}, []int64{101, 102}},
		{"an earlier one turns up", [][]int64{{5, 6}, {3}, {4}}, []int64{6, 3, 6}},
		{"from zero, out of order", [][]int64{{2, 0, 1}}, []int64{2}},
		{"nothing", [][]int64{{}, {7}, {}}, []int64{0, 7, 7}},
	}
	onBoth(t, func(t *testing.T, s *Store) {
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				for i, batch := range test.batches {
					acked, err := s.StoreRuns(t.Context(), "HN-1", protocol.Plays{Journal: test.name, Runs: runsOf(batch...)})
					if err != nil || acked != test.acked[i] {
						t.Errorf("after %v acknowledged %d (%v), want %d", batch, acked, err, test.acked[i])
					}
				}
			})
		}
		_, err := s.StoreRuns(t.Context(), "HN-1", protocol.Plays{Journal: "big", Runs: make([]protocol.Run, MaxRuns+1)})
		refused(t, err, content.TooLarge)
		if len(must[[]Change](t)(s.Changes(t.Context(), 0, 0))) != 0 {
			t.Error("storing plays is a change")
		}
	})
}

func TestRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		sent := runsOf(0, 1, 2, 3, 4, 5)
		sent[3].Except = []protocol.Except{{Start: sent[3].From, Shown: "evergreen", Why: "missing"}}
		for _, screen := range []string{"HN-1", "HN-2"} {
			var all sync.WaitGroup
			for range 3 { // the same batch over three connections at once
				all.Go(func() {
					if acked, err := s.StoreRuns(ctx, screen, protocol.Plays{Journal: "j", Runs: sent}); err != nil || acked != 5 {
						t.Errorf("acknowledged %d, %v", acked, err)
					}
				})
			}
			all.Wait()
		}
		changed := runsOf(0)
		changed[0].Programme = "forged later"
		must[int64](t)(s.StoreRuns(ctx, "HN-1", protocol.Plays{Journal: "j", Runs: changed}))
		var got []protocol.Run
		for q := (RunQuery{Screen: "HN-1", Limit: 4}); ; {
			page := must[[]StoredRun](t)(s.Runs(ctx, q))
			if len(page) == 0 {
				break
			}
			for _, run := range page {
				if len(run.Except) == 0 {
					run.Except = nil
				}
				got = append(got, run.Run)
			}
			q.After = page[len(page)-1]
		}
		if diff := cmp.Diff(sent, got); diff != "" {
			t.Error(diff)
		}
		window := must[[]StoredRun](t)(s.Runs(ctx, RunQuery{Screen: "HN-2", From: noon.Add(90 * time.Second), Until: noon.Add(3 * time.Minute)}))
		if len(window) != 2 || window[0].Seq != 1 || window[1].Seq != 2 || window[0].Got.IsZero() {
			t.Errorf("in the window: %+v", window)
		}
	})
}

func TestScans(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutScreen(ctx, content.Screen{Code: "K1"}); err != nil {
				return err
			}
			return tx.PutScreen(ctx, content.Screen{Code: "K2"})
		})
		last := must[int64](t)(s.LastChange(ctx))
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if err := s.CountScan(ctx, "K1", noon.Add(59*time.Minute)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, scan := range []struct {
			screen string
			at     time.Time
		}{{"K2", noon}, {"K1", noon.Add(time.Hour)}} {
			if err := s.CountScan(ctx, scan.screen, scan.at); err != nil {
				t.Fatal(err)
			}
		}
		refused(t, s.CountScan(ctx, "guess", noon), content.NotFound)
		if must[int64](t)(s.LastChange(ctx)) != last {
			t.Error("a scan is a change")
		}
		want := []Scans{{"K1", noon, 5}, {"K2", noon, 1}, {"K1", noon.Add(time.Hour), 1}}
		var got []Scans
		for after := (Scans{}); ; {
			page := must[[]Scans](t)(s.ScansBetween(ctx, "", noon, noon.Add(2*time.Hour), after, 2))
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			after = page[len(page)-1]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if one := must[[]Scans](t)(s.ScansBetween(ctx, "K2", noon, noon.Add(time.Hour), Scans{}, 0)); len(one) != 1 {
			t.Errorf("of one screen: %+v", one)
		}
	})
}
