package shell

import (
	"context"
	"time"

	"ngatu/internal/store"
)

// pastActs is how many lines of history a page shows.
const pastActs = 30

// Act is a line of what was done to something.
type Act struct {
	At   time.Time
	Who  Text
	What Text
}

var verbNames = map[string]Text{
	"create":   {"tạo", "made it"},
	"change":   {"sửa", "changed it"},
	"submit":   {"gửi duyệt", "submitted it"},
	"approve":  {"duyệt", "approved it"},
	"convert":  {"cho chuyển mã lại", "had its clip converted again"},
	"take_off": {"gỡ xuống", "took it off"},
	"number":   {"ghi số văn bản", "added the number of its document"},
	"draft":    {"chuyển về bản nháp", "made it a draft again"},
	"delete":   {"xóa", "deleted it"},
	"put_on":   {"phát", "put it on"},
	"confirm":  {"xác nhận còn hiệu lực", "said that it still holds"},
	"end":      {"dừng", "ended it"},
	"review":   {"xem lại", "reviewed it"},
	"return":   {"trả lại", "returned it"},
	"write":    {"soạn bản sửa", "wrote a change beside it"},
	"withdraw": {"rút lại", "took it back"},
	"discard":  {"bỏ bản sửa", "threw the change away"},
	"hold":     {"tạm ngừng", "set it"},
	"ask":      {"đề nghị bỏ tạm ngừng", "asked to lift it"},
	"keep":     {"rút đề nghị", "took the wish back"},
	"enter":    {"đăng nhập lần đầu", "signed in for the first time"},
	"lift":     {"xác nhận bỏ tạm ngừng", "lifted it"},
	"prolong":  {"kéo dài", "prolonged it"},

	store.VerbEntered:  {"phát tại một máy chủ khi mất cơ sở dữ liệu", "put it on at one server while the database was away"},
	store.VerbRefused:  {"phát hoặc dừng khi mất cơ sở dữ liệu, không được giữ lại", "put it on, or ended it, while the database was away, which was refused"},
	"approve via link": {"duyệt qua liên kết", "approved it by link"},
	"return via link":  {"trả lại qua liên kết", "returned it by link"},
	"stop_converting":  {"dừng chuyển mã", "stopped the conversion of its clip"},
	"propose":          {"gửi cảnh báo", "sent it"},
	"supersede":        {"thay bằng bản cập nhật", "replaced it"},
	"cancel":           {"hủy cảnh báo", "took it back"},
	"note":             {"gửi tin", "sent it"},
	"dismiss":          {"bỏ qua", "dismissed it"},
}

// History is what was done last to one thing of a noun of the change log, the newest first.
func (s *Shell) History(ctx context.Context, noun store.Noun, id string) ([]Act, error) {
	changes, err := s.Store.ChangesOf(ctx, noun, id, 0, pastActs)
	if err != nil {
		return nil, err
	}
	var out []Act
	for _, one := range changes {
		what, ok := verbNames[one.Verb+" via "+one.Via]
		if !ok {
			what, ok = verbNames[one.Verb]
		}
		if !ok {
			what = Text{"làm việc khác", "did something else"}
		}
		out = append(out, Act{one.At, s.NameOf(ctx, one.Who), what})
	}
	return out, nil
}
