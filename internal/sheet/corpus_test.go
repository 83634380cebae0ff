package sheet_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
)

// expected is what must come of one sheet of the corpus: one of several outcomes, or a question
// where asking is right too.
type expected struct {
	File, Note string
	Asks       bool
	Right      []outcome
}

type outcome struct {
	Take *struct {
		Units                      int
		Sum, Targets, Denominators int64
		One                        [2]any // code and value of the last unit
		AsOf                       string `json:"as_of"`
		Source, Period             string
	}
	Refuse *struct {
		Mentions []string // words of the sentence, alternatives separated by |
		Rows     []int    // that it names
		Without  []string
	}
}

// got is what came of a sheet.
type got struct {
	figures []figure.Figure
	asked   bool
	says    string
}

// understand reads a sheet as the server does.
func understand(t *testing.T, name string, data []byte) got {
	t.Helper()
	book, err := sheet.Read(t.Context(), name, bytes.NewReader(data))
	if err != nil {
		return got{says: err.Error()}
	}
	r := reading.Of(book, reading.Answers{})
	if r.Fault != nil {
		return got{says: r.Fault.Vi}
	}
	var says []string
	for _, a := range r.Asks {
		says = append(says, a.Vi)
	}
	if len(says) > 0 {
		return got{asked: true, says: strings.Join(says, "\n")}
	}
	period := area.Nov2024
	if len(r.Rows) > 0 {
		if p, ok := area.PeriodAt(r.Rows[0].AsOf.Time); ok {
			period = p
		}
	}
	figures, problems, err := figure.Match(t.Context(), r.Rows, set, period, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) == 0 {
		release, problem := figure.NewRelease(figure.Accounts, "x", false, figures)
		if problem == nil {
			problem = release.OutOfPeriod()
		}
		if problem == nil {
			return got{figures: release.Figures}
		}
		problems = append(problems, *problem)
	}
	for _, p := range problems {
		says = append(says, p.String())
	}
	return got{says: strings.Join(says, "\n")}
}

// No sheet that people or other programs made may become a wrong number, and none may be refused
// for a reason that misleads.
func TestCorpus(t *testing.T) {
	b, err := os.ReadFile("testdata/corpus.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []expected
	if err := json.Unmarshal(b, &all); err != nil || len(all) < 70 {
		t.Fatalf("%d cases, %v", len(all), err)
	}
	for _, c := range all {
		t.Run(c.File, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata/corpus", c.File))
			if err != nil {
				t.Fatal(err)
			}
			g := understand(t, c.File, data)
			if g.asked && c.Asks || slices.ContainsFunc(c.Right, func(o outcome) bool { return o.is(g) }) {
				return
			}
			t.Errorf("%s: took %d units, asked %v, says %q", c.Note, len(g.figures), g.asked, g.says)
		})
	}
}

var rowNamed = regexp.MustCompile(`Dòng (\d+)`)

func (o outcome) is(g got) bool {
	if o.Refuse != nil {
		return o.isRefusal(g)
	}
	k := o.Take
	if k == nil || len(g.figures) == 0 {
		return false
	}
	var sum, targets, denominators int64
	units := 0
	last := g.figures[len(g.figures)-1]
	for _, f := range g.figures {
		if f.Area.Code == area.CityCode {
			continue
		}
		units++
		sum, targets, denominators = sum+f.Value, targets+f.Target, denominators+f.Denominator
	}
	return units == k.Units && sum == k.Sum && targets == k.Targets && denominators == k.Denominators &&
		last.Area.Code == k.One[0] && fmt.Sprint(last.Value) == strconv.FormatFloat(k.One[1].(float64), 'f', -1, 64) &&
		last.AsOf.Format("2006-01-02T15:04") == k.AsOf && last.Source == k.Source && string(last.Area.Period) == k.Period
}

func (o outcome) isRefusal(g got) bool {
	says := strings.ToLower(g.says)
	if len(g.figures) > 0 || g.asked {
		return false
	}
	for _, words := range o.Refuse.Mentions {
		if !slices.ContainsFunc(strings.Split(strings.ToLower(words), "|"), func(w string) bool { return strings.Contains(says, w) }) {
			return false
		}
	}
	var rows []string
	for _, m := range rowNamed.FindAllStringSubmatch(g.says, -1) {
		rows = append(rows, m[1])
	}
	for _, n := range o.Refuse.Rows {
		if !slices.Contains(rows, strconv.Itoa(n)) {
			return false
		}
	}
	return !slices.ContainsFunc(o.Refuse.Without, func(w string) bool { return strings.Contains(says, strings.ToLower(w)) })
}
