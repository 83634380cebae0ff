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
	Key     string     // after g it leads there; "": no key does
	Current bool
	Count   int // what waits there for the person
}

func (n navItem) holds(page string) bool { return slices.Contains(n.Pages, page) }

// Keys are the lines of the navigation that a person may open by keys.
func Keys(p *signin.Person) (out []navItem) {
	for _, one := range navigation {
		if one.Key != "" && p.Somewhere(one.Act) {
			out = append(out, one)
		}
	}
	return out
}

var navigation = []navItem{
	{Path: PathHome, Name: Text{"Trang đầu", "Home"}, Act: signin.Look, Pages: []string{"home"}, Key: "d"},
	{Path: PathSubmissions, Name: Text{"Bàn duyệt", "Approvals"}, Act: signin.Look, Pages: []string{"submissions", "submission", "submission_new"}, Key: "r"},
	{Path: PathSlides, Name: Text{"Tấm chiếu", "Slides"}, Act: signin.Look, Pages: []string{"slides", "slide", "board", "guide"}, Key: "s"},
	{Path: PathOnAir, Name: Text{"Lịch chiếu", "What is on"}, Act: signin.Look, Pages: []string{"onair", "onair_screen"}, Key: "o"},
	{Path: PathCampaigns, Name: Text{"Chiến dịch", "Campaigns"}, Act: signin.Look, Pages: []string{"campaigns", "campaign", "campaign_new", "reform"}, Key: "c"},
	{Path: "/studio/upload", Name: Text{"Tải lên", "Upload"}, Act: signin.Edit, Pages: []string{"upload"}, Key: "u"},
	{Path: "/studio/templates", Name: Text{"Soạn tấm mới", "New slide"}, Act: signin.Edit, Pages: []string{"templates", "notice"}, Key: "n"},
	{Path: "/studio/inbox", Name: Text{"Hộp thả tệp", "Inbox"}, Act: signin.Look, Pages: []string{"inbox", "standings", "standing_new"}, Key: "i"},
	{Path: PathTakeovers, Name: Text{"Thông báo khẩn", "Takeovers"}, Act: signin.Look, Pages: []string{"takeovers", "takeover", "takeover_new", "takeover_free", "bulletin", "bulletins", "feed", "feeds"}, Key: "t"},
	{Path: PathHolds, Name: Text{"Tạm ngừng", "Holds"}, Act: signin.Look, Pages: []string{"holds", "hold", "hold_new"}, Key: "h"},
	{Path: PathScreens, Name: Text{"Màn hình", "Screens"}, Act: signin.Look, Pages: []string{"screens", "screen"}, Key: "m"},
	{Path: "/studio/plays", Name: Text{"Đã chiếu", "Plays"}, Act: signin.Look, Pages: []string{"plays"}, Key: "p"},
	{Path: PathFigures, Name: Text{"Số liệu", "Figures"}, Act: signin.Look, Pages: []string{"figures", "ask", "draft", "recipes", "measures", "measure"}, Key: "f"},
	{Path: PathSettings, Name: Text{"Cài đặt", "Settings"}, Act: signin.Look, Pages: []string{"settings"}, Key: "e"},
	{Path: "/studio/staff", Name: Text{"Nhân sự", "Staff"}, Act: signin.Accounts, Pages: []string{"staff", "person"}, Key: "a"},
	{Path: "/studio/tokens", Name: Text{"Mã API", "API tokens"}, Act: signin.Tokens, Pages: []string{"tokens"}},
	{Path: "/studio/nodes", Name: Text{"Máy chủ", "Servers"}, Act: signin.Profile, Pages: []string{"nodes"}},
}
