package home

import (
	"cmp"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// looksAhead is how far ends are looked for.
const looksAhead = 14 * 24 * time.Hour

// end is something that ends.
type end struct {
	line
	at time.Time
}

// ends are what ends next of what is on: campaigns, slides with dates of their own, approvals,
// holds and takeovers.
func (l look) ends(v *view) error {
	var all []end
	add := func(until time.Time, name, what shell.Text, at string) {
		if until.After(l.now) && until.Before(l.now.Add(looksAhead)) {
			about := shell.Textf("%s · %s", "%s · %s", what, when("đến %s", "until %s", until))
			all = append(all, end{line{Name: name, About: about, At: at}, until})
		}
	}
	campaigns, err := l.Store.Campaigns(l.ctx)
	if err != nil {
		return err
	}
	for _, c := range campaigns {
		if !c.Runs() || !v.Has(mandate.OfCampaign(c)) {
			continue
		}
		add(c.Valid.Until, shell.Same(c.Name), shell.Say("Chiến dịch", "Campaign"), shell.CampaignPath(c.ID))
	}
	slides, err := l.Store.ApprovedSlides(l.ctx)
	if err != nil {
		return err
	}
	for _, s := range slides {
		if !v.HasSlide(s, campaigns) {
			continue
		}
		if until, kind := s.Valid.Until, shell.Say("Tấm chiếu", "Slide"); !until.IsZero() {
			add(until, shell.Same(s.Title), kind, shell.SlidePath(s.ID))
		} else {
			add(s.Approval.Valid.Until, shell.Same(s.Title), shell.Say("Phê duyệt của tấm", "Approval of a slide"), shell.SlidePath(s.ID))
		}
	}
	holds, err := l.Store.HoldsLeft(l.ctx, l.now)
	if err != nil {
		return err
	}
	for _, h := range holds {
		of, err := signin.HoldSubject(l.ctx, l.Store.Reader, h)
		if err != nil {
			return err
		}
		if h.Area == "" || v.Has(of) {
			add(h.Span.Until, l.held(h), shell.Say("Tạm ngừng", "Hold"), shell.HoldPath(h.ID))
		}
	}
	takeovers, err := l.Store.Presses(l.ctx)
	if err != nil {
		return err
	}
	for _, t := range takeovers {
		if t.On(l.now) && (len(t.Targets) == 0 || v.Has(mandate.OfTakeover(t))) {
			what := shell.Say("Thông báo khẩn đang phát", "Takeover that is on")
			if t.In != content.Everywhere {
				what = shell.Textf("%s · %s", "%s · %s", what, l.AreaName(t.In))
			}
			add(t.Until(), shell.Same(t.Title), what, shell.PathTakeovers+"/"+t.ID)
		}
	}
	slices.SortStableFunc(all, func(a, b end) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.At, b.At)) })
	for _, one := range all[:min(len(all), mostLines)] {
		v.Ends = append(v.Ends, one.line)
	}
	return nil
}

// held names what a hold keeps off.
func (l look) held(h content.Hold) shell.Text {
	switch h.Scope {
	case content.HoldNotSober:
		return shell.Say("Quốc tang", "National mourning")
	case content.HoldInstalls:
		return shell.Say("Mời cài app", "Install slides")
	}
	return l.SlideTitle(l.ctx, h.Slide)
}
