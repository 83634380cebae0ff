package hours

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// MaxSpansADay is how many stretches of one day [ParseParts] reads: more is a slip of the hand.
const MaxSpansADay = 6

// ParseParts reads the stretches of one day as people write them: "06:00–22:00", "6h-11h30,
// 13h30-17h", "18:00 đến 02:00". They come back by their beginning, for every day; an end at 00:00
// is the end of the day. No text is no part, which the caller has to tell from always. One that
// begins and ends at once is refused: people mean the whole day by it, or nothing. Errors are
// [*Error].
func ParseParts(text string) ([]Part, error) {
	var parts []Part
	for piece := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		piece = strings.TrimSpace(piece)
		if piece == "" {
			continue
		}
		p, err := parsePart(piece)
		if err != nil {
			return nil, err
		}
		if parts = append(parts, p); len(parts) > MaxSpansADay {
			return nil, &Error{
				Vi: fmt.Sprintf("Nhiều nhất %d khung giờ trong một ngày: hãy gộp bớt lại.", MaxSpansADay),
				En: fmt.Sprintf("At most %d dayparts in one day: join some of them.", MaxSpansADay),
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b Part) int { return int(a.From) - int(b.From) })
	return parts, nil
}

// ParseQuiet is [ParseParts] for stretches in which nobody is written to. Those that leave no gap
// are refused: what is put off until they are over would never be sent.
func ParseQuiet(text string) ([]Part, error) {
	parts, err := ParseParts(text)
	if err != nil || len(parts) == 0 {
		return parts, err
	}
	if _, ends := (Set{Parts: parts}).Next(time.Unix(0, 0), time.UTC); !ends {
		return nil, &Error{
			Vi: "Giờ yên lặng phủ kín cả ngày: hãy chừa ít nhất một khoảng để thư được gửi.",
			En: "The quiet hours fill the whole day: leave a gap in which messages are sent.",
		}
	}
	return parts, nil
}

var dashes = strings.NewReplacer("–", "-", "—", "-", "đến", "-")

func parsePart(text string) (Part, error) {
	first, last, ok := strings.Cut(dashes.Replace(text), "-")
	if !ok {
		return Part{}, &Error{
			Vi: fmt.Sprintf("Khung giờ %s không đọc được: hãy viết như 06:00–22:00, các khung cách nhau bằng dấu phẩy.", shown(text)),
			En: fmt.Sprintf("The daypart %s cannot be read: write it like 06:00–22:00, several separated by commas.", shown(text)),
		}
	}
	var p Part
	var err error
	if p.From, err = ParseClock(strings.TrimSpace(first)); err != nil {
		return Part{}, err
	}
	if p.Until, err = ParseClock(strings.TrimSpace(last)); err != nil {
		return Part{}, err
	}
	if p.From == p.Until {
		return Part{}, &Error{
			Vi: fmt.Sprintf("Khung giờ %s bắt đầu và kết thúc cùng một lúc. Cả ngày thì viết 00:00–24:00.", p),
			En: fmt.Sprintf("The daypart %s begins and ends at the same time. For the whole day write 00:00–24:00.", p),
		}
	}
	if p.Until == 0 {
		p.Until = Midnight
	}
	return p, checkParts([]Part{p})
}

// String is the part without its days: "06:00–22:00".
func (p Part) String() string { return p.From.String() + "–" + p.Until.String() }

const (
	minutesADay  = int(Midnight)
	minutesAWeek = 7 * minutesADay
)

// started is a part on one weekday, in minutes since the beginning of Sunday.
type started struct {
	Part
	day         time.Weekday
	from, until int
}

// CheckApart refuses parts of which two are open at the same time on some weekday: the union would
// hide that one of them was typed wrong. Parts that only touch are apart. It expects a set that
// passed Check; the error is [*Error].
func (s Set) CheckApart() error {
	var all []started
	for _, p := range s.Parts {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if p.Days.Has(day) {
				from, until := p.on(int64(day))
				all = append(all, started{p, day, int(from / secondsPerMinute), int(until / secondsPerMinute)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b started) int { return a.from - b.from })
	for i, one := range all {
		next := all[(i+1)%len(all)]
		if i+1 == len(all) { // round the end of the week
			next.from += minutesAWeek
		}
		if len(all) > 1 && next.from < one.until {
			return overlap(one, next)
		}
	}
	return nil
}

func overlap(a, b started) error {
	vi, en := [2]string{}, [2]string{}
	for i, one := range []started{a, b} {
		vi[i], en[i] = one.String(), one.String()
		if every := a.Days.everyDay() && b.Days.everyDay(); !every {
			vi[i], en[i] = dayWords[one.day].vi+" "+vi[i], dayWords[one.day].en+" "+en[i]
		}
	}
	return &Error{
		Vi: fmt.Sprintf("%s và %s chồng lên nhau. Hãy gộp lại hoặc sửa giờ.", vi[0], vi[1]),
		En: fmt.Sprintf("%s and %s overlap. Join them or mend the times.", en[0], en[1]),
	}
}
