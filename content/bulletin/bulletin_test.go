package bulletin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/content/preflight"
)

var (
	noon = time.Date(2024, 11, 21, 12, 0, 0, 0, area.Local)
	city = bulletin.Feed{ID: "f", Name: "Khí tượng"}
)

func facts(t testing.TB) preflight.Facts {
	t.Helper()
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	return preflight.Facts{Areas: set, Hotline: "1022 nhánh 8", Leads: func(host string) bool { return host == "hanoi.gov.vn" }}
}

// message is one of a storm, with changes.
func message(id, kind string, change ...func(*bulletin.Message)) bulletin.Message {
	m := bulletin.Message{
		Name:   bulletin.Name{Sender: "khituong", Identifier: id, Sent: noon.Add(-time.Minute)},
		Status: "Actual", Kind: kind, Scope: "Public",
		Infos: []bulletin.Info{{
			Language: "vi-VN", Event: "Bão", Headline: "Bão đổ bộ đêm nay", Urgency: "Immediate", Severity: "Severe", Certainty: "Likely",
			Expires: noon.Add(8 * time.Hour), Areas: []bulletin.Area{{Text: "Thành phố Hà Nội"}},
		}},
	}
	for _, c := range change {
		c(&m)
	}
	return m
}

func info(change func(*bulletin.Info)) func(*bulletin.Message) {
	return func(m *bulletin.Message) { change(&m.Infos[0]) }
}

func about(of ...bulletin.Message) func(*bulletin.Message) {
	return func(m *bulletin.Message) {
		for _, one := range of {
			m.Refers = append(m.Refers, one.Name)
		}
	}
}

func TestWhatIsIgnored(t *testing.T) {
	f := facts(t)
	for name, c := range map[string]struct {
		m    bulletin.Message
		want bulletin.Ignored
	}{
		"a storm":               {message("1", "Alert"), ""},
		"an exercise":           {message("1", "Alert", func(m *bulletin.Message) { m.Status = "Exercise" }), ""},
		"a test":                {message("1", "Alert", func(m *bulletin.Message) { m.Status = "Test" }), bulletin.NotMeant},
		"a draft":               {message("1", "Alert", func(m *bulletin.Message) { m.Status = "Draft" }), bulletin.NotMeant},
		"between systems":       {message("1", "Ack"), bulletin.NotMeant},
		"for some":              {message("1", "Alert", func(m *bulletin.Message) { m.Scope = "Restricted" }), bulletin.NotPublic},
		"over":                  {message("1", "Alert", info(func(i *bulletin.Info) { i.Expires = noon })), bulletin.TooOld},
		"of tomorrow":           {message("1", "Alert", func(m *bulletin.Message) { m.Sent = noon.Add(2 * time.Hour) }), bulletin.TooNew},
		"a clock ahead":         {message("1", "Alert", func(m *bulletin.Message) { m.Sent = noon.Add(10 * time.Minute) }), ""},
		"says nothing":          {message("1", "Alert", func(m *bulletin.Message) { m.Infos = nil }), bulletin.Empty},
		"takes back long after": {message("1", "Cancel", about(message("0", "Alert")), func(m *bulletin.Message) { m.Sent = noon.AddDate(0, 0, -5) }), ""},
		"takes back too late":   {message("1", "Cancel", about(message("0", "Alert")), func(m *bulletin.Message) { m.Sent = noon.AddDate(0, 0, -61) }), bulletin.TooOld},
		"takes nothing back":    {message("1", "Cancel"), bulletin.Empty},
		"over, and ends one":    {message("1", "Update", about(message("0", "Alert")), info(func(i *bulletin.Info) { i.Expires = noon })), ""},
		"over, and ends none":   {message("1", "Update", info(func(i *bulletin.Info) { i.Expires = noon })), bulletin.TooOld},
		"old, without end": {message("1", "Alert", func(m *bulletin.Message) {
			m.Sent, m.Infos[0].Expires = noon.Add(-25*time.Hour), time.Time{}
		}), bulletin.TooOld},
	} {
		if _, why := bulletin.Read(c.m, city, f, noon); why != c.want {
			t.Errorf("%s: %q, want %q", name, why, c.want)
		}
	}
	elsewhere := message("1", "Alert", info(func(i *bulletin.Info) { i.Areas = []bulletin.Area{{Text: "Tỉnh Nghệ An"}} }))
	if b, why := bulletin.Read(elsewhere, city, f, noon); why != "" || b.Sure {
		t.Errorf("a place that is unknown is asked about: %q %+v", why, b)
	}
	known := city
	known.OnlyKnown = true
	if _, why := bulletin.Read(elsewhere, known, f, noon); why != bulletin.Elsewhere {
		t.Errorf("of a feed of the whole country: %q", why)
	}
}

