package figure

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// MaxCount is the greatest number taken: a hundred times the people on earth. A greater one is a
// telephone number or a slip.
const MaxCount = 1_000_000_000_000

// Fault says what is wrong with a number or an instant as it was written.
type Fault string

// The faults.
const (
	None      Fault = ""
	Empty     Fault = "empty"     // nothing is written
	NoNumber  Fault = "no_number" // text, or the error of a formula
	NotWhole  Fault = "not_whole" // with a fraction
	IsPercent Fault = "percent"   // a percentage: counts are taken, percentages are computed here
	Negative  Fault = "negative"
	TooGreat  Fault = "too_great" // above [MaxCount]
	NoDate    Fault = "no_date"   // not a date as dd/mm/yyyy or yyyy-mm-dd, or one that does not exist
	Dash      Fault = "dash"      // a dash: none, or not known
	NotYet    Fault = "not_yet"   // words for a number that is not there yet
	IsDate    Fault = "date"      // a count that was stored as a date: 1/2 typed into a spreadsheet
	Shown     Fault = "shown"     // the cell shows something else than it holds: 91 as 91.000, or thousands
	Failed    Fault = "failed"    // the error of a formula
	Unworked  Fault = "unworked"  // a formula whose result is not in the file
	Exponent  Fault = "exponent"  // 1.2E+05: its last digits are lost
)

// Number is a count as a sheet gives it: what was seen, and what it means where Fault is None. The
// zero Number is empty.
type Number struct {
	Text  string // as seen
	Count int64
	Fault Fault
}

// Whole is the Number n.
func Whole(n int64) Number { return checked(Number{Text: strconv.FormatInt(n, 10), Count: n}) }

// IsEmpty says whether nothing was written.
func (n Number) IsEmpty() bool { return n.Fault == Empty || n == Number{} }

// whole or grouped in threes by one kind of mark, with nothing but zeros after the point.
var (
	plainNumber   = regexp.MustCompile(`^([0-9]+)([.,]0{1,2})?$`)
	groupedNumber = regexp.MustCompile(`^[0-9]{1,3}(?:(?:\.[0-9]{3})+(,0{1,2})?|(?:,[0-9]{3})+(\.0{1,2})?|(?: [0-9]{3})+([.,]0{1,2})?|(?:'[0-9]{3})+([.,]0{1,2})?)$`)
	powerOfTen    = regexp.MustCompile(`^[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,2}$`)
	notYet        = regexp.MustCompile(`(?i)^(?:…+|\.{2,}|n/?a|chưa(?: (?:có|báo cáo|gửi|nộp|tổng hợp|cập nhật|xong).*)?|không có số liệu|đang cập nhật)$`)
	someNumber    = regexp.MustCompile(`^[0-9][0-9., ']*$`)
	spaces        = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "\t", " ", "’", "'",
		"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "，", ",", "．", ".", "－", "-", "％", "%")
)

// ParseNumber reads a count as people write it: 1633840, 1.633.840, 1,633,840, 1 633 840. A lone
// group of three after a mark is thousands (1.234 is one thousand …), since what is counted is
// whole; 1234.0 is whole too.
func ParseNumber(text string) Number {
	n := Number{Text: strings.TrimPrefix(strings.TrimSpace(spaces.Replace(text)), "'")} // by which spreadsheets mark text
	written, negative := n.Text, false
	for _, minus := range []string{"-", "−", "–"} {
		if rest, ok := strings.CutPrefix(written, minus); ok {
			written, negative = strings.TrimSpace(rest), true
			break
		}
	}
	switch {
	case n.Text == "":
		n.Fault = Empty
		return n
	case len(n.Text) > 60:
		n.Fault = NoNumber
		return n
	case strings.HasSuffix(written, "%"):
		n.Fault = IsPercent
		return n
	case strings.Trim(n.Text, "-–— ") == "":
		n.Fault = Dash
		return n
	case strings.HasPrefix(n.Text, "#"):
		n.Fault = Failed
		return n
	case notYet.MatchString(n.Text):
		n.Fault = NotYet
		return n
	}
	m := plainNumber.FindStringSubmatch(written)
	digits := ""
	switch {
	case m != nil:
		digits = m[1]
	case groupedNumber.MatchString(written):
		digits = ungroup(written)
	case powerOfTen.MatchString(written):
		n.Fault = Exponent
		return n
	case someNumber.MatchString(written):
		n.Fault = NotWhole
		return n
	default:
		n.Fault = NoNumber
		return n
	}
	return n.fill(digits, negative)
}

// ungroup drops the marks between the groups, and the point with its zeros.
func ungroup(written string) string {
	if i := strings.LastIndexAny(written, "., '"); len(written)-i-1 < 3 {
		written = written[:i]
	}
	return strings.NewReplacer(".", "", ",", "", " ", "", "'", "").Replace(written)
}

func (n Number) fill(digits string, negative bool) Number {
	count, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		n.Fault = TooGreat
		return n
	}
	if negative {
		count = -count
	}
	n.Count = count
	return checked(n)
}

func checked(n Number) Number {
	switch {
	case n.Count < 0:
		n.Count, n.Fault = 0, Negative
	case n.Count > MaxCount:
		n.Count, n.Fault = 0, TooGreat
	}
	return n
}

var machineNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?$`)

// dust is the most by which a whole number may miss itself: formulas leave 91234.00000000001, which
// every program shows as 91234.
var dust = big.NewRat(1, 1_000_000)

// MachineNumber reads a number as programs write it, with a point before the fraction: a numeric
// cell or a JSON number. There 1.234 is one and a bit, and refused; what misses a whole number by
// less than a millionth is that number.
func MachineNumber(text string) Number {
	text = strings.TrimSpace(text)
	if len(text) > 60 || !machineNumber.MatchString(text) {
		return ParseNumber(text)
	}
	n := Number{Text: text}
	exact, ok := new(big.Rat).SetString(text)
	if !ok {
		n.Fault = NoNumber
		return n
	}
	magnitude := new(big.Rat).Abs(exact)
	half := new(big.Rat).Add(magnitude, big.NewRat(1, 2))
	nearest := new(big.Int).Quo(half.Num(), half.Denom())
	off := new(big.Rat).Sub(magnitude, new(big.Rat).SetInt(nearest))
	if off.Abs(off).Cmp(dust) > 0 {
		n.Fault = NotWhole
		return n
	}
	return n.fill(nearest.String(), exact.Sign() < 0)
}

// MarshalJSON writes a JSON number where there is a count, else the text as seen.
func (n Number) MarshalJSON() ([]byte, error) {
	if n.Fault == None && n.Text != "" {
		return strconv.AppendInt(nil, n.Count, 10), nil
	}
	return json.Marshal(n.Text)
}

// UnmarshalJSON reads a JSON number, or text as people write numbers, or null. A faulty number is
// not an error here: [Match] reports it by row.
func (n *Number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*n = Number{}
		return nil
	}
	if len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		*n = ParseNumber(text)
		return nil
	}
	*n = MachineNumber(string(data))
	return nil
}
