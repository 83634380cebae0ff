//go:build linux

package field

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// diary is what the page of an agent says it has shown, to be found at the server in the end.
type diary struct {
	a         *agent
	audience  string
	programme string
	from      int64
	told      int64 // last run that the agent has taken into its keeping
}

func newDiary(a *agent, _ content.Programme) *diary {
	return &diary{a: a, from: time.Now().Add(-48 * time.Hour).UnixMilli()}
}

// show has the page report n more slots, and waits until the agent has written them down.
func (d *diary) show(t testing.TB, n int64) {
	t.Helper()
	var err error
	until(t, "the agent writes down what was shown", 60*time.Second, func() bool {
		err = d.tell(d.told + n)
		return err == nil
	})
}

// tell sends runs up to a number, those that were not acknowledged again.
func (d *diary) tell(upTo int64) error {
	s, err := d.a.open()
	if err != nil {
		return err
	}
	defer s.conn.Close()
	if d.programme == "" {
		f, err := s.await(protocol.TypeProgramme)
		if err != nil {
			return err
		}
		d.programme, d.audience = f.Hash, f.For
	}
	return d.write(s, upTo)
}

func (d *diary) write(s *socket, upTo int64) error {
	plays := protocol.Plays{Journal: "of the page"}
	for n := d.told + 1; n <= upTo; n++ {
		at := d.from + n*1000
		plays.Runs = append(plays.Runs, protocol.Run{
			Seq: n, Audience: d.audience, Programme: d.programme, Entered: d.from, From: at, Until: at + 1000, Clock: "synced",
		})
	}
	if err := s.say(protocol.TypePlays, plays); err != nil {
		return err
	}
	f, err := s.await(protocol.TypeAcked)
	if err != nil {
		return err
	}
	var a protocol.Acked
	if err := f.Open(&a); err != nil {
		return err
	}
	if a.Seq < upTo {
		return fmt.Errorf("acknowledged up to %d of %d", a.Seq, upTo)
	}
	d.told = max(d.told, a.Seq)
	return nil
}

// atServer waits until nothing waits in the agent any more, ends the server, and finds
// each run there once.
func (d *diary) atServer(t testing.TB, s *server) {
	t.Helper()
	until(t, "everything that was shown is sent", 3*time.Minute, func() bool { return d.a.figure("runs_waiting") == 0 })
	s.stop()
	st, err := store.Open(t.Context(), filepath.Join(s.data, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	times, q := map[int64]int{}, store.RunQuery{Screen: screen, Limit: store.MaxPage}
	for {
		runs, err := st.Runs(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs {
			times[r.From]++
		}
		if len(runs) < store.MaxPage {
			break
		}
		q.After = runs[len(runs)-1]
	}
	for n := int64(1); n <= d.told; n++ {
		if got := times[d.from+n*1000]; got != 1 {
			t.Errorf("run %d of %d is %d times at the server", n, d.told, got)
		}
	}
}
