package alert

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"mime/quotedprintable"
	"net/mail"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/content/figure"
	"ngatu/content/hours"
	"ngatu/content/mandate"
	"ngatu/internal/blob"
	"ngatu/internal/hook"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/hub"
)

func decoded(m *mail.Message) io.Reader {
	switch m.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		return quotedprintable.NewReader(m.Body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, m.Body)
	}
	return m.Body
}

// rig is an Alerts over a real store, whose clock the test sets.
type rig struct {
	*testing.T
	*Alerts
	box   *mailbox
	ear   *ear
	later time.Duration
	log   strings.Builder
}

func newRig(t *testing.T) *rig {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	st, err := store.Open(ctx, filepath.Join(dir, "ngatu.db"))
	must(err)
	t.Cleanup(func() { st.Close() })
	_, err = st.Claim(ctx, store.Real)
	must(err)
	media, err := blob.Open(filepath.Join(dir, "media"))
	must(err)
	units, err := area.Load(areas.Files)
	must(err)
	_, key, err := ed25519.GenerateKey(nil)
	must(err)
	h := hub.New(hub.Options{})
	t.Cleanup(func() { h.Shutdown(context.Background(), 0) })
	r := &rig{T: t, box: newMailbox(t), ear: newEar(t)}
	quiet, err := hours.ParseParts("22:00-06:00")
	must(err)
	r.Alerts = New(Options{
		Store: st, Air: air.New(air.Options{Store: st, Hub: h, Media: media, Areas: units, Faces: paint.Faces(), Key: key, Log: slog.New(slog.DiscardHandler)}),
		Areas: units, Post: r.box.Server, Hooks: []hook.Hook{r.ear.Hook}, Patience: 100 * time.Hour, Quiet: hours.Set{Parts: quiet}, Address: "https://man-hinh.example.vn",
		Now: func() time.Time { return time.Now().Add(r.later) }, Log: slog.New(slog.NewTextHandler(&r.log, nil)),
	})
	r.clock(10)
	r.change("an", func(tx *store.Tx) error {
		for _, p := range []store.Staff{
			{ID: "an", Name: "Lê An", Login: "an", Mandates: []mandate.Mandate{{Role: mandate.Editor}}},
			{ID: "binh", Name: "Trần Bình", Login: "binh", Mandates: []mandate.Mandate{{Role: mandate.Approver}}},
			{ID: "chi", Name: "Vũ Chi", Login: "chi", Language: "en", Mandates: []mandate.Mandate{{Role: mandate.Approver, Area: "2024-11/006"}}},
			{ID: "dung", Name: "Đỗ Dũng", Login: "dung", Disabled: true, Mandates: []mandate.Mandate{{Role: mandate.Approver}}},
			{ID: "em", Name: "Ngô Em", Login: "em", Mandates: []mandate.Mandate{{Role: mandate.Approver}}},
		} {
			if err := tx.PutStaff(ctx, p); err != nil {
				return err
			}
			if p.ID != "em" { // who gave no address gets nothing
				if err := tx.SetEmail(ctx, p.ID, p.ID+"@phuong.example.vn"); err != nil {
					return err
				}
			}
		}
		return tx.PutCampaign(ctx, content.Campaign{ID: "main", Name: "Tháng cao điểm", Pool: "city", Weight: 1})
	})
	r.looks()
	return r
}

// clock moves the clock on to the next time that it is so many hours in the city.
func (r *rig) clock(hour int) {
	now := r.Now().In(area.Local)
	next := time.Date(now.Year(), now.Month(), now.Day(), hour, 0, 0, 0, area.Local)
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	r.later += next.Sub(now)
}

func (r *rig) change(who string, do func(*store.Tx) error) {
	r.Helper()
	if _, err := r.Store.Change(r.Context(), who, do); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) looks() {
	r.Helper()
	if err := r.look(r.Context()); err != nil {
		r.Fatal(err)
	}
}

