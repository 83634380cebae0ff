package care

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Choice is a campaign that a slide may be put into.
type Choice struct {
	ID     string
	Name   string
	Where  shell.Text // its areas
	Chosen bool
}

// Campaigns are those into which the person here may put slides, and the one that is chosen, by
// a form or an address. Nothing is
// chosen for the whole city by itself: where nothing is chosen yet, it is the first campaign of
// the person's own area.
func Campaigns(s *shell.Shell, c *fiber.Ctx, chosen string) (out []Choice, err error) {
	all, err := s.Store.Campaigns(c.UserContext())
	chosen = cmp.Or(chosen, shell.Query(c, "campaign"))
	own := -1
	for _, one := range all {
		of := mandate.OfCampaign(one)
		if one.ID != chosen && (one.Stage == content.Ended || !signin.From(c).May(signin.Edit, of)) {
			continue
		}
		if own < 0 && len(of.Areas) > 0 {
			own = len(out)
		}
		out = append(out, Choice{one.ID, one.Name, areasText(s, one), one.ID == chosen})
	}
	if chosen == "" && own >= 0 && signin.From(c).Narrow() {
		out[own].Chosen = true
	}
	return out, err
}

// areasText says where a campaign is: the whole city, its only area, or how many it has.
func areasText(s *shell.Shell, c content.Campaign) shell.Text {
	switch keys := mandate.OfCampaign(c).Areas; len(keys) {
	case 0:
		return shell.Text{Vi: "toàn thành phố", En: "the whole city"}
	case 1:
		return s.AreaName(keys[0])
	default:
		return shell.Textf("%s khu vực", "%s areas", shell.PlainNumber(float64(len(keys))))
	}
}
