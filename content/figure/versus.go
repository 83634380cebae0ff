package figure

import (
	"fmt"
	"slices"
	"time"

	"ngatu/content/area"
)

// compare holds the release against the one that holds now.
func (c *checker) compare() {
	if c.Before.AsOf.After(c.now.AsOf) {
		mine, theirs := FormatAsOf(c.now.AsOf), FormatAsOf(c.Before.AsOf)
		if c.First {
			c.warn(Older, fmt.Sprintf("Số liệu tính đến %s cũ hơn bảng đang chờ công bố: đã có số liệu mới hơn (%s).", mine, theirs),
				fmt.Sprintf("The figures as of %s are older than those that wait to be released: there are newer ones (%s).", mine, theirs))
			return
		}
		if c.Corrects { // once that is off, this is held against the one before it
			c.fail(Older, fmt.Sprintf("Đợt được đính chính ghi thời điểm %s, muộn hơn bản này (%s), nên màn hình sẽ vẫn hiện đợt sai. Hãy thu hồi đợt đó trước, rồi công bố bản này.", theirs, mine),
				fmt.Sprintf("The release that is corrected is as of %s, later than these figures (%s), so screens would go on showing it. Withdraw it first, then release these.", theirs, mine))
			return
		}
		c.warn(Older, fmt.Sprintf("Số liệu tính đến %s cũ hơn số liệu đang chiếu: màn hình vẫn hiện số liệu mới hơn (%s).", mine, theirs),
			fmt.Sprintf("The figures as of %s are older than those on screens, which go on showing the newer ones (%s).", mine, theirs))
		return
	}
	changes := Changes(c.Before.Figures, c.now.Figures)
	c.gone(changes)
	c.falls(changes)
	if !c.Corrects {
		c.ratios(changes, c.Before.AsOf, thanBefore, c.fail)
	} else if c.ratios(changes, c.Before.AsOf, thanCorrected, c.warn); c.Earlier != nil {
		c.ratios(Changes(c.Earlier.Figures, c.now.Figures), c.Earlier.AsOf, thanEarlier, c.fail)
	}
	c.rises(changes)
	if !c.Corrects { // of a correction most is as before
		c.unchanged(changes)
	}
}

// gone warns of units that had a figure and have none now.
func (c *checker) gone(changes []Change) {
	var names []string
	for _, ch := range changes {
		if a, ok := c.Set.Area(ch.Area); ok && ch.Was && !ch.Is && !isCity(a) {
			names = append(names, a.Name)
		}
	}
	if len(names) > 0 {
		c.warn(Gone, fmt.Sprintf("%d đơn vị có số liệu ở đợt trước nay không có: %s.", len(names), someOf(names)),
			fmt.Sprintf("%d units had figures before and have none now: %s.", len(names), someOf(names)))
	}
}

// city sums up the units that both releases have.
func (c *checker) city(changes []Change) (before, after int64) {
	for _, ch := range changes {
		if a, ok := c.Set.Area(ch.Area); ok && ch.Was && ch.Is && !isCity(a) {
			before, after = before+ch.Before, after+ch.After
		}
	}
	return before, after
}

func (c *checker) falls(changes []Change) {
	if c.Measure.Falling {
		return
	}
	if w := Falls(changes, c.Set); w != nil {
		c.out.Warnings = append(c.out.Warnings, *w)
	}
	if c.Corrects {
		return
	}
	if before, after := c.city(changes); fellBy(before, after, c.Limits.CityFall) {
		c.fail(Fall, fmt.Sprintf("Tổng các đơn vị giảm từ %s xuống %s (quá %s %%): nếu là đính chính, hãy chọn đợt được đính chính.", FormatCount(before), FormatCount(after), limit(c.Limits.CityFall)),
			fmt.Sprintf("The units together fell from %s to %s (more than %s%%): if this corrects a release, name it.", FormatCountEn(before), FormatCountEn(after), limit(c.Limits.CityFall)))
	}
	var names []string
	for _, ch := range changes {
		if a, ok := c.Set.Area(ch.Area); ok && ch.Was && ch.Is && fellBy(ch.Before, ch.After, c.Limits.UnitFall) {
			names = append(names, fmt.Sprintf("%s (%s → %s)", a.Name, FormatCount(ch.Before), FormatCount(ch.After)))
		}
	}
	if len(names) > 0 {
		c.fail(Fall, fmt.Sprintf("%d đơn vị giảm quá %s %%: %s.", len(names), limit(c.Limits.UnitFall), someOf(names)),
			fmt.Sprintf("%d units fell by more than %s%%: %s.", len(names), limit(c.Limits.UnitFall), someOf(names)))
	}
}

