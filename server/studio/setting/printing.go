package setting

import (
	"context"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/server/studio/wording"
)

// What was done to the list of telephone numbers: one was taken out; the same, and what is new waits.
const (
	numberGone  = "number_gone"
	numberOther = "number_gone_other_waits"
)

// printed are the approved slides with numbers that may not be printed, as of a change.
type printed struct {
	number int64
	slides []content.Slide
}

// printing are the live slides that print a telephone number which may not be printed: they stay on
// until somebody takes them off. Those whose dates are over or that were taken off are left out.
func (s *Settings) printing(ctx context.Context) (out []content.Slide, err error) {
	all, err := s.forbidden(ctx)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	for _, one := range all {
		if !one.Valid.Until.IsZero() && !one.Valid.Until.After(now) {
			continue
		}
		off, err := s.Store.SlideOff(ctx, one.ID)
		if err != nil {
			return nil, err
		}
		if !off {
			out = append(out, one)
		}
	}
	return out, nil
}

// forbidden are the approved slides with such a number. It reads the text of every file among them,
// so the answer is kept until something changes.
func (s *Settings) forbidden(ctx context.Context) ([]content.Slide, error) {
	number, err := s.Store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	if was := s.printed.Load(); was != nil && was.number == number {
		return was.slides, nil
	}
	set, err := s.Store.SettingValues(ctx, []string{content.SettingHotline, content.SettingPhones})
	if err != nil {
		return nil, err
	}
	f := preflight.Facts{Hotline: set[0]}
	if f.Phones, err = preflight.ReadPhones(set[1]); err != nil {
		return nil, err
	}
	slides, err := s.Store.ApprovedSlides(ctx)
	if err != nil {
		return nil, err
	}
	is := &printed{number: number}
	for _, one := range slides {
		// What cannot be read says nothing here, as what is in pictures: docs/limits.md.
		texts, _ := wording.Of(ctx, s.Store.Reader, s.media, one)
		f.Slide, f.Texts = one, texts
		if len(preflight.CheckPhones(f)) > 0 {
			is.slides = append(is.slides, one)
		}
	}
	s.printed.Store(is)
	return is.slides, nil
}
