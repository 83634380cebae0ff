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
	lost  map[int64]bool   // for which the server is held
	late  map[int64]string // shown while the database was away, with a screen that did
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

// isLost says whether the server is held for a number: ten thousand screens that come back then do
// not each have the log read.
func (h *heads) isLost(number int64, held bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !held {
		h.lost = nil
	}
	return h.lost[number]
}

func (h *heads) lose(number int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.lost == nil || len(h.lost) >= maxHeads {
		h.lost = map[int64]bool{}
	}
	h.lost[number] = true
}

func (h *heads) keep(number int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known == nil || len(h.known) >= maxHeads {
		h.known = map[int64]bool{}
	}
	h.known[number] = true
}

// ask remembers a number until the database is back.
func (h *heads) ask(number int64, screen string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.late == nil {
		h.late = map[int64]string{}
	}
	if len(h.late) < maxHeads {
		h.late[number] = screen
	}
}

// checkLate looks at the numbers that were shown while the database was away.
func checkLate(ctx context.Context, p *Players) error {
	p.heads.mu.Lock()
	late := p.heads.late
	p.heads.late = nil
	p.heads.mu.Unlock()
	for number, screen := range late {
		if err := p.judgeHead(ctx, screen, number); store.Silent(err) {
			p.heads.ask(number, screen)
		} else if err != nil && content.CodeOf(err) != content.Conflict { // it is held now, which everybody sees
			return err
		}
	}
	return nil
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
	if p.heads.isLost(h.Number, p.Air.Held()) {
		return nil
	}
	err := p.judgeHead(ctx, screen, h.Number)
	if store.Silent(err) { // the player refuses what is older than it has; the log is looked through later
		p.heads.ask(h.Number, screen)
		return nil
	}
	return err
}

// judgeHead holds the server where the log lacks a number that a screen has shown.
func (p *Players) judgeHead(ctx context.Context, screen string, number int64) error {
	known, lost, err := p.knows(ctx, number)
	if err != nil {
		return err
	}
	if known {
		p.heads.keep(number)
		return nil
	}
	if !lost {
		err = p.Store.Hold(ctx, store.SetBack{Because: store.ShownByScreen, From: screen, Highest: number})
	} else if p.Air.Held() { // nothing old is sent from now on
		p.heads.lose(number)
		return nil
	}
	if err != nil {
		return err
	}
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Dữ liệu của máy chủ cũ hơn màn hình này. Máy chủ tạm giữ cho đến khi có người xem lại.",
		En:   "The server's data are older than this screen. The server is held until a person has looked.",
	}
}

// knows says whether a number is in the log, or was lost and a person has continued since. lost: it
// is among those for which the server is held.
func (p *Players) knows(ctx context.Context, number int64) (known, lost bool, err error) {
	if has, err := p.Store.HasChange(ctx, number); has || err != nil {
		return has, false, err
	}
	all, err := p.Store.SetBacks(ctx)
	for _, b := range all {
		if b.Known < number && number < b.Number {
			known = known || b.Continued != 0
			lost = lost || b.Continued == 0 && number <= b.Highest
		}
	}
	return known, lost, err
}
