package campaignfile

import (
	"errors"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/worker"
)

// Settings are what a campaign.yaml says of the campaign of its folder. The file is the whole truth
// of what it may set: what it leaves out is as in a campaign without one.
type Settings struct {
	Name    string // "": the folder's
	Valid   hours.Span
	Hours   hours.Set
	Pool    string
	Percent int // of the pool's airtime; 0: by weight
	Weight  int
	Targets []content.Target
	Dwell   time.Duration // of its pictures; 0: as long as pictures are shown
	Fit     content.Fit   // of its pictures
	Order   []string      // files of the folder whose slides come first, as names are compared; none: as they came
}

// MaxBytes is the longest campaign.yaml, in bytes: it is written by hand.
const MaxBytes = 64 << 10

// Pool is the airtime of campaigns that come from a folder and say nothing else.
const Pool = "city"

// zone is where the dates of a campaign.yaml begin and end.
var zone = area.Local

// Parse reads a campaign.yaml: documents takes its text apart; areas and period are what the names
// of its targets are looked up in. The error of what is wrong in the file is a [content.Error] that
// names each line and key.
func Parse(b []byte, documents func([]byte) ([]*worker.Node, error), areas *area.Set, period area.Period) (Settings, error) {
	s := Settings{Pool: Pool, Weight: 1, Fit: content.Contain}
	if len(b) > MaxBytes {
		return s, refused(fault{vi: "tệp dài hơn 64 kB", en: "the file is longer than 64 kB"})
	}
	docs, err := documents(b)
	var bad *content.Error
	switch {
	case errors.As(err, &bad) && (bad.Code == content.Invalid || bad.Code == content.TooLarge):
		return s, refused(fault{vi: bad.Vi, en: bad.En})
	case err != nil:
		return s, err
	case len(docs) == 0:
		return s, refused(fault{vi: "tệp còn trống", en: "the file is empty"})
	case len(docs) > 1:
		return s, refused(fault{line: docs[1].Line, vi: "chỉ được có một tài liệu YAML, bỏ dòng ---", en: "one YAML document only: remove the line ---"})
	}
	y := &yamlReader{areas: areas, period: period}
	y.settings(docs[0], &s)
	if len(y.faults) > 0 {
		return s, refused(y.faults...)
	}
	return s, nil
}

func (y *yamlReader) settings(n *worker.Node, s *Settings) {
	var from, until hours.Date
	y.mapping(n, keys{
		"name":     func(n *worker.Node) { s.Name = y.text(n, 120) },
		"from":     func(n *worker.Node) { from = y.date(n) },
		"until":    func(n *worker.Node) { until = y.date(n) },
		"dayparts": func(n *worker.Node) { s.Hours.Parts = y.parts(n) },
		"except":   func(n *worker.Node) { s.Hours.Except = y.exceptions(n) },
		"pool":     func(n *worker.Node) { s.Pool = y.text(n, 60) },
		"share":    func(n *worker.Node) { s.Percent = y.number(n, 1, 100) },
		"weight":   func(n *worker.Node) { s.Weight = y.number(n, 1, 1000) },
		"targets":  func(n *worker.Node) { s.Targets = y.targets(n) },
		"order":    func(n *worker.Node) { s.Order = y.order(n) },
		"dwell":    func(n *worker.Node) { s.Dwell = y.dwell(n) },
		"fit":      func(n *worker.Node) { s.Fit = content.Fit(y.oneOf(n, string(content.Contain), string(content.Cover))) },
	})
	s.Valid = hours.Span{From: firstOf(from, 0), Until: firstOf(until, 1)}
	y.check(n, s.Valid.Check())
	y.check(n, s.Hours.Check())
}

// firstOf is the midnight at which a date begins, some days later; zero for none. The last day of a
// campaign belongs to it.
func firstOf(d hours.Date, later int) time.Time {
	if d == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation(time.DateOnly, string(d), zone)
	if err != nil { // was reported already
		return time.Time{}
	}
	return t.AddDate(0, 0, later)
}

// Of puts the settings into a campaign.
func (s Settings) Of(c content.Campaign, folder string) content.Campaign {
	c.Name = s.Name
	if c.Name == "" {
		c.Name = folder
	}
	c.Pool, c.Percent, c.Weight = s.Pool, s.Percent, s.Weight
	c.Valid, c.Hours, c.Targets = s.Valid, s.Hours, s.Targets
	return c
}
