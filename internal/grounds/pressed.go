package grounds

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// pressed is what a takeover was from an instant on.
type pressed struct {
	at   time.Time
	doc  content.Takeover
	live version
}

// takeoversSent checks that every takeover that was sent to screens was on, and had a ground, when
// its frame was made. The end of one may always be sent.
func (p *replay) takeoversSent(ctx context.Context, r store.Reader, out *Report) error {
	named := map[string]bool{}
	return r.EachSent(ctx, "takeover", func(f store.SentFrame) error {
		var sent struct {
			ID        string
			Programme *content.Programme
		}
		if f.At.UnixMilli() <= p.after {
			return nil
		}
		if err := json.Unmarshal(f.Body, &sent); err != nil {
			return fmt.Errorf("read a takeover that was sent to %s: %w", f.For, err)
		}
		if sent.Programme == nil {
			return nil
		}
		out.Takeovers++
		id, _, _ := strings.Cut(sent.ID, ".") // what follows tells its presses apart
		wrong := p.pressedAt(id, f.At)
		if wrong == nil || named[id] {
			return nil
		}
		named[id] = true
		at := f.At.Format(time.RFC3339)
		out.Faults = append(out.Faults, Fault{
			ID: f.For, Name: id, Vi: "thông báo khẩn gửi lúc " + at + ": " + wrong.vi, En: "the takeover sent at " + at + ": " + wrong.en,
		})
		return nil
	})
}

// pressedAt is what is wrong with a takeover that was sent to screens, at an instant.
func (p *replay) pressedAt(id string, at time.Time) *why {
	wrong := &why{"nhật ký không nói lúc đó nó đang phát", "the log does not say that it was on then"}
	all := p.pressed[id]
	for i, one := range all {
		over := i+1 < len(all) && !at.Before(all[i+1].at.Add(grace))
		if at.Before(one.at) || over || !one.doc.On(at) && !one.doc.On(at.Add(-grace)) {
			continue
		}
		if one.live.wrong == nil {
			return nil
		}
		wrong = one.live.wrong
	}
	return wrong
}
