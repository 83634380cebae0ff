package proof

import (
	"context"

	"ngatu/content"
	"ngatu/player/protocol"
)

// followed is what a run names, as it was sent at the time.
type followed struct {
	programme *content.Programme // nil: nothing is known to have been sent under that hash
	takeover  string             // ID of the takeover that it was; "": an ordinary programme
}

// mostSent is how many programmes are held at a time; neighbouring runs mostly name the same.
const mostSent = 32

// sent remembers what was sent under some hashes.
type sent struct {
	proof *Proof
	known map[string]followed
}

func (s sent) as(ctx context.Context, hash string) (followed, error) {
	if f, known := s.known[hash]; known {
		return f, nil
	}
	f, err := s.proof.sentAs(ctx, hash)
	if err != nil {
		return f, err
	}
	if len(s.known) >= mostSent {
		clear(s.known)
	}
	s.known[hash] = f
	return f, nil
}

// sentAs is what was sent under a hash. A run may name anything; what is no programme and no
// takeover is not known.
func (p *Proof) sentAs(ctx context.Context, hash string) (f followed, err error) {
	frame, err := p.store.FrameByHash(ctx, hash)
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
		f.programme, f.takeover = t.Programme, content.TakeoverOf(t.ID)
	}
	return f, err
}