// An update that is over as it comes proposes nothing, and ends what it is about.
func TestAnUpdateThatIsOver(t *testing.T) {
	f := facts(t)
	first := message("0", "Alert")
	was, _ := bulletin.Read(first, city, f, noon)
	over, why := bulletin.Read(message("1", "Update", about(first), info(func(i *bulletin.Info) { i.Expires = i.Expires.Add(-8 * time.Hour) })), city, f, noon)
	if why != "" || over.State != bulletin.Noted || over.Words.Head != "" {
		t.Fatalf("%q %+v", why, over)
	}
	changed := bulletin.Take([]bulletin.Bulletin{was}, over)
	if len(changed) != 2 || changed[0].ID != was.ID || changed[0].State != bulletin.Cancelled || changed[0].Waits(noon) {
		t.Errorf("the first is %+v", changed)
	}
	english := bulletin.Info{Language: "en", Event: "Storm", Headline: "Storm over the west tonight", Expires: noon.Add(8 * time.Hour)}
	partly := message("2", "Update", about(first), info(func(i *bulletin.Info) { i.Expires = noon }), func(m *bulletin.Message) { m.Infos = append(m.Infos, english) })
	if b, why := bulletin.Read(partly, city, f, noon); why != "" || b.State != bulletin.Proposed || b.Event != "Storm" {
		t.Errorf("over in Vietnamese and in force in English: %q %+v", why, b)
	}
	english.Expires, english.Language = noon, "fr"
	chinese := english
	chinese.Expires, chinese.Language, chinese.Event = noon.Add(time.Hour), "zh", "台风"
	partly.Infos = []bulletin.Info{english, chinese}
	if b, why := bulletin.Read(partly, city, f, noon); why != "" || b.State != bulletin.Proposed || b.Event != "台风" {
		t.Errorf("over in French and in force in Chinese: %q %+v", why, b)
	}
}

