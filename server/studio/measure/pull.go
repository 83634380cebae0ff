package measure

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/outside"
	"ngatu/internal/store"
	"ngatu/server/figures"
	"ngatu/server/pulls"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// maxPullName is how many letters the name of an address has at most: screens may name it.
const maxPullName = 60

// pullRow is an address that figures are fetched from, with how it is.
type pullRow struct {
	figure.Pull
	pulls.Status
	Minutes int
	By      shell.Text // hides the ID of whoever entered it
	Trouble shell.Text
	Became  shell.Text // of its newest sheet when it came
	Waits   bool       // a person has to look at that
}

// pullForm is what the form of a new address is filled with.
type pullForm struct {
	figure.Pull
	Minutes int
}

var becameNames = map[figures.Outcome]shell.Text{
	figures.Asked:    shell.Say("Bảng mới nhất chờ trả lời câu hỏi", "Its newest sheet waits for answers"),
	figures.Held:     shell.Say("Bảng mới nhất chờ người công bố", "Its newest sheet waits to be released"),
	figures.Released: shell.Say("Bảng mới nhất đã công bố", "Its newest sheet was released"),
	figures.Same:     shell.Say("Không có gì mới", "Nothing new"),
}

func (s *Measures) pullRows(ctx context.Context, m figure.Measure) (out []pullRow) {
	for _, p := range m.Pulls {
		r := pullRow{Pull: p, Status: s.Options.Status(m.ID, p.Name), Minutes: int(p.Every / time.Minute), By: s.NameOf(ctx, p.By)}
		r.Became, r.Waits = becameNames[r.Outcome], r.Outcome == figures.Asked || r.Outcome == figures.Held
		if r.Fault != nil {
			r.Trouble = shell.Say(r.Fault.Vi, r.Fault.En)
		}
		out = append(out, r)
	}
	return out
}

// AddPull enters an address that sheets of a measure are fetched from. Whoever enters it stands for
// what it brings.
func (s *Measures) AddPull(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), signin.From(c)
	m, err := s.Store.Measure(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	set, err := s.Store.SettingValues(ctx, []string{content.SettingDomains})
	if err != nil {
		return err
	}
	p, err := readPull(shell.FormOf(c), set[0], s.Inside)
	if p.By = who.ID; err == nil {
		_, err = s.Store.Change(ctx, who.ID, func(tx *store.Tx) error {
			now, err := tx.Measure(ctx, m.ID)
			if err != nil {
				return err
			}
			if err := mayAdd(now, p); err != nil {
				return err
			}
			now.Pulls = append(slices.Clone(now.Pulls), p)
			return tx.PutMeasure(ctx, now)
		})
	}
	if err != nil {
		v, failed := s.view(c, m)
		if failed != nil {
			return failed
		}
		v.Pull = pullForm{p, int(p.Every / time.Minute)}
		return s.Refuse(c, err, page.Titled(shell.Say(m.Vi, m.En)), v)
	}
	return shell.Done(c, pathOf(m.ID), "pull_added")
}

// mayAdd refuses an address that a measure has no room for, or whose person may not release it.
func mayAdd(m figure.Measure, p figure.Pull) error {
	switch {
	case !m.MayRelease(p.By):
		return &content.Error{
			Code: content.Denied,
			Vi:   "Bạn không có trong danh sách người được công bố chỉ số này.", En: "You are not among those who may release this measure.",
		}
	case len(m.Pulls) >= figure.MaxPulls:
		return shell.At("pull_name", shell.Invalid(
			fmt.Sprintf("Một chỉ số có nhiều nhất %d địa chỉ. Hãy bỏ một địa chỉ trước.", figure.MaxPulls),
			fmt.Sprintf("A measure has at most %d addresses. Remove one first.", figure.MaxPulls)))
	case slices.ContainsFunc(m.Pulls, func(o figure.Pull) bool { return area.Fold(o.Name) == area.Fold(p.Name) }):
		return shell.At("pull_name", shell.Invalid("Đã có địa chỉ mang tên này.", "There is an address of this name already."))
	}
	return nil
}

func readPull(f shell.Form, domains string, inside []netip.Prefix) (p figure.Pull, err error) {
	var bad shell.Faults
	bad.Add(f.Again())
	p.Name, p.Address = strings.Join(strings.Fields(f.Field("pull_name")), " "), f.Field("pull_address")
	if n := utf8.RuneCountInString(p.Name); n == 0 || n > maxPullName {
		bad.Add(shell.At("pull_name", shell.Invalid(
			fmt.Sprintf("Hãy ghi nơi cung cấp số liệu, từ 1 đến %d ký tự.", maxPullName), fmt.Sprintf("Say whose figures these are, in 1 to %d characters.", maxPullName))))
	}
	if err := outside.CheckAddress(p.Address, domains, inside); err != nil {
		bad.Add(shell.At("pull_address", err))
	}
	minutes, err := f.Number("pull_minutes", shell.Say("Số phút", "The minutes"), figure.LeastEvery.Minutes(), figure.MostEvery.Minutes(), figure.UsualEvery.Minutes())
	bad.Add(err)
	p.Every = time.Duration(minutes) * time.Minute
	return p, bad.Err()
}

// EndPull removes an address; what came from it stays. Whoever may release the measure may, and
// whoever may change its settings.
func (s *Measures) EndPull(c *fiber.Ctx) error {
	ctx, who, id, name := c.UserContext(), signin.From(c), shell.Param(c, "id"), shell.FormOf(c).Field("name")
	_, err := s.Store.Change(ctx, who.ID, func(tx *store.Tx) error {
		m, err := tx.Measure(ctx, id)
		if err != nil {
			return err
		}
		if !mayEnd(who, m) {
			return &content.Error{
				Code: content.Denied,
				Vi:   "Chỉ người được công bố chỉ số này hoặc được đổi cài đặt của nó mới bỏ được địa chỉ.",
				En:   "An address is removed by those who may release the measure or change its settings.",
			}
		}
		left := slices.DeleteFunc(slices.Clone(m.Pulls), func(p figure.Pull) bool { return p.Name == name })
		if len(left) == len(m.Pulls) {
			return nil // somebody else was faster
		}
		m.Pulls = left
		return tx.PutMeasure(ctx, m)
	})
	if err != nil {
		return err
	}
	return shell.Done(c, pathOf(id), "pull_ended")
}

func mayEnd(who *signin.Person, m figure.Measure) bool {
	return who.Somewhere(signin.Settings) || who.Somewhere(signin.Release) && m.MayRelease(who.ID)
}
