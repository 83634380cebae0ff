package shell

import (
	"slices"

	"ngatu/server/signin"
)

// navItem is a line of the navigation.
type navItem struct {
	Path    string
	Name    Text
	Act     signin.Act // whom it concerns
	Pages   []string   // on which it is marked
	Current bool
}

func (n navItem) holds(page string) bool { return slices.Contains(n.Pages, page) }

var navigation = []navItem{
	{Path: PathSlides, Name: Text{"Tấm chiếu", "Slides"}, Act: signin.Look, Pages: []string{"slides", "slide", "board", "guide"}},
	{Path: PathOnAir, Name: Text{"Đang chiếu gì", "What is on"}, Act: signin.Look, Pages: []string{"onair", "onair_screen"}},
	{Path: PathCampaigns, Name: Text{"Chiến dịch", "Campaigns"}, Act: signin.Look, Pages: []string{"campaigns", "campaign"}},
	{Path: "/studio/upload", Name: Text{"Tải lên", "Upload"}, Act: signin.Edit, Pages: []string{"upload"}},
	{Path: "/studio/notice", Name: Text{"Thông báo mới", "New notice"}, Act: signin.Edit, Pages: []string{"notice"}},
	{Path: "/studio/inbox", Name: Text{"Hộp thả tệp", "Inbox"}, Act: signin.Look, Pages: []string{"inbox"}},
	{Path: PathTakeovers, Name: Text{"Thông báo khẩn", "Takeovers"}, Act: signin.Look, Pages: []string{"takeovers", "takeover", "takeover_new"}},
	{Path: PathHolds, Name: Text{"Tạm ngừng", "Holds"}, Act: signin.Look, Pages: []string{"holds", "hold", "hold_new"}},
	{Path: PathScreens, Name: Text{"Màn hình", "Screens"}, Act: signin.Look, Pages: []string{"screens", "screen"}},
	{Path: "/studio/plays", Name: Text{"Đã chiếu", "Plays"}, Act: signin.Look, Pages: []string{"plays"}},
	{Path: PathFigures, Name: Text{"Số liệu", "Figures"}, Act: signin.Look, Pages: []string{"figures", "ask", "draft", "recipes", "measures", "measure"}},
	{Path: PathSettings, Name: Text{"Cài đặt", "Settings"}, Act: signin.Look, Pages: []string{"settings"}},
	{Path: "/studio/staff", Name: Text{"Nhân sự", "Staff"}, Act: signin.Accounts, Pages: []string{"staff", "person"}},
	{Path: "/studio/tokens", Name: Text{"Mã API", "API tokens"}, Act: signin.Tokens, Pages: []string{"tokens"}},
}