func TestGravity(t *testing.T) {
	for text, want := range map[string]content.Gravity{
		"Extreme Immediate Observed": content.Danger, "Severe Immediate Likely": content.Danger, "Severe Expected Observed": content.Danger,
		"Extreme Immediate Unknown": content.Danger, "Severe Immediate Possible": content.Warning, "Extreme Future Likely": content.Warning,
		"Moderate Immediate Observed": content.Warning, "Minor Immediate Observed": content.CivicNotice, "Extreme Immediate Unlikely": content.CivicNotice,
		"Severe Past Observed": content.CivicNotice, "Unknown Unknown Unknown": content.CivicNotice, "  ": content.CivicNotice,
	} {
		p := strings.Split(text, " ")
		if got := bulletin.GravityOf(bulletin.Info{Severity: p[0], Urgency: p[1], Certainty: p[2]}); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
	if got := bulletin.GravityOf(bulletin.Info{Severity: "Severe", Urgency: "Immediate", Certainty: "Observed", Responses: []string{"AllClear"}}); got != content.CivicNotice {
		t.Errorf("all clear: %s", got)
	}
}

// Where a message is for is taken only where every name, or code, is one area of ours.
func TestPlaces(t *testing.T) {
	f := facts(t)
	coded := city
	coded.Codes = "MA_DVHC"
	ward := city
	ward.Area = "2024-11/001"
	for name, c := range map[string]struct {
		feed bulletin.Feed
		text string
		code string
		want string // "ask", or the areas
	}{
		"the city":             {city, "Thành phố Hà Nội", "", ""},
		"without marks":        {city, "TP Ha Noi", "", ""},
		"a district":           {city, "Quận Ba Đình", "", "2024-11/001"},
		"two":                  {city, "Ba Đình, Đống Đa", "", "2024-11/001 2024-11/006"},
		"three":                {city, "Ba Đình; Đống Đa và Tây Hồ", "", "2024-11/001 2024-11/003 2024-11/006"},
		"a ward and its above": {city, "Phường Thanh Xuân Trung, quận Thanh Xuân", "", "2024-11/00355"},
		"one is unknown":       {city, "Ba Đình, Thạch Hà", "", "ask"},
		"a name that two have": {city, "Phường Phúc Xá và xã Minh Quang khác", "", "ask"},
		"an outline alone":     {city, "Vùng ven sông", "", "ask"},
		"nothing":              {city, "", "", "ask"},
		"a code":               {coded, "Khu vực 6", "006", "2024-11/006"},
		"a code of nobody":     {coded, "Ba Đình", "999", "ask"},
		"another list":         {city, "Khu vực 6", "006", "ask"},
		"beyond the feed's":    {ward, "Đống Đa", "", "ask"},
		"below the feed's":     {ward, "Phường Phúc Xá", "", "2024-11/00001"},
		"wider than the feed":  {ward, "Hà Nội", "", "2024-11/001"},
	} {
		a := bulletin.Area{Text: c.text, Shape: true}
		if c.code != "" {
			a.Codes = []bulletin.Code{{List: "MA_DVHC", Value: c.code}}
		}
		b, why := bulletin.Read(message("1", "Alert", info(func(i *bulletin.Info) { i.Areas = []bulletin.Area{a} })), c.feed, f, noon)
		got := strings.Join(b.Areas, " ")
		if !b.Sure {
			got = "ask"
		}
		if why != "" || got != c.want {
			t.Errorf("%s: %q (%s), want %q", name, got, why, c.want)
		}
	}
}

// The words are those of the message, in Vietnamese where it has them, without links and numbers
// that are not on the list.
func TestWords(t *testing.T) {
	f := facts(t)
	m := message("1", "Alert", func(m *bulletin.Message) {
		english := m.Infos[0]
		english.Language, english.Headline = "en-US", "Storm tonight"
		m.Infos[0].Instruction = "Ở trong nhà. Gọi 0912345678 ngay. Xem http://bao-gia.example/x hoặc hanoi.gov.vn. Gọi 1022 nhánh 8. " + strings.Repeat("Và còn nữa. ", 40)
		m.Infos[0].SenderName = "Đài\u202e Khí tượng\n\x07"
		m.Infos = []bulletin.Info{english, m.Infos[0]}
	})
	b, why := bulletin.Read(m, city, f, noon)
	if why != "" || !strings.HasPrefix(b.Words.Head, "Bão đổ bộ đêm nay. Ở trong nhà. Gọi 1022 nhánh 8. Và còn nữa.") || len([]rune(b.Words.Head)) > 180 {
		t.Errorf("it says %q (%s)", b.Words.Head, why)
	}
	if b.Words.Brief != "Bão" || b.Words.Foot != "Đài Khí tượng" || b.Language != "vi-VN" {
		t.Errorf("%+v", b)
	}
	if len(b.Cut) != 2 || !strings.Contains(b.Cut[0], "0912345678") || !strings.Contains(b.Cut[1], "bao-gia.example") {
		t.Errorf("left out: %q", b.Cut)
	}
	b, why = bulletin.Read(message("1", "Alert", info(func(i *bulletin.Info) {
		i.Event, i.Headline = "Gọi 0912345678", "Xem www.bao-gia.example"
	})), city, f, noon)
	if why != "" || b.Words.Head != "" || len(b.Cut) != 2 || b.Event == "" {
		t.Errorf("what cannot be shown is still told of: %+v (%s)", b, why)
	}
	if _, err := b.Takeover("t-1", nil, "an", noon, time.Hour); content.CodeOf(err) != content.Conflict {
		t.Errorf("and cannot be put on: %v", err)
	}
}

// Nothing is torn apart at an abbreviation or within a number, half a headline is not shown, and
// what found no room is named.
func TestWordsAreNotTornApart(t *testing.T) {
	f := facts(t)
	for name, c := range map[string]struct {
		headline, what, head string
		cut, long            int
	}{
		"a number behind TP.":     {"Gọi UBND TP. Hà Nội 0912345678 để được giúp", "", "Bão", 1, 0},
		"a link behind a Q.":      {"Không qua cầu Q. Ba Đình theo http://bao-gia.example", "", "Bão", 1, 0},
		"a number in groups":      {"Gọi ngay 024. 3825. 1234 để được giúp", "", "Bão", 1, 0},
		"a link with a gap":       {"Xem tại evil. com", "", "Bão", 1, 0},
		"a link between two":      {"Xem tại evil. Com", "", "Bão", 1, 0},
		"half of it is cut":       {"Không ra đường. Gọi 0912345678 ngay.", "", "Bão", 1, 0},
		"a link into what to do":  {"Xem bao-gia.", "Com đã mở.", "Xem bao-gia.", 1, 0},
		"an abbreviation is fine": {"Đóng cầu Q. Ba Đình, TX. Sơn Tây và P. Phúc Xá. Ở nhà!", "", "Đóng cầu Q. Ba Đình, TX. Sơn Tây và P. Phúc Xá. Ở nhà!", 0, 0},
		"short words end too":     {"Đừng ra đó. Gọi 0912345678 ngay.", "", "Bão", 1, 0},
		"too long":                {strings.Repeat("Nước lên nhanh ", 20), "", "Bão", 0, 1},
		"half is too long":        {"Ở nhà. N" + strings.Repeat("ước lên n", 30), "", "Bão", 0, 1},
		"no room for what to do":  {"Bão đêm nay", "Ở nhà. " + strings.Repeat("Nước lên nhanh ", 20) + ". Tắt điện.", "Bão đêm nay. Ở nhà.", 0, 2},
	} {
		b, why := bulletin.Read(message("1", "Alert", info(func(i *bulletin.Info) { i.Headline, i.Instruction = c.headline, c.what })), city, f, noon)
		if why != "" || b.Words.Head != c.head || len(b.Cut) != c.cut || len(b.Long) != c.long {
			t.Errorf("%s: it says %q (%s), cut %q, no room %q", name, b.Words.Head, why, b.Cut, b.Long)
		}
	}
}

// Of several events the gravest that is not over is shown, and the others are named.
func TestTheGravestOfAMessage(t *testing.T) {
	m := message("1", "Alert", func(m *bulletin.Message) {
		storm := m.Infos[0]
		wind, past, english := storm, storm, storm
		wind.Event, wind.Headline, wind.Severity = "Gió mạnh", "Gió giật cấp 6", "Minor"
		past.Event, past.Severity, past.Expires = "Lũ quét", "Extreme", noon
		english.Language, english.Event, english.Severity = "en", "Storm", "Extreme"
		m.Infos = []bulletin.Info{english, wind, past, storm}
	})
	b, why := bulletin.Read(m, city, facts(t), noon)
	if why != "" || b.Event != "Bão" || b.Gravity != content.Danger || len(b.Others) != 1 || !strings.HasPrefix(b.Others[0], "Gió mạnh · Gió giật cấp 6") {
		t.Errorf("%+v (%s)", b, why)
	}
}

// An exercise neither replaces nor takes back a real warning, and a real message no exercise.
func TestExercisesLeaveRealWarningsAlone(t *testing.T) {
	drill := func(m *bulletin.Message) { m.Status = "Exercise" }
	none := func(*bulletin.Message) {}
	for _, kind := range []string{"Update", "Cancel"} {
		for _, c := range [][2]func(*bulletin.Message){{none, drill}, {drill, none}} {
			first := message("1", "Alert", c[0])
			on, _ := bulletin.Read(first, city, facts(t), noon)
			on, _ = on.Confirm("t-1", "an", noon, true)
			later, _ := bulletin.Read(message("2", kind, about(first), c[1]), city, facts(t), noon)
			if changed := bulletin.Take([]bulletin.Bulletin{on}, later); len(changed) != 1 || len(changed[0].Before) != 0 {
				t.Errorf("%s: %+v", kind, changed)
			}
		}
	}
}

// A later message of the same sender replaces or takes back what came before, in whatever order the
// two come; nobody else's does.
func TestLaterMessages(t *testing.T) {
	f := facts(t)
	read := func(m bulletin.Message) bulletin.Bulletin {
		t.Helper()
		b, why := bulletin.Read(m, city, f, noon)
		if why != "" {
			t.Fatal(why)
		}
		return b
	}
	first := message("1", "Alert")
	update := message("2", "Update", about(first))
	cancel := message("3", "Cancel", about(first, update))
	foreign := message("4", "Cancel", about(first))
	foreign.Sender = "người lạ"

	stateOf := func(all []bulletin.Bulletin, m bulletin.Message) bulletin.State {
		i := slices.IndexFunc(all, func(b bulletin.Bulletin) bool { return b.Name.Identifier == m.Identifier })
		if i < 0 {
			return "none"
		}
		return all[i].State
	}
	store := func(all []bulletin.Bulletin, m bulletin.Message) []bulletin.Bulletin {
		b, why := bulletin.Read(m, city, f, noon)
		if why != "" {
			return all
		}
		for _, c := range bulletin.Take(all, b) {
			if i := slices.IndexFunc(all, func(k bulletin.Bulletin) bool { return k.ID == c.ID }); i >= 0 {
				all[i] = c
			} else {
				all = append(all, c)
			}
		}
		return all
	}
	for _, order := range [][]bulletin.Message{{first, update, cancel, foreign}, {cancel, update, first}, {update, first, cancel, first}, {foreign, cancel, first, update}} {
		var all []bulletin.Bulletin
		for _, m := range order {
			all = store(all, m)
		}
		if a, b := stateOf(all, first), stateOf(all, update); (a != bulletin.Replaced && a != bulletin.Cancelled) || b != bulletin.Cancelled {
			t.Errorf("the first is %s, the update is %s", a, b)
		}
	}
	if all := store(store(nil, first), foreign); stateOf(all, first) != bulletin.Proposed {
		t.Errorf("a stranger took it back: %s", stateOf(all, first))
	}
	other := read(first)
	other.Feed = "another"
	if changed := bulletin.Take([]bulletin.Bulletin{other}, read(update)); len(changed) != 1 {
		t.Errorf("through another feed: %+v", changed)
	}
	if changed := bulletin.Take([]bulletin.Bulletin{read(first)}, read(first)); len(changed) != 0 {
		t.Errorf("it came twice: %+v", changed)
	}

	on, err := read(first).Confirm("t-1", "an", noon, true)
	if err != nil || on.State != bulletin.Confirmed || on.Waits(noon) {
		t.Fatalf("%+v, %v", on, err)
	}
	changed := bulletin.Take([]bulletin.Bulletin{on}, read(update))
	if len(changed) != 2 || !changed[0].Ends() || changed[1].Before[0] != "t-1" {
		t.Errorf("an update of what is on: %+v", changed)
	}
	if _, err := on.Dismiss("binh", noon); content.CodeOf(err) != content.Conflict || !strings.Contains(err.Error(), "đã có người phát") {
		t.Errorf("who comes later is told why: %v", err)
	}
	part, err := read(first).Confirm("t-2", "an", noon, false)
	if err != nil || !part.Waits(noon) || part.Waits(part.Expires) {
		t.Errorf("on in a part alone: %+v, %v", part, err)
	}
}

// What a bulletin puts on ends with it, is for one time, and gives way to what our own people put
// on.
func TestWhatIsPutOn(t *testing.T) {
	b, _ := bulletin.Read(message("1", "Alert", info(func(i *bulletin.Info) { i.Expires = noon.Add(3 * time.Hour) })), city, facts(t), noon)
	on, err := b.Takeover("t-1", nil, "an", noon, 4*time.Hour)
	if err != nil || !on.Until().Equal(noon.Add(3*time.Hour)) || on.Words.Head != "Bão đổ bộ đêm nay" || on.Gravity != content.Danger {
		t.Fatalf("%+v, %v", on, err)
	}
	again, err := content.PutOn(on, "binh", noon.Add(time.Hour), 4*time.Hour, false)
	if err != nil || !again.Until().Equal(noon.Add(3*time.Hour)) {
		t.Errorf("confirmed: %v, %v", again.Until(), err)
	}
	if _, err := content.PutOn(content.End(on, noon.Add(time.Hour)), "binh", noon.Add(2*time.Hour), time.Hour, false); content.CodeOf(err) != content.Conflict {
		t.Errorf("put on again: %v", err)
	}
	own := content.Takeover{ID: "own", Gravity: content.CivicNotice, State: content.Approved, Press: content.Press{Begun: noon.Add(-time.Hour), Confirmed: noon.Add(-time.Hour), Lasts: 2 * time.Hour}}
	if rules, _ := content.TakeoverAt([]content.Takeover{on, own}, content.Place{}, noon); rules.ID != "own" {
		t.Errorf("the warning of others hides ours: %s", rules.ID)
	}
	own.Drill = true
	if rules, _ := content.TakeoverAt([]content.Takeover{on, own}, content.Place{}, noon); rules.ID != "t-1" {
		t.Errorf("our exercise hides the warning: %s", rules.ID)
	}
}