// slide has somebody do something to a slide.
func (r *rig) slide(who, verb string, s content.Slide) {
	r.Helper()
	r.change(who, func(tx *store.Tx) error {
		switch verb {
		case "return":
			return tx.PutSlideDraft(r.Context(), verb, content.Writing(s, nil))
		}
		return tx.PutSlide(r.Context(), s)
	})
}

// got are the e-mails that came, each as who got it and its subject.
func (r *rig) got() (out []string) {
	for _, one := range r.box.taken() {
		out = append(out, strings.TrimSuffix(one.to, "@phuong.example.vn")+": "+one.subject)
	}
	slices.Sort(out)
	return out
}

func (r *rig) is(got []string, want ...string) {
	r.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		r.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// heard fails where the last message that the program got is another.
func (r *rig) heard(of, id, title, path, why string) {
	r.Helper()
	all := r.ear.taken()
	var got struct {
		Type      string    `json:"type"`
		Timestamp time.Time `json:"timestamp"`
		Data      map[string]string
	}
	if len(all) == 0 || json.Unmarshal([]byte(all[len(all)-1]), &got) != nil {
		r.Fatalf("the program heard %q", all)
	}
	want := map[string]string{"id": id, "title": title, "link": "https://man-hinh.example.vn" + path, "why": why}
	if got.Type != of || !maps.Equal(got.Data, want) || got.Timestamp.IsZero() {
		r.Errorf("the program heard %q", all)
	}
}

// Who may approve is told once of what waits, who submitted it of what became of it, and nobody
// else of anything.
func TestWhoIsTold(t *testing.T) {
	r := newRig(t)
	r.is(r.got())
	s := content.Slide{ID: "tam", Campaign: "main", Kind: content.Notice, Title: "Họp dân phố", State: content.Draft, Author: "an", Words: content.Words{Head: "Họp"}}
	r.slide("an", "create", s)
	r.looks()
	r.is(r.got())
	s.State = content.Submitted
	r.slide("an", "submit", s)
	r.looks()
	r.looks()
	r.is(r.got(), "binh: Ngatu · Chờ duyệt: tấm “Họp dân phố”") // not chi: the slide is for the whole city
	if heard := r.ear.taken(); len(heard) != 1 || !strings.Contains(heard[0], `"type":"slide.submitted"`) || !strings.Contains(heard[0], "https://man-hinh.example.vn/studio/slides/tam") {
		t.Errorf("the program heard %q", heard)
	}
	// Changed and submitted once more while it waits: one message a matter.
	s.Title = "Họp tổ dân phố"
	r.slide("an", "submit", s)
	r.looks()
	r.is(r.got())
	s.State, s.Returned = content.Draft, "Sai giờ"
	r.slide("binh", "return", s)
	r.looks()
	emails := r.box.taken()
	if len(emails) != 1 || emails[0].to != "an@phuong.example.vn" || !strings.Contains(emails[0].text, "Trần Bình") || !strings.Contains(emails[0].text, "Sai giờ") {
		t.Errorf("of what was returned: %+v", emails)
	}
	r.heard("slide.returned", "tam", "Họp tổ dân phố", "/studio/slides/tam", "Sai giờ")
	// Submitted again, it is a matter of its own; for an area, whoever is nearest.
	s.State, s.Returned, s.Targets = content.Submitted, "", []content.Target{{Area: "2024-11/006"}}
	r.slide("an", "submit", s)
	r.looks()
	r.is(r.got(), "chi: Ngatu · To approve: slide “Họp tổ dân phố”")
	s.State = content.Approved
	r.slide("chi", "approve", s)
	r.looks()
	r.is(r.got(), "an: Ngatu · Đã duyệt: tấm “Họp tổ dân phố”")
	r.heard("slide.approved", "tam", "Họp tổ dân phố", "/studio/slides/tam", "")
	if strings.Contains(r.log.String(), "@") {
		t.Errorf("the log has an address: %s", r.log.String())
	}
}

// At night nobody is written to; what was decided meanwhile is not sent in the morning.
func TestQuietHours(t *testing.T) {
	r := newRig(t)
	r.clock(23)
	submit := func(id string) content.Slide {
		s := content.Slide{ID: id, Campaign: "main", Kind: content.Notice, Title: "Tấm " + id, State: content.Submitted, Author: "an"}
		r.slide("an", "submit", content.Slide{ID: id, Campaign: "main", Kind: content.Notice, Title: s.Title, State: content.Draft, Author: "an"})
		r.slide("an", "submit", s)
		return s
	}
	submit("a")
	b := submit("b")
	r.looks()
	r.is(r.got())
	if len(r.ear.taken()) != 2 {
		t.Error("a program was not told at once")
	}
	b.State = content.Approved
	r.slide("binh", "approve", b)
	r.clock(5)
	r.looks()
	r.is(r.got())
	r.clock(6)
	r.looks()
	got := r.got()
	if len(got) != 2 || strings.Contains(strings.Join(got, " "), "Chờ duyệt: tấm “Tấm b”") {
		t.Errorf("in the morning came %v", got)
	}
}

// A receiver that is down costs nothing but time, a restart loses nothing, and in the end it is
// given up.
func TestAReceiverIsDown(t *testing.T) {
	r := newRig(t)
	r.Quiet = hours.Set{}
	r.box.set(true)
	s := content.Slide{ID: "tam", Campaign: "main", Kind: content.Notice, Title: "Tấm", State: content.Draft, Author: "an"}
	r.slide("an", "create", s)
	s.State = content.Submitted
	r.slide("an", "submit", s)
	r.looks()
	r.is(r.got())
	if len(r.ear.taken()) != 1 {
		t.Error("the mail server that is down held up the program")
	}
	r.Alerts = New(r.Options) // as after a restart
	r.box.set(false)
	r.looks()
	r.is(r.got()) // not before its time
	r.later += pauses[0] + time.Second
	r.looks()
	r.is(r.got(), "binh: Ngatu · Chờ duyệt: tấm “Tấm”")

	r.box.set(true)
	s.State = content.Approved
	r.slide("binh", "approve", s)
	for _, pause := range pauses {
		r.looks()
		r.later += pause + time.Second
	}
	r.looks()
	r.box.set(false)
	r.later += 100 * 24 * time.Hour
	r.looks()
	r.is(r.got())
	if !strings.Contains(r.log.String(), "given up") {
		t.Error("the log does not say that a message was given up")
	}
}

// Seven days before an end its people are told, once, what screens show the day after.
func TestAnEndComes(t *testing.T) {
	r := newRig(t)
	r.change("an", func(tx *store.Tx) error {
		ctx := t.Context()
		if err := tx.PutScreen(ctx, content.Screen{Code: "NGATU-01", Name: "Ngã tư", Places: []content.Place{{
			From: time.Now().Add(-time.Hour), Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}, Kind: content.LED, Venue: content.Intersection,
		}}}); err != nil {
			return err
		}
		for _, c := range []content.Campaign{{ID: "main", Name: "Tháng cao điểm", Pool: "city", Weight: 1}, {ID: "khac", Name: "Khác", Pool: "city", Weight: 1}} {
			if c.ID == "main" {
				c.Valid.Until = r.Now().Add(6 * 24 * time.Hour)
			}
			if err := tx.PutCampaign(ctx, c); err != nil {
				return err
			}
			if err := tx.PutSlide(ctx, content.Slide{
				ID: c.ID, Campaign: c.ID, Kind: content.Notice, Style: content.Slogan, Title: "Tấm của " + c.Name, State: content.Approved, Words: content.Words{Head: "Gọi 1022"},
			}); err != nil {
				return err
			}
		}
		return nil
	})
	r.days = ""
	r.looks()
	emails := r.box.taken()
	if len(emails) != 2 || emails[0].subject != "Ngatu · Sắp hết hạn: chiến dịch “Tháng cao điểm”" || !strings.Contains(emails[0].text, "432×216 (1 màn hình): Tấm của Khác") ||
		strings.Contains(emails[0].text, "Tấm của Tháng") {
		t.Errorf("%+v", emails)
	}
	r.heard("campaign.lapses", "main", "Tháng cao điểm", "/studio/campaigns/main", "")
	r.clock(9)
	r.looks()
	r.is(r.got())
	// Moved, it is another end.
	r.change("an", func(tx *store.Tx) error {
		return tx.PutCampaign(t.Context(), content.Campaign{ID: "main", Name: "Tháng cao điểm", Pool: "city", Weight: 1, Valid: hours.Span{Until: r.Now().Add(7 * 24 * time.Hour)}})
	})
	r.clock(8)
	r.looks()
	if got := r.got(); len(got) != 2 {
		t.Errorf("of the new end: %v", got)
	}
}

