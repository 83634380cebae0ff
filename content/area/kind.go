package area

// Level is how high a unit stands. The zero Level means any.
type Level int

// The levels, highest first.
const (
	AnyLevel Level = iota
	CityLevel
	DistrictLevel // quận, huyện, thị xã; until 30 June 2025
	CommuneLevel  // phường, xã, thị trấn; since 1 July 2025 directly below the city
	BodyLevel     // no area: a body whose people are counted, see [Body]
)

// Kind is what a unit is called before its name, in Vietnamese.
type Kind string

// The kinds that occur in Hanoi.
const (
	ThanhPho Kind = "Thành phố"
	Quan     Kind = "Quận"
	Huyen    Kind = "Huyện"
	ThiXa    Kind = "Thị xã"
	Phuong   Kind = "Phường"
	Xa       Kind = "Xã"
	ThiTran  Kind = "Thị trấn"
	OfBody   Kind = "Cơ quan" // of bodies, which are no areas; no name begins with it
)

// Level is the level that units of the kind stand on; [AnyLevel] for a kind that is not known.
func (k Kind) Level() Level {
	switch k {
	case ThanhPho:
		return CityLevel
	case Quan, Huyen, ThiXa:
		return DistrictLevel
	case Phuong, Xa, ThiTran:
		return CommuneLevel
	case OfBody:
		return BodyLevel
	}
	return AnyLevel
}

// En is the English word for the kind, as written after the name: Ba Đình District.
func (k Kind) En() string {
	switch k {
	case ThanhPho:
		return "City"
	case Quan, Huyen:
		return "District"
	case ThiXa, ThiTran:
		return "Town"
	case Phuong:
		return "Ward"
	case Xa:
		return "Commune"
	}
	return ""
}

// Area is one unit as it was in one period.
type Area struct {
	Period Period `json:"period"`
	Code   string `json:"code"`             // General Statistics Office code, leading zeros kept
	Name   string `json:"name"`             // with its kind: Quận Ba Đình
	Short  string `json:"short"`            // without: Ba Đình
	Kind   Kind   `json:"kind"`             // Quận
	Parent string `json:"parent,omitempty"` // code of the unit above in the same period; empty for the city
}

// Key is what the unit is known by.
func (a Area) Key() Key { return Key{Period: a.Period, Code: a.Code} }

// ParentKey is the key of the unit above; the zero Key for the city.
func (a Area) ParentKey() Key {
	if a.Parent == "" {
		return Key{}
	}
	return Key{Period: a.Period, Code: a.Parent}
}

// Level is the level the unit stands on.
func (a Area) Level() Level { return a.Kind.Level() }

// English is the name for English text: Ba Đình District; the city is Hanoi.
func (a Area) English() string {
	if a.Kind == ThanhPho {
		return "Hanoi"
	}
	if a.Kind == OfBody {
		return a.Name
	}
	return a.Short + " " + a.Kind.En()
}
