package screen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// poolRow is a line of the form: a part of the screen's airtime.
type poolRow struct {
	ID      string
	Percent string
}

// blankPools is how many empty lines the form has for parts that come.
const blankPools = 2

// PoolRows are the lines of the form.
func (v view) PoolRows() (out []poolRow) {
	for _, p := range v.Place.Pools {
		out = append(out, poolRow{p.ID, strconv.Itoa(p.Percent)})
	}
	for range min(blankPools, content.MaxPools-len(out)) {
		out = append(out, poolRow{})
	}
	return out
}

// readPools reads the parts of the airtime; a form that does not ask leaves them as they were.
func readPools(f shell.Form, old []content.Pool) ([]content.Pool, error) {
	names, percents := f.Values["pool"], f.Values["pool_percent"]
	if len(names) == 0 || len(names) != len(percents) {
		return old, nil
	}
	var out []content.Pool
	for i, name := range names {
		name, text := strings.Join(strings.Fields(name), " "), strings.TrimSuffix(strings.TrimSpace(percents[i]), "%")
		if name == "" && text == "" {
			continue
		}
		percent, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			percent = 0 // which is refused below
		}
		out = append(out, content.Pool{ID: name, Percent: percent})
	}
	if err := content.CheckPools(out); err != nil {
		return out, shell.At("pool", err)
	}
	if slices.Equal(out, content.DefaultPools()) {
		return nil, nil
	}
	return out, nil
}

// askPools refuses to share the airtime of a screen out anew unless the person looks after it there
// for everybody who has some: whatever one gets, the others lose.
func (s *Screens) askPools(c *fiber.Ctx, tx *store.Tx, was content.Place, is content.Place) error {
	if slices.Equal(was.PoolsOf(), is.PoolsOf()) {
		return nil
	}
	for _, p := range was.PoolsOf() {
		about := mandate.OfPlace(was)
		about.Pool = p.ID
		if err := s.SignIn.Ask(c.UserContext(), tx, signin.From(c).ID, signin.Screens, about); err != nil {
			return shell.At("pool", err)
		}
	}
	return nil
}
