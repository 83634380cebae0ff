package box

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/content/preflight"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/intake/standing"
	"ngatu/server/rendition/renditiontest"
)

// objectingIn finds a code that does not scan on what is wrong.
func objectingIn(wrong func(content.Slide, content.Campaign) bool) standing.CheckIn {
	return func(_ context.Context, slides []content.Slide, in content.Campaign) ([][]preflight.Finding, error) {
		out := make([][]preflight.Finding, len(slides))
		for i, s := range slides {
			if wrong(s, in) {
				out[i] = []preflight.Finding{{Rule: preflight.Rule("code"), Level: preflight.Error, Vi: "Mã QR không quét được.", En: "The code does not scan."}}
			}
		}
		return out, nil
	}
}

// answered makes a standing approval of the folder x: chi answers for it.
func (r *rig) answered() {
	r.Helper()
	r.no(changed(r.Store.Change(r.Context(), "an", func(tx *store.Tx) error {
		return tx.PutStanding(r.Context(), content.Standing{ID: "st", Folder: "x", Editor: "chi", By: "an", At: tx.Time()})
	})))
}

// settings drops the campaign.yaml of the folder x, and waits until it is read.
func (r *rig) settings(text string) store.InboxFile {
	r.Helper()
	r.drop("x/campaign.yaml", []byte(text))
	r.until("it is read: "+text, func() bool {
		f := r.file("x/campaign.yaml")
		return f.State == store.Taken && f.Digest == content.DigestOf([]byte(text))
	})
	return r.file("x/campaign.yaml")
}

// What somebody wrote of a campaign stays where its file asks for something too: the file changes
// what it says otherwise than the campaign, and sends nothing to the desk in their name.
func TestACampaignFileKeepsWhatPeopleWrote(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.CheckIn = objectingIn(func(_ content.Slide, in content.Campaign) bool { return len(in.Targets) == 0 })
	})
	r.answered()
	r.watch()
	r.settings("weight: 2\ntargets: [{period: 2024-11, area: \"006\"}]\n")
	r.drop("x/a.png", renditiontest.Picture(4))
	r.slide("x/a.png")
	live := must(r.Store.Campaign(t.Context(), "x"))(t)
	until := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	r.no(changed(r.Store.Change(t.Context(), "minh", func(tx *store.Tx) error {
		theirs := live
		theirs.Name, theirs.Detached, theirs.Valid = "Của Minh", true, hours.Span{Until: until}
		d := content.DraftOf[content.Campaign]{ID: "x"}.Saved(theirs, live, "minh", tx.Time())
		d, err := d.Back("Chưa rõ ngày.")
		return errors.Join(err, tx.PutCampaignDraft(t.Context(), d))
	})))

	r.settings("weight: 5\n")
	d := must(r.Store.CampaignDraft(t.Context(), "x"))(t)
	if d.Doc.Name != "Của Minh" || !d.Doc.Detached || !d.Doc.Valid.Until.Equal(until) || d.Doc.Weight != 5 || len(d.Doc.Targets) != 0 {
		t.Errorf("what waits is %+v", d.Doc)
	}
	if !d.Kept || d.Returned != "Chưa rõ ngày." || d.Author() != "minh" || !slices.Equal(d.By, []string{"chi", "inbox:x", "minh"}) {
		t.Errorf("given back: %v, %q, by %q", d.Kept, d.Returned, d.By)
	}
	r.settings("weight: 2\ntargets: [{period: 2024-11, area: \"006\"}]\n\n")
	if d := must(r.Store.CampaignDraft(t.Context(), "x"))(t); d.Doc.Name != "Của Minh" {
		t.Errorf("put back, the file has thrown away %+v", d.Doc)
	}
}

// How slides would be shown waits only while the file asks for it, and while their own files are
// there.
func TestWhatACampaignFileAsksForNoMoreIsWithdrawn(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Check = objecting
		o.CheckIn = objectingIn(func(s content.Slide, _ content.Campaign) bool {
			return s.Fit == content.Cover || s.Dwell == 20*time.Second
		})
	})
	r.answered()
	r.watch()
	r.drop("x/a.jpg", renditiontest.Photograph(320, 180))
	a := r.slide("x/a.jpg")
	draft := func() content.SlideDraft { return must(r.Store.SlideDraft(t.Context(), a.ID))(t) }

	if says := r.settings("dwell: 20s\n").Sentence.Vi; !strings.Contains(says, "các tấm khác theo ngay “fit” và “dwell”") || !strings.Contains(says, "Tấm “"+a.Title+"”: ") {
		t.Errorf("beside the file stands %q", says)
	}
	if d := draft(); d.Doc.Dwell != 20*time.Second || d.Live.Dwell == d.Doc.Dwell || d.Doc.State != content.Submitted {
		t.Errorf("for longer: %+v", d)
	}
	r.settings("name: X\n")
	if d := draft(); d.Begun() {
		t.Errorf("put back, it still waits: %+v", d.Doc)
	}

	r.settings("name: X\nfit: cover\n")
	r.drop("x/a.jpg", renditiontest.Photograph(160, 90))
	r.until("the new file waits", func() bool { return draft().Doc.Medium != a.Medium })
	r.settings("name: Y\n")
	if d := draft(); d.Doc.Medium == a.Medium || d.Doc.Fit == content.Cover || d.Doc.State != content.Submitted {
		t.Errorf("the new file waits as %+v", d.Doc)
	}

	r.settings("name: Y\nfit: cover\n")
	r.no(os.Remove(filepath.Join(r.Root, "x", "a.jpg")))
	r.until("it is off", func() bool { return draft().Live.State == content.TakenOff })
	if d := draft(); d.Beside {
		t.Errorf("its file is gone, and beside it waits %+v", d.Doc)
	}
}

// What changes while the checks look is looked at again before it is shown otherwise.
func TestACampaignFileShowsNothingUnchecked(t *testing.T) {
	var r *rig
	var seen atomic.Value
	first := true
	r = newRig(t, func(o *Options) {
		o.Check = func(context.Context, content.Slide, store.Medium, *media.Opened) ([]preflight.Finding, error) {
			return nil, nil
		}
		o.CheckIn = func(_ context.Context, slides []content.Slide, _ content.Campaign) ([][]preflight.Finding, error) {
			was := first
			first = false
			for _, s := range slides {
				seen.Store(s.Title)
				if !was {
					continue
				}
				s.Title, s.Fit = "Đổi giữa chừng", content.Contain
				if _, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error { return tx.PutSlide(t.Context(), s) }); err != nil {
					return nil, err
				}
			}
			return make([][]preflight.Finding, len(slides)), nil
		}
	})
	r.answered()
	r.watch()
	r.run()
	r.drop("x/a.png", renditiontest.Picture(4))
	r.slide("x/a.png")
	r.settings("fit: cover\n")
	if said, _ := seen.Load().(string); !strings.HasPrefix(said, "Đổi") || r.slide("x/a.png").Fit != content.Cover {
		t.Errorf("the checks saw %q last, shown is %+v", said, r.slide("x/a.png"))
	}
}
