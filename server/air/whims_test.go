package air

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// whims changes a city at random.
type whims struct {
	*city
	*rand.Rand
	releases int64
	cut      int64     // refreshes that were cut off
	border   time.Time // the last that a change has set
}

// soon is a border in time: far enough that it is set before it is crossed, as a rule, and near
// enough to wait for.
func (w *whims) soon(tx *store.Tx, after time.Duration) time.Time {
	w.border = tx.Time().Add(after)
	return w.border
}

// some makes a few changes, in one or several commits, and says which.
func (w *whims) some() (what []string) {
	kinds := []struct {
		name string
		do   func(context.Context, *store.Tx) error
	}{
		{"slide", w.slide},
		{"slide", w.slide},
		{"slide", w.slide},
		{"guide", w.guide},
		{"guide", w.guide},
		{"slide goes", w.slideGoes},
		{"campaign", w.campaign},
		{"campaign goes", w.campaignGoes},
		{"screen", w.putScreen},
		{"screen moves soon", w.moveSoon},
		{"screen goes", w.screenGoes},
		{"setting", w.setting},
		{"rendition", w.rendition},
		{"medium goes", w.mediumGoes},
		{"release", w.release},
		{"release goes", w.releaseGoes},
		{"takeover", w.takeover},
		{"takeover", w.takeover},
		{"hold", w.hold},
		{"hold", w.hold},
		{"something else", w.apart},
	}
	for range 1 + w.IntN(3) {
		kind := kinds[w.IntN(len(kinds))]
		what = append(what, kind.name)
		w.store.Change(w.tb.Context(), "test", func(tx *store.Tx) error { // what cannot be done is not done
			return kind.do(w.tb.Context(), tx)
		})
		if time.Until(w.border) > 0 { // the border in time is crossed
			w.turn()
			time.Sleep(time.Until(w.border) + 25*time.Millisecond) // the database's clock counts too, and a fresh start asks it later
		}
	}
	if w.IntN(20) == 0 { // a refresh that is cut off
		ctx, cancel := context.WithCancel(w.tb.Context())
		cancel()
		w.refresh(ctx)
		w.cut++
	}
	return what
}

func (w *whims) targets() (all []content.Target) {
	for range w.IntN(3) {
		all = append(all, [...]content.Target{
			{Area: district(w.IntN(4))}, {Area: "2024-11/01"}, {Venue: content.Reception}, {Kind: content.Kiosk}, {Tag: "school"},
		}[w.IntN(5)])
	}
	return all
}

func (w *whims) campaignID() string { return [...]string{"c", "d", "e"}[w.IntN(3)] }

func (w *whims) picture() content.Digest {
	return content.DigestOf(fmt.Append(nil, "picture", w.IntN(6)))
}

func (w *whims) slide(ctx context.Context, tx *store.Tx) error {
	s := notice(fmt.Sprint("s", w.IntN(12)), [...]string{"Gọi 1022", "Cài đặt iHanoi", "Công dân Thủ đô số đồng hành cùng thành phố mỗi ngày"}[w.IntN(3)])
	s.Campaign, s.Targets, s.Order = w.campaignID(), w.targets(), w.IntN(3)
	switch w.IntN(7) {
	case 0:
		s.Kind, s.Style, s.Medium = content.Picture, "", w.picture()
	case 1:
		s.Kind, s.Style, s.Medium = content.Video, "", w.picture()
	case 2:
		s.Kind, s.Style, s.Words = content.Install, "", content.Words{Head: "Quét mã để cài đặt iHanoi", Brief: "Cài đặt iHanoi"}
	case 3:
		board := league(s.ID)
		board.Campaign, board.Targets = s.Campaign, s.Targets
		board.Area = [...]string{"2024-11/01", "2025-07/01"}[w.IntN(2)]
		s = board
	case 4:
		s.Needs = []string{[...]string{content.SettingPublic, content.SettingHotline}[w.IntN(2)]}
	}
	s.State, s.Sober = [...]content.State{content.Approved, content.Approved, content.Approved, content.Draft, content.TakenOff}[w.IntN(5)], w.IntN(2) == 0
	return tx.PutSlide(ctx, s)
}

