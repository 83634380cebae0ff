package intake

import (
	"bytes"
	"context"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// demo are the canvases of the five screens of the demonstration.
var demo = []image.Point{{X: 432, Y: 216}, {X: 192, Y: 96}, {X: 320, Y: 160}, {X: 1920, Y: 1080}, {X: 1080, Y: 1920}}

func upload(name string, b []byte) Upload {
	return Upload{Name: name, Reader: bytes.NewReader(b), Size: int64(len(b))}
}

func TestPictureBecomesADraft(t *testing.T) {
	r := newRig(t, nil)
	r.screens(demo...)
	u := upload("Cài_đặt-iHanoi.jpg", photograph(900, 700))
	u.Fit, u.FocusX, u.FocusY = content.Cover, 0.25, 0.75
	s := must(r.File(t.Context(), "binh", u))(t)
	if s.State != content.Draft || s.Title != "Cài đặt iHanoi" || s.Author != "binh" || s.Campaign != DefaultCampaign || s.FitKey() != "cover:0.25,0.75" {
		t.Fatalf("the slide is %+v", s)
	}
	stored := must(r.Store.Slide(t.Context(), s.ID))(t)
	r.whole(stored, demo...)
	if m := must(r.Store.Medium(t.Context(), s.Medium))(t); m.Width != 900 || m.Height != 700 || m.Name != "Cài_đặt-iHanoi.jpg" {
		t.Errorf("the medium is %+v", m)
	}

	again := must(r.File(t.Context(), "binh", u))(t)
	if again.ID != s.ID || len(r.slides()) != 1 {
		t.Errorf("the same upload became a second slide")
	}
	u.FocusX = 0.5
	if other := must(r.File(t.Context(), "binh", u))(t); other.ID == s.ID {
		t.Error("another cut of the picture is another slide")
	}
}

func TestVideoOnlyWhereItMayRun(t *testing.T) {
	r := newRig(t, nil)
	r.screens(demo...)
	path, err := filepath.Abs("../../internal/media/testdata/plain.mp4")
	r.no(err)
	s := must(r.File(t.Context(), "binh", Upload{Path: path}))(t)
	if s.Kind != content.Video || s.Title != "plain" {
		t.Fatalf("the slide is %+v", s)
	}
	have := must(r.Store.Renditions(t.Context(), s.Medium))(t)
	for _, one := range have {
		if one.Width < 500 {
			t.Errorf("a street screen has a rendition of a clip: %+v", one)
		}
	}
	if media.CanPoster() {
		r.whole(s, demo[3], demo[4])
	}
}

func TestRefusedUploadLeavesNothing(t *testing.T) {
	r := newRig(t, nil)
	r.screens(demo[0])
	for name, b := range map[string][]byte{"logo.svg": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "cut.png": picture(9)[:60]} {
		_, err := r.File(t.Context(), "binh", upload(name, b))
		if content.CodeOf(err) != content.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.File(t.Context(), "binh", Upload{Path: filepath.Join(r.dir, "none.png")}); content.CodeOf(err) != content.Invalid {
		t.Errorf("a missing file: %v", err)
	}
	u := upload("a.png", picture(3))
	u.Campaign = "nobody"
	if _, err := r.File(t.Context(), "binh", u); content.CodeOf(err) != content.NotFound {
		t.Errorf("a campaign that is not there: %v", err)
	}
	if n := len(r.slides()); n != 0 {
		t.Errorf("%d slides of refused files", n)
	}
}

func TestCompleteMakesUpForWhatIsMissing(t *testing.T) {
	r := newRig(t, nil)
	r.screens(demo[0])
	picture := must(r.File(t.Context(), "binh", upload("a.jpg", photograph(300, 200))))(t)
	clip := must(r.File(t.Context(), "binh", upload("b.mp4", must(os.ReadFile("../../internal/media/testdata/plain.mp4"))(t))))(t)
	r.screens(demo[:4]...) // more screens, the first one monitor among them
	_, err := r.Store.Change(t.Context(), "binh", func(tx *store.Tx) error {
		picture.Fit, picture.FocusX, picture.FocusY = content.Cover, 0.1, 0.9 // and a focal point that moved
		return tx.PutSlide(t.Context(), picture)
	})
	r.no(err)
	r.no(r.Complete(t.Context()))
	r.whole(picture, demo[:4]...)
	r.whole(clip, demo[3])
	before := must(r.Store.LastChange(t.Context()))(t)
	r.no(r.Complete(t.Context()))
	if after := must(r.Store.LastChange(t.Context()))(t); after != before {
		t.Error("what is complete was made again")
	}
}

// What is remembered of the canvases holds while no screen changes, and not a moment longer.
func TestANewCanvasIsSeenAtOnce(t *testing.T) {
	r := newRig(t, nil)
	before := must(r.canvases(t.Context()))(t)
	r.screens(demo[1])
	after := must(r.canvases(t.Context()))(t)
	at := func(all []size) bool {
		return slices.ContainsFunc(all, func(s size) bool { return s.width == demo[1].X && s.height == demo[1].Y })
	}
	if at(before) || !at(after) {
		t.Errorf("from %v to %v", before, after)
	}
	r.no(r.Complete(t.Context()))
	if _, err := r.File(t.Context(), "binh", upload("a.png", picture(5))); err != nil { // a change of something else
		t.Fatal(err)
	}
	u := must(r.canvases(t.Context()))(t)
	if !slices.Equal(u, after) {
		t.Errorf("then %v", u)
	}
}

func TestRunHearsOfANewScreen(t *testing.T) {
	r := newRig(t, nil)
	s := must(r.File(t.Context(), "binh", upload("a.png", picture(5))))(t)
	ring := make(chan struct{}, 1)
	r.Store.OnChange(func() {
		select {
		case ring <- struct{}{}:
		default:
		}
	})
	ended := make(chan struct{})
	ctx, stop := withCancel(t)
	go func() { defer close(ended); r.Run(ctx, ring) }()
	defer func() { stop(); <-ended }()
	r.screens(demo[1])
	r.until("the rendition is there", func() bool {
		_, err := r.Store.Rendition(t.Context(), s.Medium, demo[1].X, demo[1].Y, s.StillKey())
		return err == nil
	})
	r.whole(s, demo[1])
}

// A slide on air never lacks a rendition for a moment because its fit or its picture changes.
func TestNothingGoesDarkBetween(t *testing.T) {
	r := newRig(t, nil)
	r.screens(demo...)
	r.standing("")
	r.watch()
	r.drop("x/a.jpg", photograph(1200, 800))
	s := r.slide("x/a.jpg")
	r.until("all stills are there", func() bool { return len(must(r.Store.Renditions(t.Context(), s.Medium))(t)) == 2*len(demo) })
	dark := make(chan string, 100)
	r.Store.OnChange(func() {
		s, err := r.Store.Slide(context.Background(), s.ID)
		if err != nil {
			return
		}
		for _, on := range demo {
			if _, err := r.Store.Rendition(context.Background(), s.Medium, on.X, on.Y, s.FitKey()); err != nil {
				dark <- s.FitKey() + " " + on.String()
			}
		}
	})
	r.drop("x/campaign.yaml", []byte("fit: cover\n"))
	r.until("the fit is changed", func() bool { return r.slide("x/a.jpg").Fit == content.Cover })
	r.drop("x/a.jpg", photograph(1300, 800))
	r.until("the picture is changed", func() bool { return r.slide("x/a.jpg").Medium != s.Medium })
	select {
	case what := <-dark:
		t.Errorf("there was a change after which it lacked %s", what)
	default:
	}
}
