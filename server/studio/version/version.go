// Package version is the room of the versions of a slide that were approved: who wrote and approved
// which, how one comes back, and the number of a document that came after the approval.
//
// It owns which lines of the log are versions. What is restored is a draft: it must put nothing on
// air, which takes an approval like any other change.
package version

import (
	"context"
	"embed"
	"encoding/json"
	"html/template"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var page = shell.Page{Name: "versions"}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "version", Files: files, Pages: []shell.Page{page},
	Done: map[string]shell.Text{
		"numbered": shell.Say("Đã ghi số văn bản.", "The number of the document was added."),
		"restored": shell.Say("Đã khôi phục thành bản nháp. Bản đang chiếu giữ nguyên đến khi có người duyệt.", "Restored as a draft. What is on air stays until somebody approves."),
	},
}

// Versions answers for versions of slides.
type Versions struct {
	*shell.Shell
	pictures *picture.Pictures
	between  Between
}

// Between says what changed from one version of a slide to another.
type Between func(ctx context.Context, before, after content.Slide) ([]shell.Difference, error)

// New answers within a shell that has the room.
func New(s *shell.Shell, pictures *picture.Pictures, between Between) *Versions {
	return &Versions{s, pictures, between}
}

// Lines of the log that are looked through, and versions that are shown.
const (
	mostLines = 1000
	mostShown = 20
)

// approved is a version as it was approved.
type approved struct {
	Number int64     // of the change
	At     time.Time // of the approval
	Slide  content.Slide
}

// versionsOf are the approved versions of a slide, the newest first. One that was approved again as
// it was, or taken off and put back, is the same; so is one that a campaign.yaml shows in another
// fit since, which nobody approved anew.
func versionsOf(ctx context.Context, r store.Reader, id string) (out []approved, err error) {
	lines, err := r.ChangesOf(ctx, store.NounSlide, id, 0, mostLines)
	for _, l := range slices.Backward(lines) {
		var one content.Slide
		if err := json.Unmarshal(l.Detail, &one); err != nil || one.ID != id || one.State != content.Approved {
			continue // what a line says of a draft or of an end is something else
		}
		if n := len(out); n > 0 {
			switch last := &out[n-1]; {
			case sightOf(last.Slide) == sightOf(one):
				if l.Verb == store.VerbNumber {
					last.Slide.Approval.Document = one.Approval.Document
				}
				continue
			case sameApproval(last.Slide.Approval, one.Approval):
				last.Number, last.Slide = l.Number, one
				continue
			}
		}
		when := l.At
		if one.Approval.OfItself() && !one.Approval.At.IsZero() {
			when = one.Approval.At
		}
		out = append(out, approved{l.Number, when, one})
	}
	slices.Reverse(out)
	return out, err
}

// sightOf is what somebody sees of a slide, whatever its place in the sequence.
func sightOf(s content.Slide) content.Digest {
	s.Order = 0
	return content.SightOf(s.Document())
}

// sameApproval says whether two approvals are one: somebody's of this slide, at one instant. A standing
// approval and a form are given once for many versions.
func sameApproval(a, b content.Approval) bool {
	return a.OfItself() && b.OfItself() && !a.At.IsZero() && a.By == b.By && a.At.Equal(b.At)
}

// view is the versions of a slide.
type view struct {
	Slide    content.Slide
	Versions []row
	More     int // older ones that are not shown
	Writing  bool
}

// row is a version.
type row struct {
	approved
	Live       bool // it is on air
	Gone       bool // its file was removed: it cannot be restored
	Authors    []shell.Text
	ApprovedBy shell.Text
	Campaign   string
	Image      template.URL       // "": it cannot be drawn any more
	Changed    []shell.Difference // from the version before
}

// List shows the versions of a slide.
func (s *Versions) List(c *fiber.Ctx) error {
	d, err := s.Store.SlideDraft(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	return s.list(c, d, nil)
}

func (s *Versions) list(c *fiber.Ctx, d content.SlideDraft, fault error) error {
	v, err := s.view(c.UserContext(), d)
	if err != nil {
		return err
	}
	titled := page.Titled(shell.Textf("Các bản đã duyệt: %s", "Approved versions: %s", d.Live.Title))
	if fault != nil {
		return s.Refuse(c, fault, titled, v)
	}
	return s.Page(c, titled, v)
}

func (s *Versions) view(ctx context.Context, d content.SlideDraft) (view, error) {
	v := view{Slide: d.Live, Writing: writing(d)}
	all, err := versionsOf(ctx, s.Store.Reader, d.ID)
	if err != nil {
		return v, err
	}
	v.More = max(len(all)-mostShown, 0)
	for i, one := range all[:len(all)-v.More] {
		r := row{approved: one, Live: i == 0 && d.Live.State == content.Approved, ApprovedBy: s.NameOf(ctx, one.Slide.Approval.By)}
		for _, who := range one.Slide.Authors() {
			r.Authors = append(r.Authors, s.NameOf(ctx, who))
		}
		if campaign, err := s.Store.Campaign(ctx, one.Slide.Campaign); err == nil {
			r.Campaign = campaign.Name
		}
		if r.Gone, err = gone(ctx, s.Store.Reader, one.Slide); err != nil {
			return v, err
		}
		if drawn, err := s.pictures.Draw(ctx, one.Slide, picture.Thumb); err == nil {
			r.Image = drawn.Inline()
		}
		v.Versions = append(v.Versions, r)
	}
	for i := range v.Versions {
		if i+1 == len(all) || v.Versions[i].Gone || i+1 < len(v.Versions) && v.Versions[i+1].Gone {
			continue
		}
		if v.Versions[i].Changed, err = s.between(ctx, all[i+1].Slide, all[i].Slide); err != nil {
			return v, err
		}
	}
	return v, nil
}

// gone says whether the file of a version is kept no more.
func gone(ctx context.Context, r store.Reader, s content.Slide) (bool, error) {
	for _, medium := range s.Media() {
		_, err := r.Medium(ctx, medium)
		if content.CodeOf(err) == content.NotFound {
			return true, nil
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

// writing says whether something is being written that a restored version would take the place of.
func writing(d content.SlideDraft) bool {
	return d.Beside && d.Begun() || d.Live.State == content.Draft || d.Live.State == content.Submitted
}

// numberOf is the number of a version as an address has it; 0, which is none, where it has no
// number.
func numberOf(c *fiber.Ctx) int64 {
	n, err := strconv.ParseInt(shell.Param(c, "number"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
