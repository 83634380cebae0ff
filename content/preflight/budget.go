package preflight

import (
	"cmp"
	"strconv"
)

// Budget is how many bytes of one slide screens may fetch before the checks warn of it.
type Budget struct {
	Screen int64 // by a screen; 0: that of [StandardBudget]
	All    int64 // by all screens together; 0: that of [StandardBudget]
}

// StandardBudget is ours, where the settings say nothing: a screen fetches a slide in some four
// minutes at 1 Mbit/s, and all of them together no more than a server sends in a quarter of an hour
// at 100 Mbit/s.
var StandardBudget = Budget{Screen: 30 << 20, All: 10 << 30}

// MostMegabytes is the greatest budget that can be set.
const MostMegabytes = 1_000_000

// BudgetOf is the budget of the settings, in megabytes; what is unset or no number is standard.
func BudgetOf(screen, all string) Budget {
	bytes := func(megabytes string) int64 {
		n, err := strconv.ParseInt(megabytes, 10, 64)
		if err != nil || n <= 0 || n > MostMegabytes {
			return 0
		}
		return n << 20
	}
	return Budget{Screen: bytes(screen), All: bytes(all)}
}

func (b Budget) orStandard() Budget {
	return Budget{Screen: cmp.Or(b.Screen, StandardBudget.Screen), All: cmp.Or(b.All, StandardBudget.All)}
}

// Heavy says whether so many bytes are more than a screen should fetch of a slide, or so many
// screens together.
func (b Budget) Heavy(bytes int64, screens int) bool {
	b = b.orStandard()
	return bytes > b.Screen || bytes*int64(max(screens, 1)) > b.All
}
