package care

import (
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/server/studio/shell"
)

// One sentence says from when to when and why, in the language of the page.
func TestATermIsOneSentence(t *testing.T) {
	from, until := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC), time.Date(2026, 12, 31, 10, 0, 0, 0, time.UTC)
	mourning := content.Hold{Scope: content.HoldNotSober, Why: "QĐ 12", Span: hours.Span{From: from, Until: until}}
	off := content.Hold{Scope: content.HoldSlide, At: from}
	for _, c := range []struct {
		term   content.Term
		vi, en string
	}{
		{
			content.Term{Begins: content.ByItsApproval, Until: until, Ends: content.ByItsCampaign, Hours: true},
			"Chiếu từ lúc duyệt đến 17:00 31/12/2026, trong khung giờ của chiến dịch, vì bắt đầu theo lúc duyệt, kết thúc theo ngày của chiến dịch.",
			"Shown from its approval until 17:00, 31 Dec 2026, in the hours of its campaign, because it begins with its approval and ends with its campaign.",
		},
		{
			content.Term{From: from, Begins: content.ByItsDates, Ends: content.ByNothing, Held: []content.Hold{mourning, off, off, off}},
			"Chiếu từ 08:00 01/12/2026 đến khi gỡ, vì bắt đầu theo ngày của tấm, chưa đặt ngày kết thúc; " +
				"trừ từ 08:00 01/12/2026 đến 17:00 31/12/2026, vì quốc tang (QĐ 12); trừ từ 08:00 01/12/2026 đến khi được chiếu lại, vì tấm bị gỡ; và 2 lần tạm ngừng khác.",
			"Shown from 08:00, 1 Dec 2026 until it is taken off, because it begins by its own dates and no end is set; " +
				"but not from 08:00, 1 Dec 2026 until 17:00, 31 Dec 2026, because the nation mourns (QĐ 12); " +
				"but not from 08:00, 1 Dec 2026 until it is lifted, because it was taken off; and 2 more holds.",
		},
		{
			content.Term{Begins: content.ByOpening, Until: until, Ends: content.ByItsPaper},
			"Chiếu từ khi chiến dịch được duyệt đến 17:00 31/12/2026, vì còn chờ duyệt chiến dịch, kết thúc khi hết hiệu lực phê duyệt.",
			"Shown from the approval of its campaign until 17:00, 31 Dec 2026, because it waits for the approval of its campaign and ends as its approval ends.",
		},
		{
			content.Term{Until: until, Ends: content.ByItsDates},
			"Chiếu đến 17:00 31/12/2026, vì kết thúc theo ngày của tấm.", "Shown until 17:00, 31 Dec 2026, because it ends by its own dates.",
		},
		{
			content.Term{From: until, Begins: content.ByItsCampaign, Until: from, Ends: content.ByItsDates, Never: true},
			"Không chiếu lúc nào, vì ngày kết thúc 08:00 01/12/2026 đến trước lúc bắt đầu 17:00 31/12/2026.",
			"Never shown, because its end, 08:00, 1 Dec 2026, comes before its beginning, 17:00, 31 Dec 2026.",
		},
		{content.Term{Ends: content.ByClosing, Never: true}, "Không chiếu, vì chiến dịch đã khép lại.", "Not shown, because its campaign has ended."},
	} {
		if got := Term(nil, c.term); got.In(shell.Vietnamese) != c.vi || got.In(shell.English) != c.en {
			t.Errorf("it says\n%s\n%s", got.In(shell.Vietnamese), got.In(shell.English))
		}
	}
}
