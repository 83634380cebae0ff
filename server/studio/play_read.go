package studio

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// readDay reads a day of a screen: its runs, and each programme that they name as it was sent then. At most
// [store.MaxRuns] runs are read; a screen of which all is well tells a day in some hundred.
func (s *Studio) readDay(ctx context.Context, screen string, from, until time.Time) (*playDay, error) {
	d, sent := newPlayDay(from, until), map[string]followed{}
	q := store.RunQuery{Screen: screen, From: from, Until: until}
	for read := 0; ; {
		runs, err := s.Store.Runs(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, run := range runs {
			f, known := sent[run.Programme]
			if !known {
				if len(sent) >= mostSent {
					clear(sent)
				}
				if f, err = s.sentAs(ctx, run.Programme); err != nil {
					return nil, err
				}
				sent[run.Programme] = f
			}
			d.add(run, f)
		}
		if read += len(runs); len(runs) < store.MaxPage {
			break
		}
		if read >= store.MaxRuns {
			d.cut = true
			break
		}
		q.After = runs[len(runs)-1]
	}
	d.end()
	return d, nil
}

// mostSent is how many programmes are held at a time; neighbouring runs mostly name the same.
const mostSent = 32

// sentAs is what was sent under a hash. A run may name anything; what is no programme and no takeover is not known.
func (s *Studio) sentAs(ctx context.Context, hash string) (f followed, err error) {
	frame, err := s.Store.FrameByHash(ctx, hash)
	if content.CodeOf(err) == content.NotFound {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	switch frame.Type {
	case protocol.TypeProgramme:
		f.programme = new(content.Programme)
		err = frame.Open(f.programme)
	case protocol.TypeTakeover:
		var t protocol.Takeover
		err = frame.Open(&t)
		f.programme, f.takeover, f.drill = t.Programme, t.ID, t.Drill
	}
	return f, err
}
