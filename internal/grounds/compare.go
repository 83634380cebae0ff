package grounds

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// compare holds the rows against what the log led to, and the programmes against what was live.
func (p *replay) compare(ctx context.Context, r store.Reader, out *Report) error {
	slides, err := r.ApprovedSlides(ctx)
	if err != nil {
		return err
	}
	for _, row := range slides {
		one := p.slides[row.ID]
		same := one != nil && content.SightOf(one.doc) == content.SightOf(row)
		out.add(store.NounSlide, row.ID, row.Title, same, func() version { return one.live })
	}
	campaigns, err := r.Campaigns(ctx)
	if err != nil {
		return err
	}
	for _, row := range campaigns {
		one := p.campaigns[row.ID]
		same := one != nil && content.SightOf(one.doc) == content.SightOf(row)
		out.add(store.NounCampaign, row.ID, row.Name, same, func() version { return one.live })
	}
	settings, err := r.Settings(ctx)
	if err != nil {
		return err
	}
	for _, row := range settings {
		one := p.settings[row.Key]
		same := one != nil && one.there && one.value == row.Value
		out.add(store.NounSetting, row.Key, row.Value, same, func() version { return one.live })
	}
	standings, err := r.Standings(ctx)
	if err != nil {
		return err
	}
	for _, row := range standings {
		one := p.standings[row.ID]
		same := one != nil && one.there && content.SightOf(one.doc) == content.SightOf(row)
		out.add(store.NounStanding, row.ID, row.Folder, same, func() version { return one.live })
	}
	forms, err := r.Forms(ctx)
	if err != nil {
		return err
	}
	for _, row := range forms {
		one := p.forms[row.ID]
		same := one != nil && one.there && content.SightOf(one.doc) == content.SightOf(row)
		out.add(store.NounForm, row.ID, row.Name, same, func() version { return one.live })
	}
	takeovers, err := r.TakeoversReady(ctx)
	if err != nil {
		return err
	}
	for _, row := range takeovers {
		one := p.takeovers[row.ID]
		same := one != nil && content.SightOf(one.doc) == content.SightOf(row)
		out.add(store.NounTakeover, row.ID, row.Title, same, func() version { return one.live })
	}
	if err := p.compareHolds(ctx, r, out); err != nil {
		return err
	}
	if err := compareCovers(ctx, p, r, out); err != nil {
		return err
	}
	p.gatherOffs()
	if err := p.programmes(ctx, r, out); err != nil {
		return err
	}
	if err := p.takeoversSent(ctx, r, out); err != nil {
		return err
	}
	slices.SortStableFunc(out.Faults, func(a, b Fault) int { return cmp.Compare(string(a.Noun)+a.ID, string(b.Noun)+b.ID) })
	return nil
}

func (out *Report) add(noun store.Noun, id, name string, same bool, of func() version) {
	if !same {
		out.Faults = append(out.Faults, Fault{noun, id, name, "nhật ký không dẫn đến bản đang dùng", "the log does not lead to what is live"})
		return
	}
	v := of()
	if v.wrong != nil {
		out.Faults = append(out.Faults, Fault{noun, id, name, v.wrong.vi, v.wrong.en})
		return
	}
	out.Live[v.ground]++
	if v.made {
		out.Made++
	}
}

// grace is how long after a slide has ended a programme with it may still have been made: by who
// was at it.
const grace = time.Minute

// programmes checks that every programme that was sent consists of slides that were live, and not
// taken off nor kept off its screens, when it was made.
func (p *replay) programmes(ctx context.Context, r store.Reader, out *Report) error {
	gone := map[string]bool{} // told already
	return r.EachSent(ctx, "programme", func(f store.SentFrame) error {
		out.Programmes++
		var made content.Programme
		if f.At.UnixMilli() <= p.after {
			return nil
		}
		if err := made.UnmarshalJSON(f.Body); err != nil {
			return err
		}
		for _, s := range made.Slides {
			live, off := p.wasLive(s.ID, f.At), p.wasOff(s.ID, f.At)
			uncovered := wasKept(p, s.ID, content.Surface{Canvas: made.Canvas, Street: made.Street}, f.At)
			if gone[s.ID] || live && !off && !uncovered {
				continue
			}
			gone[s.ID] = true
			vi, en := " có tấm không được duyệt", " has a slide that was not live"
			if uncovered {
				vi, en = " có tấm chưa được duyệt cho cỡ màn hình này", " has a slide whose approval does not cover its screens"
			}
			if live && off {
				vi, en = " có tấm đã được gỡ", " has a slide that had been taken off"
			}
			out.Faults = append(out.Faults, Fault{
				ID: f.For, Name: s.ID, Vi: "chương trình lúc " + f.At.Format(time.RFC3339) + vi, En: "the programme of " + f.At.Format(time.RFC3339) + en,
			})
		}
		return nil
	})
}

func (p *replay) wasLive(id string, at time.Time) bool {
	one := p.slides[id]
	return one != nil && slices.ContainsFunc(one.spans, func(s span) bool {
		return !at.Before(s.from) && (s.until.IsZero() || at.Before(s.until.Add(grace)))
	})
}
