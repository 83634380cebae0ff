package shell

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// functions are what the templates of a language may call.
func (b *built) functions(l Language) template.FuncMap {
	return template.FuncMap{
		"say":     func(vi, en string) string { return Text{vi, en}.In(l) },
		"counted": func(n any, vi, one, many string) (string, error) { return counted(l, n, vi, one, many) },
		"text":    func(what any) (string, error) { return textIn(l, what) },
		"lang":    func() Language { return l },
		"asset": func(name string) (string, error) {
			if a, ok := b.assets.byName[name]; ok {
				return a, nil
			}
			return "", fmt.Errorf("there is no asset %q", name)
		},
		"when":   l.When,
		"day":    l.Day,
		"span":   l.Span,
		"local":  local,
		"state":  func(s content.State) string { return StateNames[s].In(l) },
		"kind":   func(k content.Kind) string { return KindNames[k].In(l) },
		"venue":  func(v content.Venue) string { return VenueNames[v].In(l) },
		"make":   func(k content.ScreenKind) string { return ScreenKindNames[k].In(l) },
		"role":   func(r any) string { return RoleNames[signin.Role(fmt.Sprint(r))].In(l) },
		"period": func(p area.Period) string { return l.Period(p) },
		"inc":    func(n int) int { return n + 1 }, // places are counted from one
		"count":  func(n any) (string, error) { return countIn(l, n) },
		"change": func(n int64) string { // with its sign
			if n > 0 {
				return "+" + l.Count(n)
			}
			return l.Count(n)
		},
		"percent": func(t figure.Tenths) string { return l.Percent(t) },
		"size":    Size,
		"number":  PlainNumber,
	}
}

// textIn is what has a text in each language, in one of them.
func textIn(l Language, what any) (string, error) {
	switch t := what.(type) {
	case Text:
		return t.In(l), nil
	case *content.Error:
		return Text{t.Vi, t.En}.In(l), nil
	case FaultLine:
		return Text{t.Vi, t.En}.In(l), nil
	case store.Notice:
		return Text{t.Vi, t.En}.In(l), nil
	case reading.Ask:
		return Text{t.Vi, t.En}.In(l), nil
	case figure.Problem:
		return Text{t.Vi, t.En}.In(l), nil
	case *Text:
		return t.In(l), nil
	}
	return "", fmt.Errorf("studio: %T has no text", what)
}

func countIn(l Language, n any) (string, error) {
	switch n := n.(type) {
	case int:
		return l.Count(int64(n)), nil
	case int64:
		return l.Count(n), nil
	}
	return "", fmt.Errorf("studio: %T is no number to count", n)
}

// counted is a sentence with a number in it, where %s stands; English has one of its own for a
// single thing.
func counted(l Language, n any, vi, one, many string) (string, error) {
	number, err := countIn(l, n)
	form := many
	switch {
	case l == Vietnamese:
		form = vi
	case number == "1":
		form = one
	}
	return strings.ReplaceAll(form, "%s", number), err
}

// local is an instant for a form field of local time.
func local(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(area.Local).Format(localForm)
}

// Size is a number of bytes as people read it.
func Size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", (n+1<<19)>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d B", n)
}

// Level is how bright a screen is, in percent, as people read it.
func Level(percent int) string { return strconv.Itoa(percent) + " %" }
