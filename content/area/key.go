package area

import (
	"fmt"
	"strings"
)

// CityCode is the code of the city itself, in every period.
const CityCode = "01"

// Key names one unit. It can be compared and be the key of a map; as text and in JSON it is
// "2024-11/001". The zero Key names nothing and is written as empty text.
type Key struct {
	Period Period
	Code   string // digits, leading zeros kept: 2 for the city, 3 for a district, 5 for a commune or ward
}

// City is the key of the city itself in a period.
func City(p Period) Key { return Key{Period: p, Code: CityCode} }

// IsZero reports whether k names nothing.
func (k Key) IsZero() bool { return k == Key{} }

// String is the key as text: "2024-11/001".
func (k Key) String() string {
	if k.IsZero() {
		return ""
	}
	return string(k.Period) + "/" + k.Code
}

// ParseKey reads what [Key.String] wrote; empty text is the zero Key. It checks the form, not
// whether there is such a unit.
func ParseKey(text string) (Key, error) {
	if text == "" {
		return Key{}, nil
	}
	period, code, found := strings.Cut(text, "/")
	k := Key{Period: Period(period), Code: code}
	if !found || !k.Period.Known() || !validCode(code) {
		return Key{}, fmt.Errorf("area: %.40q is not a key such as 2024-11/001", text)
	}
	return k, nil
}

// MarshalText writes the key as text, also as the key of a JSON object.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *Key) UnmarshalText(text []byte) error {
	read, err := ParseKey(string(text))
	if err != nil {
		return err
	}
	*k = read
	return nil
}

// Compare orders keys by period, then by code; codes of one level all have the same length.
func (k Key) Compare(other Key) int {
	if c := strings.Compare(string(k.Period), string(other.Period)); c != 0 {
		return c
	}
	return strings.Compare(k.Code, other.Code)
}

func validCode(code string) bool {
	if len(code) != 2 && len(code) != 3 && len(code) != 5 {
		return false
	}
	return digitsOnly(code)
}

func digitsOnly(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
