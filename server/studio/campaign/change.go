package campaign

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/server/studio/shell"
)

// zone is where the dates of campaigns begin and end.
var zone = area.Local

// change is one thing that a draft does to a campaign.
type change struct{ What, Was, Is shell.Text }

// changes are what a version of a campaign changes of another: of one that nobody has approved yet,
// all that it is.
func (s *Campaigns) changes(was, is content.Campaign, slides []content.Slide) (out []change) {
	isNew := was.Stage == content.Planned
	add := func(what shell.Text, was, is shell.Text) {
		switch {
		case isNew && is.Vi != "":
			out = append(out, change{What: what, Is: is})
		case !isNew && was != is:
			out = append(out, change{what, was, is})
		}
	}
	add(shell.Say("Tên", "Name"), shell.Same(was.Name), shell.Same(is.Name))
	add(shell.Say("Trạng thái", "State"), stageNames[was.Stage], stageNames[is.Stage])
	add(shell.Say("Từ", "From"), when(was.Valid.From), when(is.Valid.From))
	add(shell.Say("Đến", "Until"), when(was.Valid.Until), when(is.Valid.Until))
	add(hoursWords.What, hoursText(was), hoursText(is))
	add(shell.Say("Phần thời lượng", "Share of airtime"), shareText(was), shareText(is))
	add(shell.Say("Màn hình", "Screens"), s.screensText(was), s.screensText(is))
	if isNew && len(slides) > 0 || !slices.Equal(was.Sequence, is.Sequence) {
		add(shell.Say("Thứ tự các tấm", "Order of slides"), titles(was, slides), titles(is, slides))
	}
	add(shell.Say("Chiếu ngay một lần", "Show at once"), wish(was), wish(is))
	return out
}

// wish says whether the authors ask that it begins at once.
func wish(c content.Campaign) shell.Text {
	if !c.AtOnce {
		return shell.Text{}
	}
	return shell.Say("người soạn đề nghị, khi duyệt", "its authors ask for it, with the approval")
}

// stageNames say where a campaign stands beside its dates.
var stageNames = map[content.Stage]shell.Text{
	content.Running: shell.Say("Chạy theo ngày và giờ", "Runs by its dates and hours"),
	content.Planned: shell.Say("Chưa duyệt", "Not approved yet"),
	content.Ended:   shell.Say("Đã khép lại", "Ended"),
}

// shareText says how much airtime a campaign asks for.
func shareText(c content.Campaign) shell.Text {
	if c.Percent > 0 {
		return shell.Textf("%d %% %s", "%d %% of %s", c.Percent, poolText(c))
	}
	return shell.Textf("chia phần còn lại, tỷ trọng %d", "a part of what is left, by weight %d", c.Weight)
}

// poolText names the airtime that a campaign has a share of. What a share is in minutes differs by
// screen: the outlook says it.
func poolText(c content.Campaign) shell.Text {
	if c.Pool == mandate.CityPool() {
		return shell.Say("thời lượng của thành phố", "the city's airtime")
	}
	return shell.Say("thời lượng riêng “"+c.Pool+"”", "the airtime “"+c.Pool+"”")
}

// Airtime names what the form's percentage is of.
func (f form) Airtime() shell.Text { return poolText(f.Campaign) }

func when(t time.Time) shell.Text {
	return shell.Say(shell.Vietnamese.When(t), shell.English.When(t))
}

// hoursText says the hours of a campaign.
func hoursText(c content.Campaign) shell.Text {
	if c.Hours.Always() {
		return hoursWords.Always
	}
	return shell.Say(c.Hours.Words())
}

// screensText says which screens a campaign is for.
func (s *Campaigns) screensText(c content.Campaign) shell.Text {
	if len(c.Targets) == 0 {
		return shell.Say("Mọi màn hình", "Every screen")
	}
	return s.targetsText(c.Targets)
}

// mostTitles is how many slides a change of their order names.
const mostTitles = 12

// titles are the slides of a campaign in its order.
func titles(c content.Campaign, slides []content.Slide) shell.Text {
	slides = slices.Clone(slides)
	slices.SortFunc(slides, c.InOrder(slides))
	var out []string
	for i, one := range slides[:min(len(slides), mostTitles)] {
		out = append(out, strconv.Itoa(i+1)+". "+one.Title)
	}
	if len(slides) > mostTitles {
		out = append(out, "…")
	}
	return shell.Same(strings.Join(out, "; "))
}

// endsBefore are the live slides that go off before the campaign's end.
func endsBefore(slides []content.Slide, c content.Campaign) (out []content.Slide) {
	for _, one := range slides {
		if one.EndsBefore(c) {
			out = append(out, one)
		}
	}
	return out
}
