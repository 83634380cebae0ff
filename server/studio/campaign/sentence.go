package campaign

import (
	"fmt"
	"time"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/studio/shell"
)

// sentence says in one sentence when and where a version of a campaign runs, and that slides which
// were sent with it are not in that.
func (s *Campaigns) sentence(v version, o answer.Outlook) shell.Text {
	c := v.Campaign
	switch {
	case o.Screens == 0:
		return shell.Say("Không có màn hình nào được chọn: chưa chiếu ở đâu cả.", "No screen is chosen: it shows nowhere.")
	case !c.Valid.Until.IsZero() && !c.Valid.Until.After(s.Now()):
		return shell.Say("Ngày kết thúc đã qua: không chiếu nữa.", "Its end has passed: it shows no more.")
	case o.First.IsZero() && v.With > 0:
		return shell.Textf("%s lên màn hình cùng %d tấm gửi lần này, khi các tấm ấy được duyệt; ngoài ra chưa có tấm đã duyệt nào vừa %d màn hình này.",
			"%s comes on with the slides that were sent with it (%d), once these are approved; no other approved slide fits these %d screens.",
			c.Name, v.With, o.Screens)
	case o.First.IsZero():
		return shell.Textf("Trong sáu tuần tới không tấm nào lên màn hình: %s chưa có tấm đã duyệt nào vừa %d màn hình này.",
			"No slide comes on in the next six weeks: %s has no approved slide that fits these %d screens.", c.Name, o.Screens)
	}
	first := instant(o.First, s.Now())
	begin := shell.Textf("Lần kế tiếp %s trên %d màn hình", "Next at %s on %d screens", first, o.FirstOn)
	if v.Draft {
		begin = shell.Textf("Nếu duyệt bây giờ: lần đầu %s trên %d màn hình", "If approved now: first at %s on %d screens", first, o.FirstOn)
	}
	if o.Shows > o.FirstOn {
		begin = shell.Textf("%s (đủ %d màn hình lúc %s)", "%s (all %d by %s)", begin, o.Shows, instant(o.All, s.Now()))
	}
	all := shell.Textf("%s, rồi %s mỗi giờ chiếu %s.", "%s, then %s of each hour on air %s.", begin, between(o.Least, o.Most), ends(c))
	if v.With > 0 {
		all = shell.Textf("%s Chưa tính %d tấm gửi cùng lần này.", "%s The slides that were sent with it (%d) are not counted in.", all, v.With)
	}
	return all
}

// share says how much of the airtime a campaign has.
func share(least, most time.Duration) shell.Text {
	percent := func(d time.Duration) string { return fmt.Sprintf("%.0f %%", 100*d.Hours()) }
	low, high := percent(least), percent(most)
	if low == high {
		return shell.Same(high)
	}
	return shell.Textf("%s đến %s, tùy màn hình và giờ", "%s to %s, by screen and hour", low, high)
}

// between says how long of an hour, where that differs by screen and hour.
func between(least, most time.Duration) shell.Text {
	low, high := long(least), long(most)
	if low == high {
		return high
	}
	return shell.Textf("%s đến %s", "%s to %s", low, high)
}

// long says a part of an hour: whole minutes from ten minutes on, else seconds as well.
func long(d time.Duration) shell.Text {
	d = d.Round(time.Second)
	if d >= 10*time.Minute {
		d = d.Round(time.Minute)
	}
	minutes, seconds := int(d.Minutes()), int(d.Seconds())%60
	switch {
	case minutes == 0:
		return shell.Textf("%d giây", "%d s", seconds)
	case seconds == 0:
		return shell.Textf("%d phút", "%d min", minutes)
	}
	return shell.Textf("%d phút %d giây", "%d min %d s", minutes, seconds)
}

// instant says when, to the second; the day only where it is not today.
func instant(t, now time.Time) shell.Text {
	t, now = t.In(zone), now.In(zone)
	clock := t.Format("15:04:05")
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return shell.Same(clock)
	}
	return shell.Textf("%s ngày %s", "%s on %s", clock, shell.Say(shell.Vietnamese.Day(t), shell.English.Day(t)))
}

// ends says until when a campaign runs; midnight ends the day before.
func ends(c content.Campaign) shell.Text {
	until := c.Valid.Until.In(zone)
	switch {
	case c.Valid.Until.IsZero():
		return shell.Say("đến khi có người đổi", "until somebody changes it")
	case until.Format("15:04:05") == "00:00:00":
		last := until.AddDate(0, 0, -1)
		return shell.Textf("đến hết %s", "to the end of %s", shell.Say(shell.Vietnamese.Day(last), shell.English.Day(last)))
	}
	return shell.Textf("đến %s", "until %s", when(until))
}