// A warning of others is told at once to those who may put it on, in quiet hours too, and what was
// put on of it when its sender takes it back.
func TestAWarningComes(t *testing.T) {
	r := newRig(t)
	r.clock(23)
	b := bulletin.Bulletin{
		ID: "b-1", Feed: "f", Came: r.Now(), Expires: r.Now().Add(time.Hour), Event: "Bão", Words: content.Words{Head: "Bão đổ bộ đêm nay"}, Sure: true, State: bulletin.Proposed,
	}
	put := func(verb string, change func(*bulletin.Bulletin)) {
		change(&b)
		r.change("feed:f", func(tx *store.Tx) error { return tx.PutBulletin(t.Context(), verb, b) })
		r.looks()
	}
	put("propose", func(*bulletin.Bulletin) {})
	emails := r.box.taken()
	if len(emails) != 1 || emails[0].to != "binh@phuong.example.vn" || emails[0].subject != "Ngatu · Cần quyết định ngay: cảnh báo “Bão”" ||
		!strings.Contains(emails[0].text, "Bão đổ bộ đêm nay") || !strings.Contains(emails[0].text, "/studio/bulletins/b-1") {
		t.Errorf("of what came: %+v", emails)
	}
	if heard := r.ear.taken(); len(heard) != 1 || !strings.Contains(heard[0], `"type":"bulletin.proposed"`) {
		t.Errorf("the program heard %q", heard)
	}
	put("put_on", func(b *bulletin.Bulletin) { b.State, b.Takeovers = bulletin.Confirmed, []string{"t-1"} })
	r.is(r.got())
	put("cancel", func(b *bulletin.Bulletin) { b.State, b.Over = bulletin.Cancelled, r.Now() })
	r.is(r.got(), "binh: Ngatu · Nơi phát hành đã hủy hoặc đổi: cảnh báo “Bão”")
	// What somebody has decided before the e-mail went out is not written about.
	r.box.set(true)
	put("propose", func(b *bulletin.Bulletin) {
		b.ID, b.State, b.Takeovers, b.Areas = "b-2", bulletin.Proposed, nil, []string{"2024-11/006"}
	})
	r.box.set(false)
	put("dismiss", func(b *bulletin.Bulletin) { b.State = bulletin.Dismissed })
	r.later += time.Hour / 2
	r.looks()
	r.is(r.got())
}

