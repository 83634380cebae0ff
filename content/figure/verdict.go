package figure

import (
	"fmt"
	"slices"
	"strings"

	"ngatu/content/area"
)

// Verdict is what the checks before a release found: errors keep it off screens, warnings wait for
// a person's tick and reason.
type Verdict struct {
	Errors   []Problem `json:"errors,omitempty"`
	Warnings []Problem `json:"warnings,omitempty"`
}

// Silent says whether nothing was found.
func (v Verdict) Silent() bool { return len(v.Errors)+len(v.Warnings) == 0 }

// Checked is what a release is held against.
type Checked struct {
	Set       *area.Set
	Limits    Limits
	Measure   Measure
	Before    *Release    // the one that holds now, or else the draft that waits; nil: there is neither
	First     bool        // nothing was released yet
	Corrects  bool        // it takes the place of Before: what differs from that is meant
	Earlier   *Release    // with Corrects, the one before Before; nil: there is none
	Published []Published // totals that were made public
	Targets   Targets     // that are set for the units
}

// Check holds a release against the one before it, against its own parts and against what was
// published.
func Check(now Release, with Checked) Verdict {
	c := checker{Checked: with, now: now}
	c.units()
	c.targets()
	switch {
	case c.Before == nil || c.First:
		c.first()
	case c.Corrects && c.Earlier == nil:
		c.likely()
	}
	if c.Before != nil {
		c.compare()
	}
	c.source()
	c.unlike()
	return c.out
}

type checker struct {
	Checked
	now   Release
	out   Verdict
	level area.Level
	parts []Figure // without the city's own
}

func (c *checker) fail(kind Trouble, vi, en string) {
	c.out.Errors = append(c.out.Errors, Problem{Kind: kind, Vi: vi, En: en})
}

func (c *checker) warn(kind Trouble, vi, en string) {
	c.out.Warnings = append(c.out.Warnings, Problem{Kind: kind, Vi: vi, En: en})
}

// units checks each figure by itself, and which are missing.
func (c *checker) units() {
	there := map[string]bool{}
	for _, f := range c.now.Figures {
		a, ok := c.Set.Area(f.Area)
		if !ok || isCity(a) {
			continue
		}
		c.parts, c.level, there[a.Code] = append(c.parts, f), a.Level(), true
		if c.Measure.Most > 0 && f.Value > c.Measure.Most {
			c.fail(TooMany, fmt.Sprintf("%s ghi %s, vượt mức tối đa %s của chỉ số.", a.Name, FormatCount(f.Value), FormatCount(c.Measure.Most)),
				fmt.Sprintf("%s has %s, more than the %s that the measure allows.", a.Name, FormatCountEn(f.Value), FormatCountEn(c.Measure.Most)))
		}
	}
	if c.level == area.AnyLevel {
		return
	}
	all := c.Set.At(c.now.Period(), c.level)
	var missing []string
	for _, a := range all {
		if !there[a.Code] {
			missing = append(missing, a.Name)
		}
	}
	if n := len(missing); n > 0 && c.Limits.Whole {
		c.warn(MissingUnits, fmt.Sprintf("Thiếu %d trong %d đơn vị: %s.", n, len(all), someOf(missing)), fmt.Sprintf("%d of %d units are missing: %s.", n, len(all), someOf(missing)))
	}
	c.rounded()
}

// rounded warns where nearly all values are whole thousands: estimates look so.
func (c *checker) rounded() {
	round := 0
	for _, f := range c.parts {
		if f.Value > 0 && f.Value%1000 == 0 {
			round++
		}
	}
	if n := len(c.parts); c.Limits.Rounded > 0 && n >= several && float64(round)*100 >= c.Limits.Rounded*float64(n) {
		c.warn(Rounded, fmt.Sprintf("%d trong %d đơn vị có số tròn nghìn: số liệu có phải số ước không?", round, n),
			fmt.Sprintf("%d of %d units have whole thousands: are these estimates?", round, n))
	}
}

// targets warns where many units are above their targets that were not before.
func (c *checker) targets() {
	above, targets := 0, 0
	for _, f := range c.parts {
		if f.Target <= 0 {
			continue
		}
		targets++
		if f.Value <= f.Target {
			continue
		}
		if c.Before != nil {
			if old, ok := c.Before.Figure(f.Area); ok && old.Target > 0 && old.Value > old.Target {
				continue
			}
		}
		above++
	}
	if c.Limits.Above > 0 && float64(above)*100 > c.Limits.Above*float64(targets) {
		c.warn(AboveTarget, fmt.Sprintf("%d trong %d đơn vị mới vượt chỉ tiêu (trên 100 %%): hãy kiểm tra cột chỉ tiêu.", above, targets),
			fmt.Sprintf("%d of %d units are newly above their targets (over 100 %%): check the column of targets.", above, targets))
	}
}

// source warns of a source that nobody has allowed on screens.
func (c *checker) source() {
	if !c.Limits.SourcesListed {
		return
	}
	var unlisted []string
	for _, f := range c.now.Figures {
		if !c.Measure.Allows(f.Source) && !slices.Contains(unlisted, f.Source) {
			unlisted = append(unlisted, f.Source)
		}
	}
	for _, s := range unlisted[:min(len(unlisted), 3)] {
		c.warn(UnlistedSource, fmt.Sprintf("Nguồn số liệu “%s” chưa có trong danh sách của chỉ số: tên này sẽ hiện trên màn hình, hãy xác nhận.", clip(s)),
			fmt.Sprintf("The source “%s” is not on the measure's list: it will stand on screens, confirm it.", clip(s)))
	}
}

// someOf lists ten names.
func someOf(names []string) string {
	out := strings.Join(names[:min(len(names), 10)], ", ")
	if len(names) > 10 {
		out += " …"
	}
	return out
}
