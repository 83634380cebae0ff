package campaignfile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/worker"
)

// fault is one thing that is wrong in a campaign.yaml.
type fault struct {
	line   int // 0: the file as a whole
	vi, en string
}

// maxFaults is how many a sentence names.
const maxFaults = 20

func refused(faults ...fault) error {
	vi := []string{"Tệp campaign.yaml có lỗi nên chưa được áp dụng; các thiết lập trước đó vẫn giữ nguyên. Hãy sửa rồi lưu lại:"}
	en := []string{"campaign.yaml has mistakes and was not applied; the earlier settings stay in force. Correct it and save it:"}
	for _, f := range faults[:min(len(faults), maxFaults)] {
		if f.line > 0 {
			f.vi, f.en = fmt.Sprintf("dòng %d: %s", f.line, f.vi), fmt.Sprintf("line %d: %s", f.line, f.en)
		}
		vi, en = append(vi, "– "+f.vi), append(en, "– "+f.en)
	}
	if more := len(faults) - maxFaults; more > 0 {
		vi, en = append(vi, fmt.Sprintf("… và %d lỗi khác", more)), append(en, fmt.Sprintf("… and %d more", more))
	}
	return &content.Error{Code: content.Invalid, Vi: strings.Join(vi, "\n"), En: strings.Join(en, "\n")}
}

// yamlReader turns nodes into values and collects what is wrong, each with its line.
type yamlReader struct {
	areas  *area.Set
	period area.Period // of targets that name none
	key    string      // that is being read
	faults []fault
}

// keys are what a mapping may have.
type keys map[string]func(*worker.Node)

func (y *yamlReader) fault(n *worker.Node, vi, en string) {
	y.faults = append(y.faults, fault{n.Line, vi, en})
}

// wrong is a fault of the value of the key that is being read.
func (y *yamlReader) wrong(n *worker.Node, vi, en string) {
	seen := strconv.Quote(clipped(n.Value))
	if n.Kind != worker.Scalar {
		seen = "…"
	}
	y.fault(n, fmt.Sprintf("mục “%s”: %s %s", y.key, seen, vi), fmt.Sprintf("key “%s”: %s %s", y.key, seen, en))
}

// check takes over what the rules of hours say.
func (y *yamlReader) check(n *worker.Node, err error) {
	var e *hours.Error
	if errors.As(err, &e) {
		y.fault(n, e.Vi, e.En)
	}
}

// mapping reads the keys of a node, each at most once; a key that is not known is a slip that would
// go unseen for weeks.
func (y *yamlReader) mapping(n *worker.Node, known keys) {
	if n.Kind != worker.Mapping {
		y.fault(n, "cần các dòng dạng “mục: giá trị”", "lines of the form “key: value” are needed")
		return
	}
	outer := y.key
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		read, ok := known[name.Value]
		list := strings.Join(slices.Sorted(maps.Keys(known)), ", ")
		switch {
		case name.Kind != worker.Scalar || !ok:
			y.fault(name, fmt.Sprintf("không có mục “%s”; các mục dùng được: %s", clipped(name.Value), list),
				fmt.Sprintf("there is no key “%s”; the keys are: %s", clipped(name.Value), list))
		case seen[name.Value]:
			y.fault(name, fmt.Sprintf("mục “%s” được ghi hai lần", name.Value), fmt.Sprintf("the key “%s” is there twice", name.Value))
		default:
			seen[name.Value], y.key = true, name.Value
			read(value)
		}
	}
	y.key = outer
}

// list reads a sequence; a single value is a list of one.
func (y *yamlReader) list(n *worker.Node, most int, read func(*worker.Node)) {
	if n.Kind != worker.Sequence {
		read(n)
		return
	}
	if len(n.Content) > most {
		y.fault(n, fmt.Sprintf("mục “%s” dài hơn %d dòng", y.key, most), fmt.Sprintf("the key “%s” has more than %d entries", y.key, most))
		return
	}
	key := y.key
	for _, item := range n.Content {
		y.key = key
		read(item)
	}
}

func (y *yamlReader) text(n *worker.Node, most int) string {
	t := strings.TrimSpace(n.Value)
	control := strings.ContainsFunc(t, func(r rune) bool { return r < ' ' || r == 0x7f })
	if n.Kind != worker.Scalar || t == "" || control || utf8.RuneCountInString(t) > most {
		y.wrong(n, fmt.Sprintf("cần một dòng chữ, nhiều nhất %d ký tự", most), fmt.Sprintf("must be one line of text of at most %d letters", most))
		return ""
	}
	return t
}

func (y *yamlReader) oneOf(n *worker.Node, words ...string) string {
	if n.Kind == worker.Scalar && slices.Contains(words, n.Value) {
		return n.Value
	}
	list := strings.Join(words, ", ")
	y.wrong(n, "phải là một trong: "+list, "must be one of: "+list)
	return ""
}

func (y *yamlReader) number(n *worker.Node, least, most int) int {
	i, err := strconv.Atoi(n.Value)
	if n.Kind != worker.Scalar || err != nil || i < least || i > most {
		y.wrong(n, fmt.Sprintf("phải là số nguyên từ %d đến %d", least, most), fmt.Sprintf("must be a whole number from %d to %d", least, most))
		return least
	}
	return i
}

// dwell reads how long a picture is shown: 10, 10s, 1m30s.
func (y *yamlReader) dwell(n *worker.Node) time.Duration {
	d, err := time.ParseDuration(n.Value)
	if seconds, no := strconv.Atoi(n.Value); no == nil {
		d, err = time.Duration(min(seconds, 3600))*time.Second, nil
	}
	if n.Kind != worker.Scalar || err != nil || d < time.Second || d > 10*time.Minute {
		y.wrong(n, "phải là thời gian từ 1s đến 10m, ví dụ 10s", "must be a time from 1s to 10m, such as 10s")
		return 0
	}
	return d.Truncate(time.Millisecond)
}

func (y *yamlReader) date(n *worker.Node) hours.Date {
	d := hours.Date(n.Value)
	if n.Kind != worker.Scalar || d.Check() != nil {
		y.wrong(n, "phải là ngày dạng năm-tháng-ngày, ví dụ 2026-12-31", "must be a date as year-month-day, such as 2026-12-31")
		return ""
	}
	return d
}

func clipped(text string) string {
	text = strings.ToValidUTF8(text, "?")
	if letters := []rune(text); len(letters) > 60 {
		return string(letters[:59]) + "…"
	}
	return text
}
