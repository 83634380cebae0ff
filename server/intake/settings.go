package intake

import (
	"errors"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/worker"
)

// settings are what a campaign.yaml says of the campaign of its folder. The file is the whole truth
// of what it may set: what it leaves out is as in a campaign without one.
type settings struct {
	name    string // "": the folder's
	valid   hours.Span
	hours   hours.Set
	pool    string
	weight  int
	targets []content.Target
	dwell   time.Duration // of its pictures; 0: as long as pictures are shown
	fit     content.Fit   // of its pictures; "": contain
}

// maxSettings is the longest campaign.yaml, in bytes: it is written by hand.
const maxSettings = 64 << 10

// zone is where the dates of a campaign.yaml begin and end.
var zone = area.Local

// parseSettings reads a campaign.yaml: documents takes its text apart; areas and period are what
// the names of its targets are looked up in. The error of what is wrong in the file is a
// [content.Error] that names each line and key.
func parseSettings(b []byte, documents func([]byte) ([]*worker.Node, error), areas *area.Set, period area.Period) (settings, error) {
	s := settings{pool: pool, weight: 1}
	if len(b) > maxSettings {
		return s, refusedSettings(fault{vi: "tệp dài hơn 64 kB", en: "the file is longer than 64 kB"})
	}
	docs, err := documents(b)
	var bad *content.Error
	switch {
	case errors.As(err, &bad) && isRefusal(err):
		return s, refusedSettings(fault{vi: bad.Vi, en: bad.En})
	case err != nil:
		return s, err
	case len(docs) == 0:
		return s, refusedSettings(fault{vi: "tệp còn trống", en: "the file is empty"})
	case len(docs) > 1:
		return s, refusedSettings(fault{line: docs[1].Line, vi: "chỉ được có một tài liệu YAML, bỏ dòng ---", en: "one YAML document only: remove the line ---"})
	}
	y := &yamlReader{areas: areas, period: period}
	y.settings(docs[0], &s)
	if len(y.faults) > 0 {
		return s, refusedSettings(y.faults...)
	}
	return s, nil
}

func (y *yamlReader) settings(n *worker.Node, s *settings) {
	var from, until hours.Date
	y.mapping(n, keys{
		"name":     func(n *worker.Node) { s.name = y.text(n, 120) },
		"from":     func(n *worker.Node) { from = y.date(n) },
		"until":    func(n *worker.Node) { until = y.date(n) },
		"dayparts": func(n *worker.Node) { s.hours.Parts = y.parts(n) },
		"except":   func(n *worker.Node) { s.hours.Except = y.exceptions(n) },
		"pool":     func(n *worker.Node) { s.pool = y.text(n, 60) },
		"weight":   func(n *worker.Node) { s.weight = y.number(n, 1, 1000) },
		"targets":  func(n *worker.Node) { s.targets = y.targets(n) },
		"dwell":    func(n *worker.Node) { s.dwell = y.dwell(n) },
		"fit":      func(n *worker.Node) { s.fit = content.Fit(y.oneOf(n, string(content.Contain), string(content.Cover))) },
	})
	s.valid = hours.Span{From: firstOf(from, 0), Until: firstOf(until, 1)}
	y.check(n, s.valid.Check())
	y.check(n, s.hours.Check())
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

// of puts the settings into a campaign.
func (s settings) of(c content.Campaign, folder string) content.Campaign {
	c.Name = s.name
	if c.Name == "" {
		c.Name = folder
	}
	c.Pool, c.Weight, c.Valid, c.Hours, c.Targets = s.pool, s.weight, s.valid, s.hours, s.targets
	return c
}