// Quiet hours are a setting, and everybody may have their own; so is when what waits goes a step.
func TestHoursAreSettings(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	r.change("boss", func(tx *store.Tx) error {
		for key, value := range map[string]string{content.SettingQuiet: "12:00-14:00", content.SettingStep: "5"} {
			if err := tx.PutSetting(ctx, key, value); err != nil {
				return err
			}
		}
		if err := tx.SetQuiet(ctx, "chi", "10:00-11:00"); err != nil {
			return err
		}
		return tx.SetQuiet(ctx, "binh", store.NeverQuiet)
	})
	submit := func(id, area string) {
		s := content.Slide{ID: id, Campaign: "main", Kind: content.Notice, Title: id, State: content.Draft, Author: "an"}
		if area != "" {
			s.Targets = []content.Target{{Area: area}}
		}
		r.slide("an", "create", s)
		s.State = content.Submitted
		r.change("an", func(tx *store.Tx) error {
			if err := tx.PutSlide(ctx, s); err != nil {
				return err
			}
			_, err := tx.Gather(ctx, []store.DraftKey{{Noun: store.NounSlide, ID: id}})
			return err
		})
		r.looks()
	}
	r.clock(23) // quiet by the flags alone
	submit("a", "2024-11/006")
	r.is(r.got(), "binh: Ngatu · Chờ duyệt đã lâu: tấm “a”", "chi: Ngatu · To approve: slide “a”") // the store's clock is that of the test's beginning
	r.clock(10)
	submit("b", "2024-11/006")
	r.is(r.got(), "binh: Ngatu · Chờ duyệt đã lâu: tấm “b”") // chi is left alone
	r.clock(11)
	r.looks()
	r.is(r.got(), "chi: Ngatu · To approve: slide “b”")
	r.clock(13)
	submit("c", "")
	r.is(r.got(), "binh: Ngatu · Chờ duyệt đã lâu: tấm “c”", "binh: Ngatu · Chờ duyệt: tấm “c”") // at any hour
}

