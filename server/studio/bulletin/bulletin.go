// Package bulletin is the room of warnings that other bodies send: what they propose, which people
// on duty put on or dismiss, and the feeds that they come from.
//
// It owns the order of these acts as people meet them. What a message means is
// content/bulletin's, and what is put on is a takeover like any other.
package bulletin

import (
	"embed"
	"net/netip"

	"ngatu/server/bulletins"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageBulletin  = shell.Page{Name: "bulletin"}
	pageBulletins = shell.Page{Name: "bulletins", Title: shell.Say("Cảnh báo từ nơi khác", "Warnings of others")}
	pageFeeds     = shell.Page{Name: "feeds", Title: shell.Say("Nguồn cảnh báo", "Feeds of warnings")}
	pageFeed      = shell.Page{Name: "feed", Title: shell.Say("Nguồn cảnh báo", "Feed of warnings")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "bulletin", Files: files,
	Pages: []shell.Page{pageBulletin, pageBulletins, pageFeeds, pageFeed},
	Parts: []string{"feed_fields"},
	Done: map[string]shell.Text{
		"dismissed":  shell.Say("Đã bỏ qua cảnh báo này.", "The warning was dismissed."),
		"feed_saved": shell.Say("Đã lưu. Máy chủ đọc nguồn này ngay.", "Saved. The server reads this feed at once."),
		"feed_ended": shell.Say("Đã bỏ nguồn cảnh báo.", "The feed was removed."),
	},
}

// Options are the parts that the room works with.
type Options struct {
	Pictures *picture.Pictures
	Status   func(feed string) bulletins.Status // how a feed is
	Inside   []netip.Prefix                     // internal networks in which feeds may lie
}

// Bulletins answers for warnings of others.
type Bulletins struct {
	*shell.Shell
	Options
}

// New answers within a shell that has the room.
func New(s *shell.Shell, o Options) *Bulletins { return &Bulletins{s, o} }
