package layout

import (
	"strconv"
	"time"

	"ngatu/content"
)

// farthest is how many days ahead a countdown counts; before that it says that more are left.
const farthest = 400

// days are the instants of a countdown: the local midnights that end its days, and the deadline.
type days struct {
	ends     []int64 // Unix milliseconds: ends[n] is when "n days left" begins to be wrong; ends[0] is the deadline
	lastDay  int64   // when the last day begins
	deadline time.Time
}

// daysTo computes in local dates, so that a day is a day whatever the clocks do in the zone. The
// last day is that of the last instant before the deadline: a deadline of 24:00 belongs to the day
// that it ends.
func daysTo(deadline time.Time, zone *time.Location) days {
	last := deadline.Add(-time.Nanosecond).In(zone)
	y, m, d := last.Date()
	out := days{deadline: last, ends: []int64{deadline.UnixMilli()}}
	out.lastDay = time.Date(y, m, d, 0, 0, 0, 0, zone).UnixMilli()
	for n := 1; n <= farthest; n++ {
		out.ends = append(out.ends, time.Date(y, m, d-n+1, 0, 0, 0, 0, zone).UnixMilli())
	}
	return out
}

// steps are the texts of every day: say for n days left, then last on the last day.
func (d days) steps(more string, say func(n int) string, last string) []Step {
	out := []Step{{Until: d.begin(), T: more}}
	for n := farthest; n >= 1; n-- {
		out = append(out, Step{Until: d.ends[n], T: say(n)})
	}
	return append(out, Step{Until: d.ends[0], T: last})
}

// begin is when the farthest day that is counted begins.
func (d days) begin() int64 {
	return time.UnixMilli(d.ends[farthest]).In(d.deadline.Location()).AddDate(0, 0, -1).UnixMilli()
}

// turn is a text that changes when the last day begins.
func (d days) turn(before, last string) []Step {
	return []Step{{Until: d.lastDay, T: before}, {Until: d.ends[0], T: last}}
}

// ended is what a countdown says after its deadline, should a screen still hold it: never a number.
const (
	ended      = "Đã kết thúc"
	endedAbove = "ĐÃ"
	endedBelow = "KẾT THÚC"
)

func layCountdown(slide content.Slide, canvas content.Canvas, facts Facts) (Layout, bool) {
	if slide.Deadline.IsZero() {
		return Layout{}, false
	}
	w, d := slide.Words, daysTo(slide.Deadline, facts.zone())
	return first(canvas, facts, Dusk, w.Mark, calendar(w.Kicker, w.Head, d), calendar("", w.Brief, d),
		dayLine(w.Head, d), dayLine(w.Brief, d), dayLine("", d))
}

// calendar sets the headline with a leaf of a calendar that shows the days left.
func calendar(kicker, head string, d days) attempt {
	if head == "" {
		return nil
	}
	return func(p *page) bool {
		if !p.rich {
			return false
		}
		b, ok := p.area(), true
		until := "Đến hết ngày " + d.deadline.Format("02/01/2006")
		if p.wide() {
			p.crossing(470, 270, 105)
		} else {
			p.crossing(820, 900, 125)
		}
		full := b
		if b, ok = p.header(b, kicker); !ok {
			return false
		}
		if b, ok = p.footer(b, until); !ok {
			return false
		}
		if p.wide() {
			side := full.w * 40 / 100
			leaf := box{full.right() - side, full.y, side, full.h}
			b.w -= side + p.margin
			_, ok = p.flow(b, 500, p.headBlock(head, p.short*120/1000))
			return ok && p.leaf(leaf, d)
		}
		used, ok := p.flow(b, 60, p.headBlock(head, p.short*112/1000))
		b = shrunkTop(b, used.bottom()-b.y+p.margin)
		high := min(b.h, b.w)
		return ok && p.leaf(box{b.x, b.y + (b.h-high)*2/5, b.w, high}, d)
	}
}

