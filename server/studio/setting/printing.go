package setting

import (
	"context"

	"ngatu/content"
	"ngatu/content/preflight"
)

// numberGone names the sentence for a telephone number that was taken out.
const numberGone = "number_gone"

// printing are the live slides that print a telephone number which may not be printed: they stay on
// until somebody takes them off. It reads the text of every file on air, so it is asked once, when a
// number was taken out.
func (s *Settings) printing(ctx context.Context) (out []content.Slide, err error) {
	set, err := s.Store.SettingValues(ctx, []string{content.SettingHotline, content.SettingPhones})
	if err != nil {
		return nil, err
	}
	f := preflight.Facts{Hotline: set[0]}
	if f.Phones, err = preflight.ReadPhones(set[1]); err != nil {
		return nil, err
	}
	slides, err := s.Store.ApprovedSlides(ctx)
	for _, one := range slides {
		f.Slide, f.Texts = one, s.textsOf(ctx, one)
		if len(preflight.CheckPhones(f)) > 0 {
			out = append(out, one)
		}
	}
	return out, err
}
