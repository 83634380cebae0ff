package intake

import (
	"bytes"
	"path/filepath"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/server/rendition/renditiontest"
)

func upload(name string, b []byte) Upload {
	return Upload{Name: name, Reader: bytes.NewReader(b), Size: int64(len(b))}
}

func TestPictureBecomesADraft(t *testing.T) {
	r := newRig(t)
	r.screens(renditiontest.Demo...)
	u := upload("Cài_đặt-iHanoi.jpg", renditiontest.Photograph(900, 700))
	u.Fit, u.FocusX, u.FocusY = content.Cover, 0.25, 0.75
	s := must(r.File(t.Context(), "binh", u))(t)
	if s.State != content.Draft || s.Title != "Cài đặt iHanoi" || s.Author != "binh" || s.Campaign != DefaultCampaign || s.FitKey() != "cover:0.25,0.75" {
		t.Fatalf("the slide is %+v", s)
	}
	stored := must(r.Store.Slide(t.Context(), s.ID))(t)
	r.whole(stored, renditiontest.Demo...)
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
	r := newRig(t)
	r.screens(renditiontest.Demo...)
	path, err := filepath.Abs("../../internal/media/testdata/plain.mp4")
	if err != nil {
		t.Fatal(err)
	}
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
		r.whole(s, renditiontest.Demo[3], renditiontest.Demo[4])
	}
}

func TestRefusedUploadLeavesNothing(t *testing.T) {
	r := newRig(t)
	r.screens(renditiontest.Demo[0])
	for name, b := range map[string][]byte{"logo.svg": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "cut.png": renditiontest.Picture(9)[:60]} {
		_, err := r.File(t.Context(), "binh", upload(name, b))
		if content.CodeOf(err) != content.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.File(t.Context(), "binh", Upload{Path: filepath.Join(r.dir, "none.png")}); content.CodeOf(err) != content.Invalid {
		t.Errorf("a missing file: %v", err)
	}
	u := upload("a.png", renditiontest.Picture(3))
	u.Campaign = "nobody"
	if _, err := r.File(t.Context(), "binh", u); content.CodeOf(err) != content.NotFound {
		t.Errorf("a campaign that is not there: %v", err)
	}
	if n := len(r.slides()); n != 0 {
		t.Errorf("%d slides of refused files", n)
	}
}
