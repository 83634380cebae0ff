// Package campaign is the room of campaigns: their list, and the page of each, where its name,
// dates, hours, share, screens and the order of its slides are changed, with what it would show. A
// change waits for another person; the live campaign stays as it is until then.
//
// It owns the order of acts on a campaign as people meet it. It must not decide when a slide is on:
// that is content's.
package campaign

import (
	"embed"

	"ngatu/internal/blob"
	"ngatu/server/air"
	"ngatu/server/fleet"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList     = shell.Page{Name: "campaigns", Title: shell.Say("Chiến dịch", "Campaigns")}
	pageNew      = shell.Page{Name: "campaign_new", Title: shell.Say("Chiến dịch mới", "New campaign")}
	pageCampaign = shell.Page{Name: "campaign"}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "campaign", Files: files,
	Pages: []shell.Page{pageList, pageNew, pageCampaign}, Parts: []string{
		"branches", "campaign_at_once", "campaign_count", "campaign_form", "campaign_item", "campaign_look", "campaign_row", "campaign_send", "campaign_strip", "campaign_wait", "outlook",
		"put_away",
	},
	Done: map[string]shell.Text{
		"campaign_made":      shell.Say("Đã tạo và gửi duyệt. Chưa chiếu gì đến khi một người khác duyệt.", "Made and submitted. Nothing is shown until another person approves."),
		"campaign_ended":     shell.Say("Đã khép lại: mọi tấm của chiến dịch đã rời màn hình.", "Ended: all its slides are off the screens."),
		"campaign_deleted":   shell.Say("Đã xóa chiến dịch chưa duyệt.", "The campaign that nobody approved was deleted."),
		"campaign_once":      shell.Say("Đang chiếu ngay một lần, rồi tấm trở lại vòng chiếu.", "It is shown at once, then takes its turns again."),
		"campaign_sent":      shell.Say("Đã gửi duyệt. Chiến dịch đang chạy giữ nguyên đến khi một người khác duyệt.", "Submitted. The campaign runs as it is until another person approves."),
		"campaign_live":      shell.Say("Đã duyệt. Chiến dịch chạy theo bản mới.", "Approved. The campaign runs by the new version."),
		"campaign_returned":  shell.Say("Đã trả lại cho người soạn.", "Returned to its authors."),
		"campaign_withdrawn": shell.Say("Đã rút lại. Bản sửa còn ở dưới.", "Taken back. The change is still below."),
		"campaign_discarded": shell.Say("Đã bỏ bản sửa.", "The change was thrown away."),
	},
}

// Campaigns answers for campaigns.
type Campaigns struct {
	*shell.Shell
	air   *air.Air
	fleet *fleet.Fleet
	media blob.Bucket

	forecasts forecasts
}

// New answers within a shell that has the room.
func New(s *shell.Shell, a *air.Air, f *fleet.Fleet, media blob.Bucket) *Campaigns {
	return &Campaigns{Shell: s, air: a, fleet: f, media: media, forecasts: newForecasts()}
}
