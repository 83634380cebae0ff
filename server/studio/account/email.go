package account

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/hours"
	"ngatu/internal/post"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// maxEmail is the longest address, in letters.
const maxEmail = 200

// event is something that people are told of by e-mail.
type event struct {
	Key  string // as server/alert calls it
	Name shell.Text
	On   bool // the person here wants it
}

// events are all of them, in the order of the form.
var events = []event{
	{Key: "submitted", Name: shell.Say("Có mục chờ bạn duyệt", "Something awaits your approval")},
	{Key: "waits", Name: shell.Say("Có mục chờ duyệt đã lâu, chuyển đến bạn", "Something waited long and comes to you")},
	{Key: "approved", Name: shell.Say("Mục bạn gửi được duyệt", "What you submitted is approved")},
	{Key: "returned", Name: shell.Say("Mục bạn gửi bị trả lại", "What you submitted is returned")},
	{Key: "held", Name: shell.Say("Số liệu cần người xem", "Figures for a person to look at")},
	{Key: "proposed", Name: shell.Say("Có cảnh báo chờ người trực quyết định", "A warning of others for people on duty")},
	{Key: "over", Name: shell.Say("Cảnh báo đang phát bị hủy hoặc đã đổi", "A warning that is on was taken back or replaced")},
	{Key: "lapses", Name: shell.Say("Sắp hết hạn: chiến dịch, tấm, quyền, phê duyệt, tạm ngừng; số liệu sắp cũ", "What ends soon: campaigns, slides, mandates, approvals, holds; figures that grow old")},
}

// eventsOf are the events, as a person has chosen them.
func eventsOf(p *signin.Person) []event {
	out := slices.Clone(events)
	for i := range out {
		out[i].On = !slices.Contains(p.Muted, out[i].Key)
	}
	return out
}

// Email takes where the person gets e-mail (empty: nowhere), and of what.
func (s *Account) Email(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	address := f.Field("email")
	var bad shell.Faults
	bad.Add(f.Again())
	if address != "" {
		bad.Add(shell.At("email", post.Check(address)))
	}
	if len(address) > maxEmail {
		bad.Add(shell.At("email", shell.Invalid("Địa chỉ thư dài quá 200 ký tự.", "The address is longer than 200 letters.")))
	}
	quiet := f.Field("quiet")
	if f.Has("any_hour") {
		quiet = store.NeverQuiet
	} else {
		var wrong *hours.Error
		if _, err := hours.ParseQuiet(quiet); errors.As(err, &wrong) {
			bad.Add(shell.At("quiet", shell.Invalid(wrong.Vi, wrong.En)))
		}
	}
	var muted []string
	for _, one := range events {
		if !slices.Contains(f.Values["about"], one.Key) {
			muted = append(muted, one.Key)
		}
	}
	err := bad.Err()
	if err == nil {
		who := signin.From(c).ID
		_, err = s.Store.Change(c.UserContext(), who, func(tx *store.Tx) error {
			if err := tx.SetQuiet(c.UserContext(), who, quiet); err != nil {
				return err
			}
			return tx.SetEmail(c.UserContext(), who, address, muted...)
		})
	}
	if err != nil {
		return s.Refuse(c, err, pageAccount, s.view(c))
	}
	return shell.Done(c, "/studio/account", "email")
}
