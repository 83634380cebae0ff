package signin

import (
	"context"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Ask refuses (Denied) unless a person may do an act to every one of the subjects, by the mandates
// that the change sees: a mandate that has ended since a page was opened is none. who is a staff
// ID; a program acts as whoever made its token.
func (s *Signin) Ask(ctx context.Context, tx *store.Tx, who string, act Act, subjects ...mandate.Subject) error {
	b, err := tx.Bearer(ctx, who)
	if content.CodeOf(err) == content.NotFound {
		return s.outside(act, mandate.City)
	}
	if err != nil {
		return err
	}
	for _, one := range subjects {
		if !bound(ctx, s).allows(one) {
			return s.outside(act, one)
		}
		if mandate.May(b, act, one, tx.Time(), s.areas) {
			continue
		}
		if act == Approve && overlap(b.StandsInFor(tx.Time()), one.By) {
			return &content.Error{
				Code: content.Denied,
				Vi:   "Bạn đang thay người đã soạn nội dung này nên không được duyệt. Hãy nhờ một người khác có quyền duyệt.",
				En:   "You stand in for somebody who wrote this, so you may not approve it. Ask another person who may approve.",
			}
		}
		return s.outside(act, one)
	}
	return nil
}

// SlideSubject is what a slide is for. One whose campaign is gone is on no screen, and counts as
// the whole city's.
func SlideSubject(ctx context.Context, r store.Reader, slide content.Slide) (mandate.Subject, error) {
	c, err := r.Campaign(ctx, slide.Campaign)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return mandate.City, err
	}
	return mandate.OfSlide(slide, c), nil
}

// HoldSubject is what a hold is for. One whose slide is gone keeps nothing off, and counts as the
// whole city's.
func HoldSubject(ctx context.Context, r store.Reader, h content.Hold) (mandate.Subject, error) {
	if h.Scope != content.HoldSlide {
		return mandate.OfHold(h, mandate.City), nil
	}
	slide, err := r.Slide(ctx, h.Slide)
	if content.CodeOf(err) == content.NotFound {
		return mandate.OfHold(h, mandate.City), nil
	}
	if err != nil {
		return mandate.City, err
	}
	of, err := SlideSubject(ctx, r, slide)
	return mandate.OfHold(h, of), err
}

// AskHold is [Signin.Ask] for a hold.
func (s *Signin) AskHold(ctx context.Context, tx *store.Tx, who string, act Act, h content.Hold) error {
	subject, err := HoldSubject(ctx, tx.Reader, h)
	if err != nil {
		return err
	}
	return s.Ask(ctx, tx, who, act, subject)
}

// AskSlide is [Signin.Ask] for slides, each as the change sees it or would make it.
func (s *Signin) AskSlide(ctx context.Context, tx *store.Tx, who string, act Act, slides ...content.Slide) error {
	for _, slide := range slides {
		subject, err := SlideSubject(ctx, tx.Reader, slide)
		if err != nil {
			return err
		}
		if err := s.Ask(ctx, tx, who, act, subject); err != nil {
			return err
		}
	}
	return nil
}

func overlap(a, b []string) bool {
	for _, one := range a {
		for _, other := range b {
			if one == other {
				return true
			}
		}
	}
	return false
}

// outside is the sentence for what is beyond somebody's mandates.
func (s *Signin) outside(act Act, on mandate.Subject) error {
	vi, en := "toàn thành phố", "the whole city"
	if len(on.Areas) > 0 && !act.OfTheCity() {
		var names []string
		for _, key := range on.Areas {
			names = append(names, s.areaName(key))
		}
		vi = strings.Join(names, ", ")
		en = vi
	}
	if on.Pool != "" && on.Pool != mandate.CityPool() {
		vi, en = vi+" (thời lượng riêng “"+on.Pool+"”)", en+" (the airtime “"+on.Pool+"” of an owner)"
	}
	if act == Approve && on.Above {
		return &content.Error{
			Code: content.Denied,
			Vi:   "Nội dung chiếm trọn màn hình ở " + vi + " phải do người duyệt của cấp trên duyệt. Hãy nhờ họ.",
			En:   "What takes over screens of " + en + " is approved one level above. Ask whoever approves there.",
		}
	}
	return &content.Error{
		Code: content.Denied,
		Vi:   "Việc này dành cho " + vi + ", ngoài phạm vi bạn được giao. Hãy nhờ người phụ trách ở đó.",
		En:   "This is for " + en + ", which is outside of what you are entrusted with. Ask whoever is in charge there.",
	}
}

func (s *Signin) areaName(key string) string {
	k, err := area.ParseKey(key)
	if unit, ok := s.areas.Area(k); err == nil && ok {
		return unit.Name
	}
	return key
}
