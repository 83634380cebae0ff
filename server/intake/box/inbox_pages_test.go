package box

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/intake"
)

// pages are the slides of a PDF of the inbox that are on air or wait, in the order of their
// campaign.
func (r *rig) pages(file string) (all []content.Slide) {
	r.Helper()
	for _, s := range r.slides() {
		if strings.HasPrefix(s.Source, source+file+pageMark) && s.State != content.TakenOff {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b content.Slide) int { return a.Order - b.Order })
	return all
}

// The pages of a PDF in the inbox come on air in order, follow their file, and go with it.
func TestAPDFInTheInbox(t *testing.T) {
	r := newRig(t, nil)
	r.screens(image.Pt(320, 160))
	r.standing("Tây Hồ")
	r.watch()
	r.run()
	r.drop("Tây Hồ/thông báo.pdf", workertest.PDF(workertest.Pages(12, 1)...))
	r.taken("Tây Hồ/thông báo.pdf")
	first := r.pages("Tây Hồ/thông báo.pdf")
	if len(first) != 12 {
		t.Fatalf("%d pages", len(first))
	}
	for i, s := range first {
		if s.State != content.Approved || s.Title != fmt.Sprintf("thông báo (%d)", i+1) || s.Campaign != "tay-ho" || s.Source != fmt.Sprintf("inbox:Tây Hồ/thông báo.pdf#%d", i+1) {
			t.Errorf("page %d is %+v", i+1, s)
		}
		r.whole(s, image.Pt(320, 160))
	}

	r.drop("Tây Hồ/bản sao.pdf", workertest.PDF(workertest.Pages(12, 1)...))
	if f := r.taken("Tây Hồ/bản sao.pdf"); !strings.Contains(f.Sentence.Vi, "giống hệt") || len(r.pages("Tây Hồ/bản sao.pdf")) != 0 {
		t.Errorf("a copy: %+v", f)
	}
	r.no(os.Remove(filepath.Join(r.Root, "Tây Hồ", "bản sao.pdf")))
	r.until("the copy is gone", func() bool { return r.file("Tây Hồ/bản sao.pdf").State == store.Vanished })

	next := workertest.Pages(14, 1) // one page is other, and two are new
	next[3].Red = 0
	r.drop("Tây Hồ/thông báo.pdf", workertest.PDF(next...))
	r.until("there are two more", func() bool { return len(r.pages("Tây Hồ/thông báo.pdf")) == 14 })
	second := r.pages("Tây Hồ/thông báo.pdf")
	for i, s := range second {
		if s.State != content.Approved || i < 12 && s.ID != first[i].ID || i < 12 && (s.Medium == first[i].Medium) == (i == 3) {
			t.Errorf("page %d, changed, is %+v", i+1, s)
		}
	}
	r.drop("Tây Hồ/thông báo.pdf", workertest.PDF(next[:5]...))
	r.until("five are left", func() bool { return len(r.pages("Tây Hồ/thông báo.pdf")) == 5 })

	r.no(os.Rename(filepath.Join(r.Root, "Tây Hồ", "thông báo.pdf"), filepath.Join(r.Root, "Tây Hồ", "tên mới.pdf")))
	r.until("it moved", func() bool { return len(r.pages("Tây Hồ/tên mới.pdf")) == 5 })
	for i, s := range r.pages("Tây Hồ/tên mới.pdf") {
		if s.ID != first[i].ID || s.State != content.Approved {
			t.Errorf("page %d, moved, is %+v", i+1, s)
		}
	}
	r.no(os.Remove(filepath.Join(r.Root, "Tây Hồ", "tên mới.pdf")))
	r.until("all are off", func() bool { return len(r.pages("Tây Hồ/tên mới.pdf")) == 0 })

	r.drop("chờ.pdf", workertest.PDF(workertest.Pages(3, 0.5)...))
	if f := r.taken("chờ.pdf"); !strings.Contains(f.Sentence.Vi, "3 trong 3 trang") || !strings.Contains(f.Sentence.Vi, "chờ duyệt") {
		t.Errorf("staff are told %q", f.Sentence.Vi)
	}
	for _, s := range r.pages("chờ.pdf") {
		if s.State != content.Submitted {
			t.Errorf("it is %s", s.State)
		}
	}
	r.drop("khoá.pdf", workertest.LockedPDF(workertest.Pages(1, 1)...))
	r.until("it is refused", func() bool { return r.file("khoá.pdf").State == store.Refused })
	if f := r.file("khoá.pdf"); !strings.Contains(f.Sentence.Vi, "mật khẩu") {
		t.Errorf("staff are told %q", f.Sentence.Vi)
	}
}

// The pages of a PDF that is sent are drafts in order; sent again they are the same ones.
func TestAPDFThatIsSent(t *testing.T) {
	r := newRig(t, nil)
	r.screens(image.Pt(320, 160))
	from := filepath.Join(t.TempDir(), "họp dân phố.pdf")
	same := workertest.Pages(1, 1)[0]
	r.no(os.WriteFile(from, workertest.PDF(append(workertest.Pages(11, 1), same, same)...), 0o644))
	var told [][2]int
	all := must(r.Files(t.Context(), "an", intake.Upload{Path: from}, func(done, of int) { told = append(told, [2]int{done, of}) }))(t).Slides
	if len(all) != 13 || len(r.slides()) != 13 {
		t.Fatalf("%d pages, %d slides", len(all), len(r.slides()))
	}
	for i, s := range all {
		if s.State != content.Draft || s.Author != "an" || s.Kind != content.Picture || i > 0 && s.Order != all[i-1].Order+1 {
			t.Errorf("page %d is %+v", i+1, s)
		}
	}
	if len(told) != 14 || told[0] != [2]int{0, 13} || told[13] != [2]int{13, 13} {
		t.Errorf("told %v", told)
	}
	again := must(r.Files(t.Context(), "an", intake.Upload{Path: from}, func(int, int) {}))(t).Slides
	if len(r.slides()) != 13 || again[5].ID != all[5].ID || again[12].ID == again[11].ID {
		t.Errorf("sent again there are %d slides", len(r.slides()))
	}
	_, err := r.sent(intake.Upload{Path: from, Slide: all[2].ID})
	if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "13 trang") {
		t.Errorf("thirteen pages for one slide: %v", err)
	}
	r.no(os.WriteFile(from, workertest.PDF(workertest.Sheet{Blue: 1}), 0o644))
	s, err := r.sent(intake.Upload{Path: from, Slide: all[2].ID})
	if err != nil || s.ID != all[2].ID || s.Medium == all[2].Medium {
		t.Errorf("one page for a slide: %+v, %v", s, err)
	}
}
