package air

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
)

// While the database does not answer, what was gathered stays: players join and are sent what is on,
// and people see it. Nothing changes until it is back.

// mostUnkept bounds the frames that are kept once the database is back.
const mostUnkept = 10_000

// outlast keeps what was gathered where people and players find it. The caller holds mu.
func outlast(a *Air) {
	if g := a.gathered.Load(); g != nil {
		if err := a.answers.Keep(g); err != nil {
			a.log.Error("what is known cannot be shown while the database is away", "error", err)
		}
	}
	if !a.alarm.IsZero() && !time.Now().Before(a.alarm) { // one that has gone off must not ring on and on
		a.alarm = time.Time{}
		a.wake(look)
	}
}

// known is the newest snapshot while the database is away; nil: nothing was gathered. The one that
// somebody asked for last may be from before what screens were sent.
func known(a *Air) *answer.Snapshot {
	g := a.gathered.Load()
	if s := a.answers.Known(); s != nil && (g == nil || s.Number() >= g.Number) {
		return s
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	outlast(a)
	return a.answers.Known()
}

// LastKnown is a screen as it was before the database went away.
func LastKnown(a *Air, code string) (content.Screen, bool) {
	s := known(a)
	if s == nil {
		return content.Screen{}, false
	}
	return s.Screen(code)
}

// ownAgain makes a screen's newest frame once more out of what is known. There are as many as
// screens, so only their hashes are in memory. It has the number of the last change that is known:
// there is one body under that for the screen, the one that was sent. Where it comes out otherwise
// the player is told to come back, and keeps what it shows.
func ownAgain(a *Air, code string) (f protocol.Frame, err error) {
	_, hash, _ := a.due(code)
	if s := known(a); s != nil && hash != "" {
		stand, g, ok := s.Stand(code)
		if ok {
			body, err := a.draw.Screen(stand, g)
			if err != nil {
				return f, err
			}
			head := protocol.Frame{Type: protocol.TypeScreen, For: code, Number: max(g.Number, a.floor.Load()), From: screenSince(g, stand)}
			if f, err = protocol.Seal(head, body, nil); err != nil {
				return f, err
			}
		}
	}
	if f.Hash == "" || f.Hash != hash {
		return protocol.Frame{}, comeBack()
	}
	f.Key = a.keyName
	f.Sig = ed25519.Sign(a.key, f.SigningText())
	return f, nil
}

func comeBack() error {
	return &content.Error{
		Code: content.Away,
		Vi:   "Cơ sở dữ liệu tạm thời không trả lời và máy chủ không có sẵn nội dung của màn hình này. Màn hình giữ nội dung đang phát và sẽ tự hỏi lại.",
		En:   "The database does not answer for the moment, and the server does not have this screen's frame. It keeps what it shows and asks again.",
	}
}

// record keeps a frame that one player was sent; while the database is away, once it is back.
func record(ctx context.Context, a *Air, f protocol.Frame) error {
	err := a.store.PutFrame(ctx, f)
	if !store.Silent(err) {
		return err
	}
	a.seen.Lock()
	defer a.seen.Unlock()
	if len(a.unkept) < mostUnkept {
		a.unkept = append(a.unkept, f)
	}
	return nil
}

// recordLate keeps what was sent while the database was away.
func recordLate(ctx context.Context, a *Air) error {
	a.seen.Lock()
	some := a.unkept
	a.unkept = nil
	a.seen.Unlock()
	var errs []error
	for _, f := range some { // one thing may have several
		errs = append(errs, record(ctx, a, f))
	}
	return errors.Join(errs...)
}
