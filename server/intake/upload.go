package intake

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// Upload is a picture or clip that somebody sends, with what is said about it.
type Upload struct {
	Name     string      // of the file as it was called; its ending must fit what it is
	Path     string      // where it lies on this machine; or else Reader
	Reader   io.ReaderAt // its bytes, Size of them
	Size     int64
	Slide    string // ID: it takes the place of this slide's, as a draft; "": it is a slide of its own
	Campaign string // ID; "": the default campaign
	Title    string // what staff see; "": made from Name
	Fit      content.Fit
	FocusX   float64 // with FocusY: the point that Cover keeps, 0 to 1; both 0: the middle
	FocusY   float64
	AI       Answer // whether AI made or altered it
	// May refuses (Denied) a slide that the sender may not make there, or answer for, in the change that
	// makes it; nil: they may.
	May func(context.Context, *store.Tx, content.Slide) error
	// Fits is asked first in the change that makes something, and what it gives last: that refuses what
	// was made where it is too much, and hears the slide whose file it takes the place of, as it was, or
	// nil. nil: nothing is too much.
	Fits func(context.Context, store.Reader) (after func(context.Context, store.Reader, *content.SlideDraft) error, err error)
	// Note hears what was made, last in the change that makes it; nil: nobody does. What was there
	// already is made by no change.
	Note func(context.Context, *store.Tx, Made) error

	Author string // staff ID of whom it counts as; "": of who sends it
	AtOnce bool   // it cuts in from now; for a draft whoever approves it sets the instant again
}

// Made is what became of a file.
type Made struct {
	Slides  []content.Slide
	Notices []store.Notice // what staff should know of the file, beside what is noted of its media
	// Known are slides that showed the same bytes before, in any campaign, as they were: also the one
	// of Slides that the file did not make anew.
	Known []content.Slide
	fresh []content.Slide // of Slides, those that were made now
}

