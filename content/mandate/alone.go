package mandate

import (
	"slices"
	"time"
)

// Account is somebody with what bears on whether others are alone. A disabled account is one too.
type Account struct {
	ID       string
	Mandates []Mandate
	Entered  time.Time // when the person first signed in; zero: never
}

// Alone says whether a person may do something and nobody else ever could: no other account that
// may do it has signed in while it might. Disabling others, or ending their mandates, makes nobody
// alone. let says that the operator lets whoever may do it count as alone for now.
func Alone(who string, act Act, all []Account, at time.Time, let bool) bool {
	may, other := false, false
	for _, a := range all {
		for _, m := range a.Mandates {
			switch {
			case !slices.Contains(holders[act], m.Role):
			case a.ID == who:
				may = may || m.Holds(at)
			case !a.Entered.IsZero() && !m.From.After(at) && !m.Over(a.Entered):
				other = true
			}
		}
	}
	return may && (let || !other)
}
