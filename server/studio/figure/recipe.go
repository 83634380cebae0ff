package figure

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/area"
	"ngatu/content/reading"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// recipeView is a layout that a person explained, and what is read by it.
type recipeView struct {
	store.Recipe
	Sender  shell.Text
	By      shell.Text
	Measure shell.Text
	Level   shell.Text
	Columns []recipeColumn
	Idle    bool // no sheet came for so long that it does not hold any more
	Over    bool // its period is over
}

// recipeColumn is what a column of the layout is read as.
type recipeColumn struct {
	Name string
	Role shell.Text
}

var levelNames = map[area.Level]shell.Text{
	area.CityLevel:     shell.Say("thành phố", "city"),
	area.DistrictLevel: shell.Say("quận, huyện", "districts"),
	area.CommuneLevel:  shell.Say("phường, xã", "wards and communes"),
}

// Recipes lists the layouts that were explained.
func (s *Figures) Recipes(c *fiber.Ctx) error {
	ctx := c.UserContext()
	all, err := s.Store.Recipes(ctx)
	if err != nil {
		return err
	}
	measures, err := s.Store.Measures(ctx)
	if err != nil {
		return err
	}
	now, err := s.Store.Now(ctx)
	if err != nil {
		return err
	}
	out := []recipeView{}
	for _, r := range all {
		one := recipeView{
			Recipe: r, By: s.NameOf(ctx, r.Made.By), Measure: shell.Same(r.Measure), Level: levelNames[r.Level], Sender: s.NameOf(ctx, r.Sender),
			Idle: now.Sub(r.Used) > store.IdleDays*24*time.Hour, Over: !r.Period.Holds(now),
		}
		if group, is := strings.CutPrefix(r.Sender, "group:"); is {
			one.Sender = shell.Textf("Nhóm %s", "Group %s", group)
		}
		for _, m := range measures {
			if m.ID == r.Measure {
				one.Measure = shell.Say(m.Vi, m.En)
			}
		}
		for _, role := range reading.Roles() {
			for name, has := range r.Made.Answers.Roles {
				if has == role {
					one.Columns = append(one.Columns, recipeColumn{name, roleNames[role]})
				}
			}
		}
		slices.SortStableFunc(one.Columns, func(a, b recipeColumn) int {
			if a.Role == b.Role {
				return strings.Compare(a.Name, b.Name)
			}
			return 0
		})
		out = append(out, one)
	}
	return s.Page(c, recipesPage, out)
}

// EndRecipe ends a recipe: the next sheet of its layout is asked about again.
func (s *Figures) EndRecipe(c *fiber.Ctx) error {
	id, who := shell.Param(c, "recipe"), signin.From(c).ID
	_, err := s.Store.Change(c.UserContext(), who, func(tx *store.Tx) error {
		return tx.EndRecipe(c.UserContext(), id, "ended by "+who)
	})
	if err != nil {
		return err
	}
	return shell.Done(c, shell.PathFigures+"/recipes", "recipe-ended")
}
