package box

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/rendition/renditiontest"
)

// cover is a campaign.yaml that sets a bit of each.
const cover = `name: Tháng cao điểm
weight: 3
targets:
  - {area: "Quận Ba Đình", period: 2024-11, venue: reception}
  - {area: "268"}
  - {kind: kiosk, tag: pilot}
dwell: 12s
fit: cover
`

func TestCampaignFile(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Figures.Period = area.Nov2024 })
	r.standing("")
	r.drop("Tây Hồ/a.png", renditiontest.Picture(1)) // told before campaign.yaml, and yet shown as that says
	r.drop("Tây Hồ/campaign.yaml", []byte(cover))
	r.watch()
	s := r.slide("Tây Hồ/a.png")
	c := must(r.Store.Campaign(t.Context(), "tay-ho"))(t)
	if s.Fit != content.Cover || s.Dwell != 12*time.Second || s.State != content.Approved || c.Name != "Tháng cao điểm" || c.Weight != 3 || len(c.Targets) != 3 {
		t.Fatalf("the slide is %+v\nof %+v", s, c)
	}

	sentence := filepath.Join(r.Root, "Tây Hồ", inbox.Refused, "campaign.yaml.txt")
	r.drop("Tây Hồ/campaign.yaml", []byte("name: B\nwieght: 1\n"))
	r.until("the sentence is there", func() bool { info, err := os.Stat(sentence); return err == nil && info.Size() > 0 })
	if text := string(must(os.ReadFile(sentence))(t)); !strings.Contains(text, "dòng 2: không có mục “wieght”") {
		t.Errorf("the sentence is %q", text)
	}
	r.drop("Tây Hồ/b.png", renditiontest.Picture(2)) // somebody wanted another place or time for it: it waits
	r.until("the new picture waits", func() bool { return r.file("Tây Hồ/b.png").State == store.Held })
	if s := r.slide("Tây Hồ/a.png"); s.State != content.Approved || s.Fit != content.Cover {
		t.Errorf("what was on air is now: %+v", s)
	}
	if c := must(r.Store.Campaign(t.Context(), "tay-ho"))(t); c.Name != "Tháng cao điểm" {
		t.Errorf("a broken file renamed the campaign %q", c.Name)
	}

	r.drop("Tây Hồ/campaign.yaml", []byte("name: B\nfit: contain\n"))
	r.until("it is in force", func() bool { return must(r.Store.Campaign(t.Context(), "tay-ho"))(t).Name == "B" })
	r.until("the sentence is gone", func() bool { _, err := os.Stat(sentence); return os.IsNotExist(err) })
	if s := r.slide("Tây Hồ/b.png"); s.Fit != content.Contain || s.State != content.Approved {
		t.Errorf("the picture that waited: %+v", s)
	}
	if s := r.slide("Tây Hồ/a.png"); s.Fit != content.Contain || s.Dwell != 0 {
		t.Errorf("the slides of the folder do not follow: %+v", s)
	}
	if c := must(r.Store.Campaign(t.Context(), "tay-ho"))(t); c.Weight != 1 || len(c.Targets) != 0 {
		t.Errorf("what the file leaves out stays: %+v", c)
	}
}