// A day before figures grow old those who release them are told, unless newer ones came; and of
// standing approvals and approved takeovers that end within a week.
func TestFiguresAndApprovalsEnd(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	release := func(id string, asOf time.Time) {
		r.change("an", func(tx *store.Tx) error {
			return tx.PutRelease(ctx, store.Release{ID: id, Measure: figure.Accounts.ID, Period: area.Jul2025, AsOf: asOf, Source: "Công an", State: store.Released}, nil)
		})
	}
	r.change("boss", func(tx *store.Tx) error {
		p, err := tx.Staff(ctx, "an")
		if err != nil {
			return err
		}
		p.Mandates = append(p.Mandates, mandate.Mandate{Role: mandate.Reporter})
		for _, err := range []error{
			tx.PutStaff(ctx, p), tx.PutMeasure(ctx, figure.Accounts),
			tx.PutStanding(ctx, content.Standing{ID: "st", Folder: "Đống Đa", Editor: "an", By: "binh", At: tx.Time(), Until: r.Now().Add(3 * 24 * time.Hour), Targets: []content.Target{{Area: "2024-11/006"}}}),
			tx.PutTakeover(ctx, content.Takeover{ID: "t", Title: "Ngập", Gravity: content.Danger, State: content.Approved, Approval: content.Approval{By: "binh", Valid: hours.Span{Until: r.Now().Add(24 * time.Hour)}}}),
			tx.PutTakeover(ctx, content.Takeover{ID: "t2", Title: "Cháy", Gravity: content.Danger, State: content.Approved, Approval: content.Approval{By: "binh"}}),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	release("r-1", r.Now().Add(-30*time.Hour))
	r.box.set(true) // nothing goes out yet
	r.days = ""
	r.looks()
	r.box.set(false)
	r.later += 5 * time.Minute
	r.looks()
	want := []string{
		"an: Ngatu · Sắp hết hạn: phê duyệt thường trực “Đống Đa”", "an: Ngatu · Sắp hết hạn: số liệu “" + figure.Accounts.Vi + "”", "an: Ngatu · Sắp hết hạn: thông báo khẩn “Ngập”",
		"binh: Ngatu · Sắp hết hạn: phê duyệt thường trực “Đống Đa”", "binh: Ngatu · Sắp hết hạn: thông báo khẩn “Ngập”", "chi: Ngatu · Ends soon: standing approval “Đống Đa”",
	}
	r.is(r.got(), want...)
	r.days = ""
	r.looks()
	r.is(r.got())
	release("r-2", r.Now().Add(-40*time.Hour).Add(20*time.Hour))
	r.box.set(true)
	r.later += 5 * time.Hour
	r.days = ""
	r.looks()
	release("r-3", r.Now().Add(-time.Hour)) // renewed before the e-mail went out
	r.box.set(false)
	r.later += time.Hour
	r.looks()
	r.is(r.got())
}
