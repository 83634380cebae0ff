package slide

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/studio/shell"
)

// whyNames say why a slide is not on, as a badge does. What a slide lacks is said with the place where it can be set; see needOf.
var whyNames = map[answer.Why]shell.Text{
	answer.NoCampaign:   shell.Say("chiến dịch đã xóa", "its campaign is gone"),
	answer.TooLong:      shell.Say("dài hơn 24 giờ", "longer than 24 hours"),
	answer.NotYet:       shell.Say("chưa đến ngày", "its dates have not begun"),
	answer.Over:         shell.Say("đã hết hạn", "its dates are over"),
	answer.NoScreen:     shell.Say("không có màn hình nào phù hợp", "no screen is meant"),
	answer.NoPool:       shell.Say("màn hình không dành thời lượng cho chiến dịch này", "no airtime for its campaign"),
	answer.OnStreet:     shell.Say("video không chiếu ngoài đường", "no video in the street"),
	answer.NoKiosk:      shell.Say("chỉ hiện trên kiosk chạm", "only on touch screens"),
	answer.NotMade:      shell.Say("hình chưa dựng xong cho màn hình", "its picture is still being made"),
	answer.DoesNotFit:   shell.Say("không vừa màn hình", "does not fit"),
	answer.OutsideHours: shell.Say("chưa đến giờ", "not now"),
	answer.Held:         shell.Say("đang tạm ngừng chiếu", "a hold keeps it off"),
	answer.PreEmpted:    shell.Say("đang nhường tấm ưu tiên", "exclusive slides go before it"),
}

// reason is why an approved slide is not on, and on how many screens.
type reason struct {
	Name    shell.Text
	Screens int // 0: on all
}

// whyNot lists why an approved slide is not on, but for what it lacks.
func (s *Slides) whyNot(ctx context.Context, slide content.Slide) (out []reason, err error) {
	if slide.State != content.Approved {
		return nil, nil
	}
	on, err := s.Air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	why, err := on.WhyNot(ctx, slide, s.Now())
	why = slices.DeleteFunc(why, func(r answer.Reason) bool { _, known := whyNames[r.Why]; return !known })
	for _, r := range why {
		out = append(out, reason{whyNames[r.Why], r.Screens})
	}
	return out, err
}