// The order that a campaign.yaml says is that of its files, also of those that come later, until the
// key is gone; the pages of a document follow each other.
func TestACampaignFileSaysTheOrder(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.drop("x/campaign.yaml", []byte("order: [C.png, sub/b.png]\n"))
	r.drop("x/a.png", renditiontest.Picture(1))
	r.drop("x/c.png", renditiontest.Picture(3))
	r.watch()
	a, c := r.slide("x/a.png"), r.slide("x/c.png")
	r.drop("x/sub/b.png", renditiontest.Picture(2))
	b := r.slide("x/sub/b.png")
	order := func() string {
		all, campaign := r.slides(), must(r.Store.Campaign(t.Context(), "x"))(t)
		slices.SortFunc(all, campaign.InOrder(all))
		return strings.NewReplacer(a.ID, "a", b.ID, "b", c.ID, "c").Replace(all[0].ID + all[1].ID + all[2].ID)
	}
	if got := order(); got != "cba" {
		t.Errorf("they go by %s", got)
	}
	r.drop("x/campaign.yaml", []byte("order: [a.png, c.png, b.png]\nname: X\n"))
	r.until("the other order is in force", func() bool { return strings.HasPrefix(order(), "ac") })
	r.no(os.Rename(filepath.Join(r.Root, "x", "a.png"), filepath.Join(r.Root, "x", "d.png")))
	r.until("who is named no more has no turn of its own", func() bool {
		return r.file("x/d.png").Slide == a.ID && len(must(r.Store.Campaign(t.Context(), "x"))(t).Sequence) == 1
	})
	r.drop("x/campaign.yaml", []byte("name: X\n"))
	r.until("they go as they came", func() bool { return len(must(r.Store.Campaign(t.Context(), "x"))(t).Sequence) == 0 })

	_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
		one, err := tx.Campaign(t.Context(), "x")
		one.Detached, one.Sequence = true, []string{b.ID}
		return errors.Join(err, tx.PutCampaign(t.Context(), one))
	})
	r.no(err)
	draft := func() content.Campaign {
		d, err := r.Store.CampaignDraft(t.Context(), "x")
		if content.CodeOf(err) != content.NotFound {
			r.no(err)
		}
		return d.Doc
	}
	r.drop("x/campaign.yaml", []byte("name: Y\n"))
	r.until("its name waits", func() bool { return draft().Name == "Y" })
	if s := draft().Sequence; len(s) != 1 || s[0] != b.ID {
		t.Errorf("the studio's order would become %v", s)
	}
	r.drop("x/campaign.yaml", []byte("name: Y\norder: c.png\n"))
	r.until("its order waits", func() bool { s := draft().Sequence; return len(s) == 1 && s[0] == c.ID })
}

// Once the studio leads a campaign its file only proposes.
func TestACampaignFileProposesWhereTheStudioLeads(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("x/campaign.yaml", []byte("name: B\n"))
	r.until("it is in force", func() bool { c, err := r.Store.Campaign(t.Context(), "x"); return err == nil && c.Name == "B" })
	_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
		c, err := tx.Campaign(t.Context(), "x")
		if err != nil {
			return err
		}
		c.Detached = true
		return tx.PutCampaign(t.Context(), c)
	})
	r.no(err)
	r.drop("x/campaign.yaml", []byte("name: C\nweight: 5\n"))
	r.until("it waits", func() bool {
		d, err := r.Store.CampaignDraft(t.Context(), "x")
		return err == nil && d.Doc.Name == "C" && d.Doc.Weight == 5 && strings.HasPrefix(d.Author(), "inbox:")
	})
	if c := must(r.Store.Campaign(t.Context(), "x"))(t); c.Name != "B" || c.Weight != 1 {
		t.Errorf("the file has changed the campaign: %+v", c)
	}

	// Of an ended one it proposes nothing: to approve that would start it again. Once it runs,
	// the file proposes again.
	stage := func(stage content.Stage) {
		_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
			c, err := tx.Campaign(t.Context(), "x")
			if err != nil {
				return err
			}
			if err := tx.EndDraft(t.Context(), "discard", store.NounCampaign, "x", ""); err != nil && content.CodeOf(err) != content.NotFound {
				return err
			}
			c.Stage = stage
			return tx.PutCampaign(t.Context(), c)
		})
		r.no(err)
	}
	stage(content.Ended)
	r.drop("x/campaign.yaml", []byte("name: D\n"))
	r.until("it is refused", func() bool { return r.file("x/campaign.yaml").State == store.Refused })
	if row := r.file("x/campaign.yaml"); !strings.Contains(row.Sentence.Vi, "đã khép lại") || !strings.Contains(row.Sentence.En, "was ended") {
		t.Errorf("the sentence is %+v", row.Sentence)
	}
	if d, err := r.Store.CampaignDraft(t.Context(), "x"); content.CodeOf(err) != content.NotFound {
		t.Errorf("the file of an ended campaign waits: %+v, %v", d, err)
	}
	stage(content.Running)
	r.drop("x/campaign.yaml", []byte("name: D\n\n"))
	r.until("it waits again", func() bool { d, err := r.Store.CampaignDraft(t.Context(), "x"); return err == nil && d.Doc.Name == "D" })
}

// Nobody knows when a folder's pictures may be shown whose campaign.yaml was never right.
func TestPicturesWaitForTheirFirstCampaignFile(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("x/campaign.yaml", []byte("form: 2026-01-01\n"))
	r.until("it is refused", func() bool { return r.file("x/campaign.yaml").State == store.Refused })
	r.drop("x/a.png", renditiontest.Picture(1))
	time.Sleep(300 * time.Millisecond)
	if f := r.file("x/a.png"); f.Slide != "" {
		t.Fatalf("it did not wait: %+v", f)
	}
	r.drop("x/campaign.yaml", []byte("from: 2026-01-01\n"))
	if s := r.slide("x/a.png"); s.State != content.Approved {
		t.Errorf("%+v", s)
	}
}

