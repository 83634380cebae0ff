package proof

import (
	"context"
	"time"

	"ngatu/content"
)

// Shown is what a screen says that it showed at an instant.
type Shown struct {
	Thing          // of kind "" where nothing is reported
	Why     Why    // why it was not Planned; only where Planned is set
	Planned *Thing // what its programme of then had instead; nil: nothing else
	Gap     GapKind
}

// Known says whether there is a report of the instant.
func (s Shown) Known() bool { return s.Kind != "" }

// At tells what a screen showed at an instant; now is the time of the question.
func (p *Proof) At(ctx context.Context, screen content.Screen, at, now time.Time) (Shown, error) {
	r, err := p.Plays(ctx, screen, at, at.Add(time.Millisecond), now)
	if err != nil {
		return Shown{}, err
	}
	var out Shown
	if len(r.Lines) > 0 {
		out.Thing = r.Lines[0].Thing
	}
	if len(r.Swaps) > 0 {
		out.Planned, out.Why = &r.Swaps[0].Planned, r.Swaps[0].Why
	}
	if !out.Known() && len(r.Gaps) > 0 {
		if out.Gap = r.Gaps[0].Kind; out.Gap == Silent && now.Sub(at) < arriving {
			out.Gap = Coming
		}
	}
	return out, nil
}
