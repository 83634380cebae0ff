package content

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of the pools of a screen.
const (
	MaxPools  = 6
	MaxPoolID = 60 // letters
)

// CheckPools refuses parts of a screen's airtime that nobody can mean: none is there twice or
// without a name, and each has 1 to 100 percent. They need not come to a hundred; see [Pool].
func CheckPools(all []Pool) error {
	if len(all) > MaxPools {
		return &Error{
			Code: Invalid,
			Vi:   fmt.Sprintf("Một màn hình chia thời lượng cho nhiều nhất %d phần.", MaxPools), En: fmt.Sprintf("A screen's airtime has %d parts at most.", MaxPools),
		}
	}
	seen := map[string]bool{}
	for _, p := range all {
		odd := strings.ContainsFunc(p.ID, func(r rune) bool { return !unicode.IsPrint(r) })
		switch {
		case p.ID == "" || odd || utf8.RuneCountInString(p.ID) > MaxPoolID:
			return &Error{
				Code: Invalid,
				Vi:   fmt.Sprintf("Mỗi phần thời lượng cần một tên, nhiều nhất %d ký tự.", MaxPoolID), En: fmt.Sprintf("Each part of the airtime has a name of at most %d characters.", MaxPoolID),
			}
		case seen[p.ID]:
			return &Error{Code: Invalid, Vi: "Phần thời lượng “" + p.ID + "” ghi hai lần.", En: "The part “" + p.ID + "” of the airtime is there twice."}
		case p.Percent < 1 || p.Percent > 100:
			return &Error{Code: Invalid, Vi: "Phần thời lượng “" + p.ID + "” phải từ 1 đến 100 phần trăm.", En: "The part “" + p.ID + "” of the airtime is 1 to 100 percent."}
		}
		seen[p.ID] = true
	}
	return nil
}

// PoolsOf are the parts of the airtime of a place: all of it is the city's where nothing is said.
func (p Place) PoolsOf() []Pool {
	if len(p.Pools) == 0 {
		return DefaultPools()
	}
	return p.Pools
}