// guide is a slide of the same names as the others, so that one becomes the other too. Its dates
// may begin or end soon.
func (w *whims) guide(ctx context.Context, tx *store.Tx) error {
	s := content.Slide{
		ID: fmt.Sprint("s", w.IntN(12)), Campaign: w.campaignID(), Kind: content.Guide, Title: "Hướng dẫn", Medium: w.picture(),
		Order: w.IntN(3), Targets: w.targets(), State: [...]content.State{content.Approved, content.Approved, content.TakenOff}[w.IntN(3)],
	}
	after := time.Duration(30+w.IntN(10)) * time.Millisecond
	switch w.IntN(5) {
	case 0:
		s.Valid.From = w.soon(tx, after)
	case 1:
		s.Approval.Valid.Until = w.soon(tx, after)
	case 2:
		s.Needs = []string{[...]string{content.SettingPublic, content.SettingHotline}[w.IntN(2)]}
	}
	return tx.PutSlide(ctx, s)
}

func (w *whims) slideGoes(ctx context.Context, tx *store.Tx) error {
	return tx.DeleteSlide(ctx, fmt.Sprint("s", w.IntN(12)))
}

func (w *whims) campaign(ctx context.Context, tx *store.Tx) error {
	id := w.campaignID()
	return tx.PutCampaign(ctx, content.Campaign{ID: id, Name: id, Order: w.IntN(3), Pool: "city", Weight: 1 + w.IntN(3), Targets: w.targets()})
}

func (w *whims) campaignGoes(ctx context.Context, tx *store.Tx) error {
	return tx.DeleteCampaign(ctx, w.campaignID())
}

func (w *whims) any() content.Screen {
	s := w.screen(w.IntN(10), w.IntN(10))
	p := &s.Places[0]
	if w.IntN(3) == 0 {
		p.Venue, p.Kind = content.Reception, content.Kiosk
		p.Canvas = content.Canvas{Width: 720, Height: 1280, PitchMM: 0.5, DistanceM: 0.8} // a code can be scanned there
	}
	if w.IntN(4) == 0 {
		p.Tags = []string{"school"}
	}
	if w.IntN(6) == 0 {
		p.Canvas = content.Canvas{Width: 64 + 8*w.IntN(3), Height: 32, PitchMM: 10, DistanceM: 10}
	}
	if w.IntN(4) == 0 {
		s.Code = "A-LONGER-CODE-THAN-THE-OTHERS-HAVE"
	}
	s.Name = fmt.Sprint(s.Code, w.IntN(2))
	return s
}

func (w *whims) putScreen(ctx context.Context, tx *store.Tx) error { return tx.PutScreen(ctx, w.any()) }

func (w *whims) moveSoon(ctx context.Context, tx *store.Tx) error {
	s, next := w.any(), w.any().Places[0]
	next.From = w.soon(tx, time.Duration(30+w.IntN(10))*time.Millisecond)
	s.Places = append(s.Places, next)
	if w.IntN(2) == 0 {
		s.Places = s.Places[1:] // it stands nowhere until then
	}
	return tx.PutScreen(ctx, s)
}

func (w *whims) screenGoes(ctx context.Context, tx *store.Tx) error {
	if w.IntN(3) == 0 {
		return tx.DeleteScreen(ctx, "A-LONGER-CODE-THAN-THE-OTHERS-HAVE")
	}
	return tx.DeleteScreen(ctx, fmt.Sprintf("HK-%05d", w.IntN(10)))
}

func (w *whims) setting(ctx context.Context, tx *store.Tx) error {
	one := [...][2]string{
		{content.SettingPublic, "https://ihanoi.example.vn"},
		{content.SettingPublic, "https://another.example.vn/a/long/way"},
		{content.SettingPublic, "no address"},
		{content.SettingApp, "iHanoi"},
		{content.SettingHotline, "1022"},
		{content.SettingRanks, "yes"},
		{content.SettingMaxAge, "12"},
		{content.SettingCity, "Hà Nội"},
	}[w.IntN(8)]
	if w.IntN(3) == 0 {
		return tx.DeleteSetting(ctx, one[0])
	}
	return tx.PutSetting(ctx, one[0], one[1])
}