// fellBy says whether a value fell by more than so many percent.
func fellBy(before, after int64, percent float64) bool {
	return percent > 0 && before > 0 && float64(before-after)*100 > percent*float64(before)
}

func roseBy(before, after int64, percent float64) bool {
	return percent > 0 && before > 0 && float64(after-before)*100 > percent*float64(before)
}

// limit writes a limit without zeros that say nothing: 0.5, 2.
func limit(percent float64) string { return fmt.Sprintf("%g", percent) }

// than names what figures are held against, and what to do where that is wrong itself.
type than struct{ vi, en, elseVi, elseEn string }

var (
	thanBefore    = than{vi: "đợt trước", en: "the release before"}
	thanCorrected = than{vi: "đợt được đính chính", en: "the release that is corrected"}
	thanEarlier   = than{
		"đợt trước đợt được đính chính", "the release before the one that is corrected",
		" Nếu đợt đó cũng sai, hãy thu hồi đợt đó trước.", " If that one is wrong too, withdraw it first.",
	}
)

// ratios says where values are of another scale than those of a release: thousands, percentages,
// another column. A correction may differ so from what it corrects, but not from what came before.
func (c *checker) ratios(changes []Change, since time.Time, than than, say func(kind Trouble, vi, en string)) {
	l := c.Limits
	if l.RatioDays <= 0 || c.now.AsOf.Sub(since) > time.Duration(l.RatioDays)*24*time.Hour {
		return
	}
	var all []float64
	var names []string
	for _, ch := range changes {
		a, ok := c.Set.Area(ch.Area)
		if !ok || !ch.Was || !ch.Is || ch.Before <= 0 || isCity(a) {
			continue
		}
		r := float64(ch.After) / float64(ch.Before)
		all = append(all, r)
		if l.UnitLow > 0 && r < l.UnitLow || l.UnitHigh > 0 && r > l.UnitHigh {
			names = append(names, fmt.Sprintf("%s (%s → %s)", a.Name, FormatCount(ch.Before), FormatCount(ch.After)))
		}
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	if m := all[len(all)/2]; l.MedianLow > 0 && m < l.MedianLow || l.MedianHigh > 0 && m > l.MedianHigh {
		say(OtherScale, "Số liệu khác hẳn "+than.vi+" ở hầu hết đơn vị: hãy kiểm tra đơn vị tính (nghìn, phần trăm) và cột được lấy."+than.elseVi,
			"Most units differ widely from "+than.en+": check the unit of counting (thousands, percent) and the column."+than.elseEn)
	}
	if len(names) > 0 {
		say(OtherScale, fmt.Sprintf("%d đơn vị thay đổi quá lớn so với %s: %s.%s", len(names), than.vi, someOf(names), than.elseVi),
			fmt.Sprintf("%d units changed too much against %s: %s.%s", len(names), than.en, someOf(names), than.elseEn))
	}
}

// rises warns of growth faster than any that was published.
func (c *checker) rises(changes []Change) {
	l := c.Limits
	days := max(c.now.AsOf.Sub(c.Before.AsOf).Hours()/24, 1)
	before, after := c.city(changes)
	if roseBy(before, after, l.CityRise) || l.CityRiseADay > 0 && float64(after-before) > float64(l.CityRiseADay)*days {
		c.warn(Rise, fmt.Sprintf("Tổng các đơn vị tăng từ %s lên %s: nhanh hơn mức bình thường, hãy kiểm tra.", FormatCount(before), FormatCount(after)),
			fmt.Sprintf("The units together rose from %s to %s: faster than usual, check it.", FormatCountEn(before), FormatCountEn(after)))
	}
	var names []string
	for _, ch := range changes {
		a, ok := c.Set.Area(ch.Area)
		if !ok || !ch.Was || !ch.Is || isCity(a) {
			continue
		}
		percent, by := l.DistrictRise, l.DistrictRiseBy
		if a.Level() == area.CommuneLevel {
			percent, by = l.CommuneRise, l.CommuneRiseBy
		}
		if roseBy(ch.Before, ch.After, percent) && ch.By() > by {
			names = append(names, fmt.Sprintf("%s (+%s)", a.Name, FormatCount(ch.By())))
		}
	}
	if len(names) > 0 {
		c.warn(Rise, fmt.Sprintf("%d đơn vị tăng nhanh hơn mức bình thường: %s.", len(names), someOf(names)), fmt.Sprintf("%d units rose faster than usual: %s.", len(names), someOf(names)))
	}
}

// unchanged warns of old values under a new date.
func (c *checker) unchanged(changes []Change) {
	same, both := 0, 0
	for _, ch := range changes {
		if ch.Was && ch.Is {
			both++
			if ch.By() == 0 {
				same++
			}
		}
	}
	if c.Limits.Unchanged > 0 && both >= several && c.now.AsOf.After(c.Before.AsOf) && float64(same)*100 >= c.Limits.Unchanged*float64(both) {
		c.warn(Unchanged, fmt.Sprintf("%d trong %d đơn vị không thay đổi so với đợt trước: có phải tệp cũ không?", same, both),
			fmt.Sprintf("%d of %d units did not change since the release before: is this an old file?", same, both))
	}
}

// first checks what nothing stands before: it needs a second person.
func (c *checker) first() {
	if c.Limits.FirstByTwo {
		c.fail(First, "Đây là đợt số liệu đầu tiên của kỳ này: cần người thứ hai kiểm tra và công bố.", "This is the first release of its period: a second person has to check and release it.")
	}
	c.likely()
}

// likely holds figures that no earlier ones stand for against the people who live there and the
// totals that were published.
func (c *checker) likely() {
	c.people()
	if c.Measure.ID != Accounts.ID || c.level == area.AnyLevel || len(c.parts) < len(c.Set.At(c.now.Period(), c.level)) {
		return // of another kind, or not the whole city
	}
	total := int64(0)
	for _, f := range c.parts {
		total += f.Value
	}
	p, ok := nearest(c.Published, c.now.AsOf)
	if !ok {
		return
	}
	days := max(c.now.AsOf.Sub(p.Day).Hours()/24, 1)
	if fellBy(p.Value, total, c.Limits.CityFall) || c.Limits.CityRiseADay > 0 && float64(total-p.Value) > float64(c.Limits.CityRiseADay)*days {
		day := p.Day.Format("2/1/2006")
		c.warn(AgainstPublished, fmt.Sprintf("Tổng các đơn vị là %s, khác xa số đã công bố ngày %s (%s): hãy kiểm tra.", FormatCount(total), day, FormatCount(p.Value)),
			fmt.Sprintf("The units add up to %s, far from the figure published on %s (%s): check it.", FormatCountEn(total), day, FormatCountEn(p.Value)))
	}
}

// nearest is the last exact total that was published until an instant.
func nearest(all []Published, until time.Time) (found Published, ok bool) {
	for _, p := range all {
		if p.Metric == Accounts.ID && p.Exact() && !p.Day.After(until) && (!ok || p.Day.After(found.Day)) {
			found, ok = p, true
		}
	}
	return found, ok
}
