package players

import (
	"context"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// tooEarly is how far ahead of the server's time a frame's number may be, in milliseconds. A frame
// further ahead comes neither from this server nor from before its data were set back: somebody
// else has its key.
const tooEarly = int64(time.Hour / time.Millisecond)

// heads keeps numbers of frames that screens have shown and that are in the log, and the last
// number that cannot be in it.
type heads struct {
	mu    sync.Mutex
	known map[int64]bool
	alarm Alarm
}

// maxHeads bounds how many are kept. Beyond it, each is looked up once more.
const maxHeads = 10_000

// Alarm is a frame signed with today's working key that this server cannot have made.
type Alarm struct {
	Screen string // that showed it; "": there is no alarm
	Number int64
	At     time.Time
}

// Alarm is the last such frame that a screen has shown: somebody has stolen the working key.
func (p *Players) Alarm() Alarm {
	p.heads.mu.Lock()
	defer p.heads.mu.Unlock()
	return p.heads.alarm
}

func (h *heads) has(number int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.known[number]
}

func (h *heads) keep(number int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known == nil || len(h.known) >= maxHeads {
		h.known = map[int64]bool{}
	}
	h.known[number] = true
}

// checkHead looks at the newest frame that a screen holds. The number of each frame is that of a
// change. If a frame signed with today's working key has a number that the log lacks, the data were
// set back, and the server is held from now on. Unsigned numbers do not count. The player has to
// come back later, so that it gets nothing old meanwhile.
func (p *Players) checkHead(ctx context.Context, screen string, h *protocol.Head) error {
	if h == nil || h.Number <= 0 || p.heads.has(h.Number) || !h.SignedBy(p.Trusted[0]) {
		return nil
	}
	if h.Number > p.Now()+tooEarly {
		p.Log.Error("a screen has a frame under the working key that this server cannot have made: the key may be stolen; hand over with the recovery key (ngatu keys rotate --recovery)",
			"screen", screen, "number", h.Number)
		p.heads.mu.Lock()
		defer p.heads.mu.Unlock()
		p.heads.alarm = Alarm{screen, h.Number, time.UnixMilli(p.Now())}
		return nil
	}
	known, err := p.knows(ctx, h.Number)
	if err != nil {
		return err
	}
	if known {
		p.heads.keep(h.Number)
		return nil
	}
	if err := p.Store.Hold(ctx, store.SetBack{Because: store.ShownByScreen, From: screen, Highest: h.Number}); err != nil {
		return err
	}
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Dữ liệu của máy chủ cũ hơn màn hình này. Máy chủ tạm giữ cho đến khi có người xem lại.",
		En:   "The server's data are older than this screen. The server is held until a person has looked.",
	}
}

// knows says whether a number is in the log, or is known to be lost.
func (p *Players) knows(ctx context.Context, number int64) (bool, error) {
	if has, err := p.Store.HasChange(ctx, number); has || err != nil {
		return has, err
	}
	all, err := p.Store.SetBacks(ctx)
	for _, b := range all {
		if b.Known < number && number < b.Number && (b.Continued != 0 || number <= b.Highest) {
			return true, err
		}
	}
	return false, err
}