func (w *whims) rendition(ctx context.Context, tx *store.Tx) error {
	d := w.picture()
	if err := tx.PutMedium(ctx, store.Medium{Digest: d, Kind: content.Video, Type: "video/mp4", Duration: 9 * time.Second, Bytes: 1000}); err != nil {
		return err
	}
	at, fit := w.canvas(w.IntN(3)), [...]string{"contain", "video", "still:contain"}[w.IntN(3)]
	made := content.Ref{Digest: content.DigestOf(fmt.Append(nil, d, w.IntN(3))), Type: "image/webp", Size: 1000}
	return tx.PutRendition(ctx, store.Rendition{Medium: d, Width: at.Width, Height: at.Height, Fit: fit, Ref: made})
}

func (w *whims) mediumGoes(ctx context.Context, tx *store.Tx) error {
	d := w.picture()
	shown, err := tx.SlidesWith(ctx, d)
	if err != nil {
		return err
	}
	for _, s := range shown {
		if err := tx.DeleteSlide(ctx, s.ID); err != nil {
			return err
		}
	}
	if err := tx.DeleteMedium(ctx, d); err != nil || w.IntN(2) == 0 {
		return err
	}
	return putSlides(ctx, tx, shown...) // they wait for their medium
}

func (w *whims) release(ctx context.Context, tx *store.Tx) error {
	w.releases++
	return w.putFigures(ctx, tx, w.releases*[...]int64{1, 1000, 1_000_000_000}[w.IntN(3)])
}

func (w *whims) releaseGoes(ctx context.Context, tx *store.Tx) error {
	newest, err := tx.LatestRelease(ctx, figure.Accounts.ID, "2024-11")
	if err != nil {
		return err
	}
	return tx.DeleteRelease(ctx, newest.ID)
}

func (w *whims) takeover(ctx context.Context, tx *store.Tx) error {
	t := content.Takeover{
		ID: fmt.Sprint("t", w.IntN(3)), Gravity: [...]content.Gravity{content.Danger, content.Warning}[w.IntN(2)], Targets: inAreas(w.targets()),
		Words: content.Words{Head: "Bão tối nay", Brief: "Bão"}, State: content.Approved,
	}
	if old, err := tx.Takeover(ctx, t.ID); err == nil && w.IntN(2) == 0 {
		return tx.PutTakeover(ctx, content.End(old, tx.Time()))
	}
	lasts := [...]time.Duration{40 * time.Millisecond, time.Hour}[w.IntN(2)]
	if lasts < time.Hour {
		w.soon(tx, lasts)
	}
	t, err := content.PutOn(t, "test", tx.Time(), lasts, w.IntN(2) == 0)
	if err != nil {
		return err
	}
	return tx.PutTakeover(ctx, t)
}

// inAreas are the targets that pick screens by their areas alone, as a takeover's do.
func inAreas(all []content.Target) []content.Target {
	return slices.DeleteFunc(all, func(one content.Target) bool { return one.Area == "" })
}

// hold sets a hold, which may begin or end soon, or lifts it.
func (w *whims) hold(ctx context.Context, tx *store.Tx) error {
	if all, err := tx.HoldsBearing(ctx, tx.Time()); err == nil && len(all) > 0 && w.IntN(2) == 0 {
		old := all[w.IntN(len(all))]
		old.Ended = content.Signed{By: "test", At: tx.Time()}
		return tx.PutHold(ctx, old)
	}
	h := content.Hold{ID: fmt.Sprint("h", tx.Number()), Scope: [...]content.Scope{content.HoldNotSober, content.HoldInstalls, content.HoldSlide}[w.IntN(3)]}
	if h.Scope == content.HoldSlide {
		h.Slide = fmt.Sprint("s", w.IntN(12))
	}
	h.Area = [...]string{"", district(w.IntN(4)), "2024-11/01"}[w.IntN(3)]
	if h.Span.Until = tx.Time().Add(time.Hour); w.IntN(3) == 0 {
		h.Span.Until = w.soon(tx, time.Duration(30+w.IntN(10))*time.Millisecond)
	}
	if w.IntN(4) == 0 {
		h.Span.From = w.soon(tx, 20*time.Millisecond)
	}
	h, err := content.SetHold(h, "test", tx.Time())
	if err != nil {
		return err
	}
	return tx.PutHold(ctx, h)
}

func (w *whims) apart(ctx context.Context, tx *store.Tx) error {
	return tx.PutInboxFile(ctx, store.InboxFile{Path: fmt.Sprint(w.IntN(5)), State: store.Taken})
}