// A file moves what is on air only where somebody stands for its folder.
func TestCampaignFilePassesTheGate(t *testing.T) {
	r := newRig(t, nil)
	r.watch()
	_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
		if err := intake.AddCampaign(t.Context(), tx, "x", "X"); err != nil {
			return err
		}
		return tx.PutSlide(t.Context(), content.Slide{ID: "s", Campaign: "x", Kind: content.Notice, Title: "Trên phố", State: content.Approved})
	})
	r.no(err)
	r.drop("X/campaign.yaml", []byte("until: 2020-01-01\n"))
	r.until("it is refused", func() bool { return r.file("X/campaign.yaml").State == store.Refused })
	if f := r.file("X/campaign.yaml"); !strings.Contains(f.Sentence.Vi, "Trên phố") {
		t.Errorf("the sentence is %q", f.Sentence.Vi)
	}
	if c := must(r.Store.Campaign(t.Context(), "x"))(t); !c.Valid.Until.IsZero() {
		t.Errorf("the campaign is %+v", c)
	}
}

// A campaign.yaml that has slides on air shown elsewhere, or otherwise, waits for an approver where
// the checks object to what comes of it; everything is shown as it was until then.
func TestACampaignFileIsCheckedAgain(t *testing.T) {
	var far, cut atomic.Bool // what the checks object to: the whole city, and cut pictures
	r := newRig(t, func(o *Options) {
		o.CheckIn = objectingIn(func(s content.Slide, in content.Campaign) bool {
			return far.Load() && len(in.Targets) == 0 || cut.Load() && s.Fit == content.Cover && s.Title == "a"
		})
	})
	r.screens(renditiontest.Demo[1])
	r.answered()
	r.watch()
	put := r.settings
	draft := func() (content.DraftOf[content.Campaign], bool) {
		d, err := r.Store.CampaignDraft(t.Context(), "x")
		if content.CodeOf(err) != content.NotFound {
			r.no(err)
		}
		return d, err == nil
	}
	live := func() content.Campaign { return must(r.Store.Campaign(t.Context(), "x"))(t) }
	put("targets: [{period: 2024-11, area: \"006\"}]\n")
	r.drop("x/a.png", renditiontest.Picture(4))
	r.drop("x/b.png", renditiontest.Picture(9))
	a, b := r.slide("x/a.png"), r.slide("x/b.png")
	was := live()
	if len(was.Targets) != 1 {
		t.Fatalf("the campaign is %+v", was)
	}

	far.Store(true)
	row := put("weight: 3\n")
	if content.SightOf(live()) != content.SightOf(was) || !strings.Contains(row.Sentence.Vi, "chờ duyệt") || !strings.Contains(row.Sentence.Vi, "Mã QR không quét được") {
		t.Errorf("live is %+v, and staff are told %q", live(), row.Sentence.Vi)
	}
	d, waits := draft()
	if !waits || d.Doc.Weight != 3 || len(d.Doc.Targets) != 0 || !slices.Equal(d.By, []string{"chi", "inbox:x"}) {
		t.Errorf("waits: %v, %+v", waits, d)
	}
	r.until("a sentence lies beside it", func() bool {
		_, err := os.Stat(filepath.Join(r.Root, "x", inbox.Refused, "campaign.yaml.txt"))
		return err == nil
	})
	// What it asks for instead is nothing that the checks object to: nothing waits.
	far.Store(false)
	put("weight: 5\n")
	if _, waits := draft(); waits || live().Weight != 5 {
		t.Errorf("waits: %v; live is %+v", waits, live())
	}

	cut.Store(true)
	put("weight: 5\nfit: cover\n")
	if one := must(r.Store.SlideDraft(t.Context(), a.ID))(t); one.Live.Fit != a.Fit || one.Doc.Fit != content.Cover || one.Doc.State != content.Submitted || !slices.Contains(one.By, "chi") {
		t.Errorf("what the checks object to: %+v", one)
	}
	if now := must(r.Store.Slide(t.Context(), b.ID))(t); now.Fit != content.Cover || now.State != content.Approved {
		t.Errorf("what they do not object to: %+v", now)
	}
}
