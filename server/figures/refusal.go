package figures

import (
	"context"
	"crypto/rand"
	"fmt"
	"path"
	"slices"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/store"
)

// refusedFigures says row by row why nothing of a file was taken.
func refusedFigures(name string, problems ...figure.Problem) (Reading, error) {
	vi, en := refusedTitle(name)
	for _, p := range problems {
		v, e := rowed(p)
		vi, en = append(vi, "– "+v), append(en, "– "+e)
	}
	return Reading{Problems: problems}, &content.Error{Code: content.Invalid, Vi: strings.Join(vi, "\n"), En: strings.Join(en, "\n")}
}

// rowed is the sentence of a problem with its row.
func rowed(p figure.Problem) (vi, en string) {
	if p.Row == 0 {
		return p.Vi, p.En
	}
	return fmt.Sprintf("Dòng %d: %s", p.Row, p.Vi), fmt.Sprintf("Row %d: %s", p.Row, p.En)
}

func refusedTitle(name string) (vi, en []string) {
	name = baseName(name)
	return []string{fmt.Sprintf("Tệp “%s” không được nhận, không số liệu nào được lấy. Hãy sửa rồi gửi lại:", name)},
		[]string{fmt.Sprintf("The file “%s” was refused and none of its figures taken. Correct it and send it again:", name)}
}

func baseName(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// troubled refuses a file for its rows. Where names alone are unknown and each has a suggestion, it
// asks instead: a click accepts them.
func troubled(name string, problems []figure.Problem) (Reading, error) {
	askable := !slices.ContainsFunc(problems, func(p figure.Problem) bool { return p.Kind != figure.UnknownUnit || len(p.Suggest) == 0 })
	if !askable {
		return refusedFigures(name, problems...)
	}
	r := Reading{Outcome: Asked, Problems: problems}
	for _, p := range problems {
		vi, en := rowed(p)
		r.Asks = append(r.Asks, reading.Ask{Role: reading.Unit, Vi: vi, En: en, Row: p.Row, Name: p.Name, Suggest: p.Suggest})
	}
	return r, nil
}

// AskedSentence says what of a sheet is not certain, for people who do not see the page with the
// questions.
func AskedSentence(name string, asks []reading.Ask) *content.Error {
	e := &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Tệp “%s” đang chờ trả lời trong trang quản trị, mục Số liệu; chưa số liệu nào được công bố:", baseName(name)),
		En:   fmt.Sprintf("The file “%s” waits for answers in the studio, under Figures; none of its figures was released yet:", baseName(name)),
	}
	for _, a := range asks {
		e.Vi, e.En = e.Vi+"\n– "+a.Vi, e.En+"\n– "+a.En
	}
	return e
}

func newID(prefix string) string { return prefix + strings.ToLower(rand.Text()[:16]) }

// NameOf is what people call a member of staff; other actors are named as they are.
func NameOf(ctx context.Context, r store.Reader, who string) string {
	if s, err := r.Staff(ctx, who); err == nil && s.Name != "" {
		return s.Name
	}
	return who
}

func sortByArea(figures []figure.Figure) {
	slices.SortStableFunc(figures, func(a, b figure.Figure) int { return area.Key.Compare(a.Area, b.Area) })
}
