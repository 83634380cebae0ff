package onair

import (
	"strings"
	"time"

	"ngatu/content/figure"
	"ngatu/server/air/answer"
	"ngatu/server/proof"
	"ngatu/server/studio/shell"
)

// strip is a day drawn from left to right; its parts are in seconds of the day and in hundredths of
// its height.
type strip struct {
	Label shell.Text
	At    string // where it leads; "": nowhere
	Long  int    // seconds
	Bands []band
	Mark  int // where the instant is; -1: not on this day
}

// band is a rectangle of a strip.
type band struct {
	X, W, Y, H int
	Class      string
	Says       shell.Text
}

// hues is how many campaigns have a colour of their own; those beyond share one.
const hues = 6

// palette gives campaigns their colours, in the order in which they appear.
type palette struct {
	names map[string]string
	Keys  []swatch
	index map[string]int
}

// swatch is a line of the legend.
type swatch struct {
	Class string
	Name  shell.Text
}

func newPalette(names map[string]string) *palette {
	return &palette{names: names, index: map[string]int{}}
}

func (p *palette) name(campaign string) string {
	if name := p.names[campaign]; name != "" {
		return name
	}
	return campaign
}

// of is the class of a campaign.
func (p *palette) of(campaign string) string {
	i, known := p.index[campaign]
	if !known {
		i = min(len(p.index), hues)
		p.index[campaign] = i
		class := "hue" + string(rune('0'+i))
		if i < hues {
			p.Keys = append(p.Keys, swatch{class, shell.Same(p.name(campaign))})
		} else if p.Keys[len(p.Keys)-1].Class != class {
			p.Keys = append(p.Keys, swatch{class, shell.Say("Chiến dịch khác", "Other campaigns")})
		}
	}
	return "hue" + string(rune('0'+i))
}

// share is how much of the airtime of a stretch a campaign has, in thousandths.
type share struct {
	Campaign string
	Mille    figure.Tenths
}

func sharesOf(s answer.Stretch) (out []share) {
	at := map[string]int{}
	for _, part := range s.Parts {
		i, known := at[part.Campaign]
		if !known {
			i = len(out)
			at[part.Campaign] = i
			out = append(out, share{Campaign: part.Campaign})
		}
		out[i].Mille += figure.Tenths((part.Time*1000 + part.Round/2) / part.Round)
	}
	return out
}

var conditions = map[string]shell.Text{
	"away":     shell.Say("Chưa đặt ở đâu", "Stands nowhere"),
	"closed":   shell.Say("Tắt theo giờ", "Closed by its hours"),
	"takeover": shell.Say("Thông báo khẩn", "A takeover"),
	"safe":     shell.Say("Thẻ an toàn", "The safe card"),
	"reported": shell.Say("Có báo cáo đã chiếu", "Plays reported"),
	"silent":   shell.Say("Không có báo cáo", "No report"),
	"coming":   shell.Say("Báo cáo chưa gửi đến", "Report still on its way"),
}

// condition is what goes before the loop in a stretch; "" where nothing does.
func condition(s answer.Stretch) string {
	switch {
	case !s.Stands:
		return "away"
	case s.Closed:
		return "closed"
	case s.Takeover != "":
		return "takeover"
	case len(s.Parts) == 0:
		return "safe"
	}
	return ""
}

// planned draws what is on from one instant to another.
func (p *palette) planned(line []answer.Stretch, from, until time.Time) strip {
	out := strip{Long: seconds(until.Sub(from)), Mark: -1}
	for _, s := range line {
		x, w := seconds(s.From.Sub(from)), seconds(s.Until.Sub(from))-seconds(s.From.Sub(from))
		when := clock(s.From, from) + "–" + clock(s.Until, from)
		if c := condition(s); c != "" {
			out.Bands = append(out.Bands, band{x, w, 0, 100, c, shell.Textf("%s %s", "%s %s", when, conditions[c])})
			continue
		}
		top, low := figure.Tenths(0), figure.Tenths(0)
		for _, one := range sharesOf(s) {
			low = top + one.Mille
			class := p.of(one.Campaign)
			if s.Exclusive {
				class += " first"
			}
			says := shell.Say(
				when+" "+p.name(one.Campaign)+" "+shell.Vietnamese.Percent(one.Mille), when+" "+p.name(one.Campaign)+" "+shell.English.Percent(one.Mille))
			out.Bands = append(out.Bands, band{x, w, int(top / 10), int(low/10) - int(top/10), class, says})
			top = low
		}
	}
	return out
}

// bandsOf draws of what there are reports.
func bandsOf(gaps []proof.Gap, from, until time.Time, long int) strip {
	out := strip{Long: long, Mark: -1}
	add := func(a, b time.Time, class string) {
		if x, end := seconds(a.Sub(from)), seconds(b.Sub(from)); end > x {
			out.Bands = append(out.Bands, band{x, end - x, 0, 100, class, shell.Textf("%s %s", "%s %s", clock(a, from)+"–"+clock(b, from), conditions[class])})
		}
	}
	at := from
	for _, g := range gaps {
		add(at, g.From, "reported")
		add(g.From, g.Until, string(g.Kind))
		at = g.Until
	}
	add(at, until, "reported")
	return out
}

func seconds(d time.Duration) int { return int(d / time.Second) }

// clock is a time of a day that began at an instant; its end is 24:00.
func clock(t, from time.Time) string {
	at := t.In(from.Location())
	if at.After(from) && at.Format("15:04:05") == "00:00:00" {
		return "24:00"
	}
	return strings.TrimSuffix(at.Format("15:04:05"), ":00")
}