// leaf draws the leaf of a calendar: a gold band that says what is counted, and the number below.
func (p *page) leaf(b box, d days) bool {
	band := b.h * 20 / 100
	round := p.short * 30 / 1000
	p.add(
		Element{Op: Fill, X: b.x, Y: b.y, W: b.w, H: b.h, R: round, C: Paper},
		Element{Op: Fill, X: b.x, Y: b.y, W: b.w, H: band, R: round, C: p.hue.Gold},
		Element{Op: Fill, X: b.x, Y: b.y + band/2, W: b.w, H: band - band/2, C: p.hue.Gold},
	)
	text := Element{Weight: 800, C: OnPaper, Align: Middle}
	pad := b.w * 8 / 100
	set := func(x box, longest string, most int, colour, after string, steps []Step) bool {
		e := text
		e.C, e.T, e.Steps = colour, after, steps
		return p.label(x, e, longest, p.scale.text, most) > 0
	}
	body := box{b.x + pad, b.y + band, b.w - 2*pad, b.h - band}
	top := box{b.x + pad, b.y, b.w - 2*pad, band}
	count, unit := box{body.x, body.y, body.w, body.h * 72 / 100}, box{body.x, body.y + body.h*68/100, body.w, body.h * 24 / 100}
	upper, lower := box{body.x, body.y + body.h*10/100, body.w, body.h * 40 / 100}, box{body.x, body.y + body.h*48/100, body.w, body.h * 42 / 100}
	band400 := append([]Step{{Until: d.begin(), T: "CÒN HƠN"}}, d.turn("CÒN", "HÔM NAY")...)
	return set(top, "CÒN HƠN", band*62/100, OnPaper, "", band400) &&
		set(count, "444", b.h, p.hue.Light, "", d.steps(strconv.Itoa(farthest), strconv.Itoa, "")) &&
		set(unit, "NGÀY", b.h*15/100, OnPaper, "", d.turn("NGÀY", "")) &&
		set(upper, "LÀ NGÀY", b.h*22/100, p.hue.Light, endedAbove, d.turn("", "LÀ NGÀY")) &&
		set(lower, "KẾT THÚC", b.h*28/100, p.hue.Light, endedBelow, d.turn("", "CUỐI"))
}

// dayLine sets the days left in one line below a short headline, for canvases of few pixels.
func dayLine(head string, d days) attempt {
	return func(p *page) bool {
		b := p.area()
		if head != "" {
			line := block{
				text: head, min: p.scale.text, max: p.short * 17 / 100, limit: 1, style: style{weight: 800, colour: p.hue.Ink, align: Middle},
			}
			trial := *p // set once to learn its height
			used, ok := trial.flow(b, 0, line)
			if !ok {
				return false
			}
			b = shrunkTop(b, p.spare(b.h-used.h)/3)
			p.flow(b, 0, line)
			b = shrunkTop(b, used.h+p.short*4/100)
		}
		most := p.short * 44 / 100
		e := Element{Weight: 800, C: p.hue.Gold, Align: Middle, T: ended}
		e.Steps = d.steps("Hơn "+strconv.Itoa(farthest)+" ngày", func(n int) string { return "Còn " + strconv.Itoa(n) + " ngày" }, "")
		if p.label(b, e, "Còn 444 ngày", p.least, most) == 0 {
			return false
		}
		for i, t := range []string{"Hôm nay là", "ngày cuối"} {
			half := box{b.x, b.y + i*b.h/2, b.w, b.h / 2}
			e := Element{Weight: 800, C: p.hue.Gold, Align: Middle, Steps: d.turn("", t)}
			if p.label(half, e, t, min(p.least, p.scale.floor), most) == 0 {
				return false
			}
		}
		return true
	}
}

// spare is what is left of a height once the two lines of the last day, the highest that a day line
// says, are set at their least.
func (p *page) spare(h int) int {
	top, bottom := p.facts.Faces[800].Ink("Hôm nay là ngày cuối")
	line := pixels(top+bottom, min(p.least, p.scale.floor)) + 1
	return max(0, h-p.short*4/100-2*line)
}