// Files takes a picture or clip in as a draft in its campaign, or as a draft of a slide that shows
// another one: beside it, where that is on air. Of a PDF each page becomes such a draft, and of a
// deck or a text its words and pictures do, in order and all at once, or none does; tell hears how
// many pages are done, of how many. It returns when the slides, their originals and their
// renditions for every canvas in use are on disk; a clip that has to be converted gets its
// renditions from [rendition.Maker.Run]. The same bytes fitted alike in the same campaign are one
// slide, which is returned as it is unless it was taken off, or the sender may not change it. who is named in the log: a staff ID,
// or what acted.
//
// A file that cannot be shown is a [content.Error] for staff with code Invalid or TooLarge;
// NotFound where there is no such campaign.
func (in *Intake) Files(ctx context.Context, who string, u Upload, tell func(done, of int)) (Made, error) {
	if u.Path != "" {
		f, err := os.Open(u.Path)
		if err != nil {
			return Made{}, unreadable(u.Path, err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil || !info.Mode().IsRegular() {
			return Made{}, unreadable(u.Path, err)
		}
		u.Reader, u.Size = f, info.Size()
		if u.Name == "" {
			u.Name = path.Base(u.Path)
		}
	}
	if u.Reader == nil || u.Size < 0 {
		return Made{}, unreadable(u.Name, nil)
	}
	kind, err := media.DocumentOf(u.Name, u.Reader, u.Size)
	switch {
	case err != nil:
		return Made{}, err
	case kind != media.NoDocument:
		return in.document(ctx, who, u, kind, tell)
	}
	made, err := in.upload(ctx, who, u)
	if errors.Is(err, errDouble) {
		err = nil
	}
	if err != nil {
		return Made{}, err
	}
	return made, nil
}

// errDouble ends a change that would have made a slide which is there already.
var errDouble = errors.New("intake: the slide is there already")

func (in *Intake) upload(ctx context.Context, who string, u Upload) (made Made, err error) {
	t, err := in.Renditions.Take(ctx, u.Name, u.Reader, u.Size)
	if err != nil {
		return made, err
	}
	defer t.Close()
	if u.Slide != "" {
		s, err := in.instead(ctx, who, u, t)
		return Made{Slides: []content.Slide{s}}, err
	}
	s := in.Draft(u, t.Medium)
	s.Author, s.Source = cmp.Or(u.Author, who), "studio"
	if s.Label, err = Label(ctx, in.Store.Reader, u.AI, t.Medium); err != nil {
		return made, err
	}
	err = in.Renditions.Publish(ctx, who, t, s, false, func(tx *store.Tx) error {
		fits, err := u.fits(ctx, tx)
		if err != nil {
			return err
		}
		others, err := tx.SlidesWith(ctx, s.Medium)
		if err != nil {
			return err
		}
		made = Made{}
		made.know(others)
		same, ok, err := u.same(ctx, tx, others, s, nil)
		if ok {
			s = same
			return errDouble
		}
		if err != nil {
			return err
		}
		if err := in.OpenCampaign(ctx, tx, s.Campaign); err != nil {
			return err
		}
		if err := u.may(ctx, tx, s); err != nil {
			return err
		}
		if s.Order, err = tx.NextOrder(ctx, s.Campaign); err != nil {
			return err
		}
		if u.AtOnce {
			s.AtOnce = tx.Time()
		}
		if err := tx.PutSlide(ctx, s); err != nil {
			return err
		}
		if err := fits(nil); err != nil {
			return err
		}
		made.Slides = []content.Slide{s}
		return u.note(ctx, tx, made)
	})
	made.Slides = []content.Slide{s}
	return made, err
}

// Draft is the slide that an upload makes.
func (in *Intake) Draft(u Upload, m store.Medium) content.Slide {
	s := content.Slide{
		ID: newID(), Campaign: u.Campaign, Kind: m.Kind, Title: u.Title, Medium: m.Digest,
		Fit: u.Fit, FocusX: u.FocusX, FocusY: u.FocusY, State: content.Draft,
	}
	if s.Campaign == "" {
		s.Campaign = in.DefaultCampaign
	}
	if s.Title == "" {
		s.Title = titleOf(u.Name)
	}
	if s.Fit == "" {
		s.Fit = content.Contain
	}
	if s.FocusX == 0 && s.FocusY == 0 {
		s.FocusX, s.FocusY = 0.5, 0.5
	}
	return s
}

func (u Upload) may(ctx context.Context, tx *store.Tx, s content.Slide) error {
	if u.May == nil {
		return nil
	}
	return u.May(ctx, tx, s)
}

// fits is asked before a change writes anything, and what it gives once all is written.
func (u Upload) fits(ctx context.Context, tx *store.Tx) (after func(was *content.SlideDraft) error, err error) {
	if u.Fits == nil {
		return func(*content.SlideDraft) error { return nil }, nil
	}
	refuse, err := u.Fits(ctx, tx.Reader)
	return func(was *content.SlideDraft) error { return refuse(ctx, tx.Reader, was) }, err
}

func (u Upload) note(ctx context.Context, tx *store.Tx, made Made) error {
	if u.Note == nil {
		return nil
	}
	return u.Note(ctx, tx, made)
}

// same finds, among others, a slide that shows the same bytes in the same way in the same campaign,
// or says the same there, and is not used for others. One that the sender may not change is none:
// they could do nothing with it.
func (u Upload) same(ctx context.Context, tx *store.Tx, others []content.Slide, s content.Slide, used map[string]bool) (same content.Slide, found bool, err error) {
	for _, o := range others {
		if o.Campaign != s.Campaign || o.State == content.TakenOff || !alike(o, s) || used[o.ID] {
			continue
		}
		if err = u.may(ctx, tx, o); content.CodeOf(err) != content.Denied {
			return o, err == nil, err
		}
	}
	return s, false, nil
}

// alike says whether two slides of the same bytes fit them alike with the label that b has, and two of none say the same.
func alike(a, b content.Slide) bool {
	if b.Medium != "" {
		return a.FitKey() == b.FitKey() && slices.Equal(a.Focuses, b.Focuses) && (b.Label == "" || a.Label == b.Label)
	}
	return a.Kind == b.Kind && a.Style == b.Style && a.Words.Head == b.Words.Head && reflect.DeepEqual(a.Words, b.Words)
}

func newID() string { return "s-" + strings.ToLower(rand.Text()[:16]) }

// titleOf makes a title of a file's name: without its ending, underlines and dashes as spaces.
func titleOf(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = norm.NFC.String(strings.ToValidUTF8(strings.TrimSuffix(name, path.Ext(name)), ""))
	name = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' {
			return ' '
		}
		if !unicode.IsPrint(r) && r != ' ' { // also characters that turn the direction of writing
			return -1
		}
		return r
	}, name)
	if name = strings.Join(strings.Fields(name), " "); name == "" {
		return "?"
	}
	return name
}

func unreadable(name string, err error) error {
	return &content.Error{
		Code: content.Invalid, Err: err,
		Vi: "Không đọc được tệp “" + name + "”. Hãy kiểm tra đường dẫn và quyền đọc.",
		En: "The file “" + name + "” cannot be read. Check its path and that it may be read.",
	}
}
