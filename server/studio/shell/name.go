package shell

import (
	"context"
	"strings"

	"ngatu/content"
	"ngatu/server/signin"
)

// Nobody is the name of who is not known.
var Nobody = Text{"Không rõ", "Unknown"}

// MakerOf names the author among some who made a person's account; empty where none did.
func (s *Shell) MakerOf(ctx context.Context, who string, authors []string) (Text, error) {
	made, err := s.Store.MadeAccount(ctx, who, authors)
	if made == "" {
		return Text{}, err
	}
	return s.NameOf(ctx, made), err
}

// NameOf is what people call whoever acted.
func (s *Shell) NameOf(ctx context.Context, who string) Text {
	if p, err := s.Store.Staff(ctx, who); err == nil {
		return Same(p.Name)
	}
	kind, rest, _ := strings.Cut(who, ":")
	switch kind {
	case "inbox":
		return Text{"Hộp thả tệp " + rest, "Inbox " + rest}
	case "starter", "": // the latter is what the starter campaign brought along
		return Text{"Bộ mẫu", "Starter campaign"}
	case "url":
		return Text{"Địa chỉ · " + rest, "Address · " + rest}
	case "token":
		name := s.tokenName(ctx, rest)
		return Text{"API · " + name.Vi, "API · " + name.In(English)}
	case "feed":
		if f, err := s.Store.Feed(ctx, rest); err == nil {
			return Same(f.Name)
		}
		return Text{"Nguồn cảnh báo đã bỏ", "A feed that was removed"}
	case "demo":
		return Text{"Bản trình diễn", "The demonstration"}
	case "server", "operator", "ngatu":
		return Text{"Máy chủ", "The server"}
	}
	return Nobody
}

// tokenName is what staff called a token; one that was revoked is forgotten.
func (s *Shell) tokenName(ctx context.Context, id string) Text {
	all, err := s.Store.Tokens(ctx)
	if err == nil {
		for _, t := range all {
			if t.ID == id {
				return Same(t.Name)
			}
		}
	}
	return Text{"mã đã thu hồi", "a revoked token"}
}

// SlideTitle is what a slide is called today.
func (s *Shell) SlideTitle(ctx context.Context, id string) Text {
	if slide, err := s.Store.Slide(ctx, id); err == nil {
		return Same(slide.Title)
	}
	return Text{"Tấm đã xóa", "A slide that is gone"}
}

// TakeoverTitle is what a takeover is called today.
func (s *Shell) TakeoverTitle(ctx context.Context, id string) Text {
	if t, err := s.Store.Takeover(ctx, id); err == nil {
		return Textf("Thông báo khẩn: %s", "Takeover: %s", t.Title)
	}
	return Text{"Thông báo khẩn đã xóa", "A takeover that is gone"}
}

// StateNames are the states of a slide or prepared takeover.
var StateNames = map[content.State]Text{
	content.Draft:     {"Bản nháp", "Draft"},
	content.Submitted: {"Chờ duyệt", "Awaiting approval"},
	content.Approved:  {"Đã duyệt", "Approved"},
	content.TakenOff:  {"Đã gỡ", "Taken off"},
}

// KindNames are the kinds of slides.
var KindNames = map[content.Kind]Text{
	content.Picture:   {"Ảnh", "Picture"},
	content.Video:     {"Video", "Clip"},
	content.Notice:    {"Thông báo", "Notice"},
	content.Install:   {"Mã cài đặt", "Install code"},
	content.Board:     {"Bảng số liệu", "Board"},
	content.Countdown: {"Đếm ngược", "Countdown"},
	content.Guide:     {"Hướng dẫn", "Guide"},
}

// VenueNames are what screens stand in.
var VenueNames = map[content.Venue]Text{
	content.Intersection: {"Ngã tư, đường phố", "Intersection"},
	content.Reception:    {"Sảnh tiếp công dân", "Reception hall"},
	content.Apartment:    {"Chung cư", "Apartment block"},
	content.Mall:         {"Trung tâm thương mại", "Mall"},
	content.Supermarket:  {"Siêu thị", "Supermarket"},
	content.Office:       {"Trụ sở", "Office"},
}

// ScreenKindNames are the makes of screens.
var ScreenKindNames = map[content.ScreenKind]Text{
	content.LED:     {"Màn hình LED", "LED"},
	content.Monitor: {"Màn hình thường", "Monitor"},
	content.Kiosk:   {"Kiosk cảm ứng", "Touch kiosk"},
}

// RoleNames are the roles of accounts.
var RoleNames = map[signin.Role]Text{
	signin.Editor:   {"Biên tập", "Editor"},
	signin.Approver: {"Duyệt", "Approver"},
	signin.Reporter: {"Báo cáo số liệu", "Reporter"},
	signin.Operator: {"Vận hành màn hình", "Operator"},
	signin.Auditor:  {"Kiểm tra", "Auditor"},
	signin.Admin:    {"Quản trị", "Admin"},
}

// SettingNames are what the settings that are printed on slides are called.
var SettingNames = map[string]Text{
	content.SettingApp:       {"Tên ngắn của ứng dụng", "Short name of the app"},
	content.SettingAppFull:   {"Tên đầy đủ", "Full name"},
	content.SettingCity:      {"Cơ quan phát ngôn", "The city that speaks"},
	content.SettingHotline:   {"Đường dây nóng", "Hotline"},
	content.SettingDomains:   {"Tên miền được phép", "Allowed domains"},
	content.SettingPublic:    {"Địa chỉ công khai", "Public address"},
	content.SettingAppStore:  {"Liên kết App Store", "App Store link"},
	content.SettingPlayStore: {"Liên kết CH Play", "Google Play link"},
	content.SettingPhones:    {"Các số điện thoại khác được phép in", "Other telephone numbers that may be printed"},
	content.SettingScreenMB:  {"Hạn mức dữ liệu: một tấm, một màn hình (MB)", "Data budget: a slide, a screen (MB)"},
	content.SettingAllMB:     {"Hạn mức dữ liệu: một tấm, mọi màn hình (MB)", "Data budget: a slide, all screens (MB)"},
	content.SettingAreaMB:    {"Hạn mức của một khu vực: tệp (MB)", "Quota of an area: files (MB)"},
	content.SettingAreaWaits: {"Hạn mức của một khu vực: bản nháp", "Quota of an area: drafts"},
	content.SettingRanks:     {"Công khai xếp hạng mọi đơn vị", "Rank every unit in public"},
	content.SettingPortals:   {"Cổng thông tin được nhúng bảng số liệu", "Portals that may embed boards"},
	content.SettingLabel:     {"Nhãn nội dung AI", "Label of AI content"},
	content.SettingQuiet:     {"Giờ không gửi thư cho nhân sự", "Hours in which staff get no e-mail"},
	content.SettingStep:      {"Giờ chờ trước khi chuyển bàn duyệt", "Hours after which what waits goes one step on"},
	content.SettingMaxAge:    {"Số liệu cũ sau (giờ)", "Figures are old after (hours)"},
}
