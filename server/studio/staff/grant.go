package staff

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Grant gives somebody a mandate, or proposes it where it takes another admin.
func (s *Staff) Grant(c *fiber.Ctx) error {
	pools, err := s.pools(c.UserContext())
	if err != nil {
		return err
	}
	m, err := s.read(shell.FormOf(c), pools)
	waits := false
	if err == nil {
		waits, err = s.SignIn.Grant(c.UserContext(), signin.From(c), shell.Param(c, "id"), m)
	}
	if waits {
		return s.done(c, err, "wished_for")
	}
	return s.done(c, err, "granted")
}

// read is a mandate as a form says. A last day counts to its end.
func (s *Staff) read(f shell.Form, pools []string) (m mandate.Mandate, err error) {
	m = mandate.Mandate{Role: signin.Role(f.Field("role")), Pool: f.Field("pool"), For: f.Field("for")}
	var bad shell.Faults
	bad.Add(f.Again())
	if m.Pool != "" && !slices.Contains(pools, m.Pool) {
		bad.Add(shell.At("pool", shell.Invalid("Không màn hình nào có thời lượng riêng này. Hãy chọn lại.", "No screen has such airtime of an owner. Choose again.")))
	}
	span, err := f.Span("from", "until")
	bad.Add(err)
	m.From, m.Until = span.From, span.Until
	switch f.Field("reach") {
	case "all":
	case "area":
		period, _ := area.PeriodAt(s.Now())
		place, err := f.Area(s.Areas, period, content.Place{})
		bad.Add(err)
		m.Area = place.Area
	default: // nobody gets the whole city by leaving something out
		bad.Add(shell.At("reach", shell.Invalid("Hãy chọn toàn thành phố hay một khu vực.", "Choose the whole city or one area.")))
	}
	return m, bad.Err()
}

// End ends a mandate. It stays on record.
func (s *Staff) End(c *fiber.Ctx) error {
	mark := content.Digest(shell.FormOf(c).Field("mark"))
	return s.done(c, s.SignIn.EndMandate(c.UserContext(), signin.From(c), shell.Param(c, "id"), mark), "finished")
}

// Confirm lets mandates hold that another admin has proposed.
func (s *Staff) Confirm(c *fiber.Ctx) error {
	seen := content.Digest(shell.FormOf(c).Field("seen"))
	return s.done(c, s.SignIn.Confirm(c.UserContext(), signin.From(c), shell.Param(c, "id"), seen), "confirmed")
}

// Return throws away what was proposed.
func (s *Staff) Return(c *fiber.Ctx) error {
	return s.done(c, s.SignIn.Return(c.UserContext(), signin.From(c), shell.Param(c, "id")), "thrown")
}

// pools are the parts of airtime of owners, as screens have them and campaigns use them.
func (s *Staff) pools(ctx context.Context) (out []string, err error) {
	add := func(id string) {
		if id != "" && id != mandate.CityPool() && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	screens, err := s.Screens(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range screens {
		for _, p := range one.Places {
			for _, pool := range p.Pools {
				add(pool.ID)
			}
		}
	}
	campaigns, err := s.Store.Campaigns(ctx)
	for _, c := range campaigns {
		add(c.Pool)
	}
	slices.Sort(out)
	return out, err
}
