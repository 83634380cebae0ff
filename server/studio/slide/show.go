package slide

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/crop"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/words"
)

type slideView struct {
	content.Slide // as it is stored
	Draft         content.SlideDraft
	CampaignName  string
	Author        shell.Text
	Editors       []shell.Text // the others who changed what is written
	ApprovedBy    shell.Text
	Maker         shell.Text // of the account of who approved it: one of its authors; empty: none was
	MadeMine      shell.Text // of the account of the person here: an author of the draft
	Reach         answer.Reach
	Medium        *store.Medium // of a picture or video
	Canvases      []answer.Canvas
	Missing       []need       // what the slide waits for
	Why           []reason     // else why it is not on some screens, or on all
	Held          []shell.Held // the holds that take it off
	Term, Then    shell.Text   // when it is shown, and why; and when what is written would be
	History       []shell.Act
	OwnWork       bool // the person here is one of the draft's authors
	Alone         bool // may approve their own work: nobody else ever could
	Form          content.Slide
	Words         words.Form
	Board         *boardForm         // of a board: what it shows
	Revision      content.Digest     // of what the form was filled with
	Typed         bool               // the form is filled with what was typed
	Looks         []picture.Preview  // of what was typed, where somebody without scripts asked
	Check         check              // what was found of the draft
	Seen          content.Digest     // what an approval now would be of
	AsOf          int64              // the last change that the page knows: surfaces that come later are not seen
	Differences   []shell.Difference // of a draft beside the slide
	LiveGuide     *guideForm         // of a guide that is on air, where another is written beside it
	Guide         *guideForm         // of a guide: what was typed, or else is written
	Campaigns     []care.Choice
	Numbers       bool            // the person here may add the number of the approval's document
	Off           bool            // the person here may hold it somewhere
	Later         bool            // the person here may not show it at once: that is for who stands above
	Beside        []content.Slide // the first of its campaign, in order
	Cards         care.Cards      // of a page, or the page of a card
	Making        bool            // what screens show of it is being made
	Conversion    any             // what is told of its clip meanwhile
	Sent          *store.Item     // how it waits; nil: it does not
	Prefix        string          // of the names of an approver's fields
	Pictures      string          // below which its pictures are
	about         []mandate.Subject
}

// mostBeside is how many slides of the campaign stand beside the field of a slide's order.
const mostBeside = 50

func (s *Slides) Show(c *fiber.Ctx) error {
	v, err := s.viewFor(c, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	return s.Page(c, pageSlide.Titled(shell.Same(v.Title)), v)
}

// refuse shows the slide's page, as it is now, with the sentence of what went wrong.
func (s *Slides) refuse(c *fiber.Ctx, id string, fault error) error {
	v, err := s.viewFor(c, id)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageSlide.Titled(shell.Same(v.Title)), v)
}

// refuseTyped shows it with what was typed in its form, also where nothing is wrong with that and
// it is only looked at. A guide's form is filled here; of others the shell puts back what was
// typed.
func (s *Slides) refuseTyped(c *fiber.Ctx, typed content.Slide, guide *guideForm, fault error) error {
	v, err := s.viewFor(c, typed.ID)
	if err != nil {
		return err
	}
	v.Form, v.Words, v.Typed = typed, words.Of(typed), true
	if v.Board, err = (Boards{s}).boardOf(c.UserContext(), typed); err != nil {
		return err
	}
	if guide != nil {
		v.Guide = guide
		shell.Filled(c)
	}
	if fault == nil && typed.Kind.LaidOut() {
		if v.Looks, err = s.looks(c, typed); err != nil {
			return err
		}
	}
	page := pageSlide.Titled(shell.Same(v.Title))
	if fault != nil {
		return s.Refuse(c, fault, page, v)
	}
	return s.Page(c, page, v)
}

// viewFor is a slide with what is written of it and what the person here may do to it.
func (s *Slides) viewFor(c *fiber.Ctx, id string) (slideView, error) {
	p := signin.From(c)
	v, err := s.slideView(c.UserContext(), id, p.ID)
	if err != nil {
		return v, err
	}
	v.Off = p.Partly(signin.TakeOff, v.about[0]) && !slices.ContainsFunc(v.Held, shell.Held.Everywhere)
	v.Later = !p.Above(signin.Approve, v.about)
	v.Numbers = v.Approval.OfItself() && (v.Approval.By == p.ID || p.May(signin.Accounts, mandate.City))
	if v.Cards, err = care.CardsOf(c.UserContext(), s.Store.Reader, v.Draft, p.May(signin.Edit, v.about[1])); err != nil {
		return v, err
	}
	if v.Conversion, err = s.Conversion(c, v.Draft); err != nil {
		return v, err
	}
	v.Campaigns, err = care.Campaigns(s.Shell, c, v.Form.Campaign)
	return v, err
}

// Crops are how its picture is cut for the shapes of the canvases on the page.
func (v slideView) Crops() []crop.Crop { return crop.Of(v.Form, v.Canvases) }

// About is the slide as it is, and what is written.
func (v slideView) About() []mandate.Subject { return v.about }

// slideView is a slide with what is written of it, as a person sees it.
func (s *Slides) slideView(ctx context.Context, id, me string) (v slideView, err error) {
	if v.Draft, err = s.Store.SlideDraft(ctx, id); err != nil {
		return v, err
	}
	slide, d := v.Draft.Live, v.Draft
	fill := d.Offered()
	v.Slide, v.Form, v.Words, v.Pictures = slide, fill, words.Of(fill), shell.PathSlides
	v.Revision, v.OwnWork = d.Sight(nil), slices.Contains(d.By, me)
	if v.Seen, err = sight(ctx, s.Store.Reader, d); err != nil {
		return v, err
	}
	campaigns, err := s.Store.Campaigns(ctx)
	if err != nil {
		return v, err
	}
	for _, one := range campaigns {
		if one.ID == slide.Campaign {
			v.CampaignName = one.Name
		}
	}
	v.about = []mandate.Subject{care.SlideOf(slide, campaigns), care.SlideOf(d.Doc, campaigns)}
	if v.Beside, err = s.Store.Slides(ctx, store.SlideQuery{Campaign: d.Doc.Campaign, Limit: mostBeside}); err != nil {
		return v, err
	}
	reached, err := s.reached(ctx)
	if err != nil {
		return v, err
	}
	v.Reach = reached[slide.ID]
	if v.Canvases, err = s.Pictures.Canvases(ctx); err != nil {
		return v, err
	}
	v.Canvases = slices.DeleteFunc(v.Canvases, func(c answer.Canvas) bool { return !d.Doc.Sizes.Has(c.Canvas) && !slide.Sizes.Has(c.Canvas) })
	if d.Doc.Medium.Valid() {
		m, err := s.Store.Medium(ctx, d.Doc.Medium)
		if err != nil {
			return v, err
		}
		v.Medium = &m
	}
	if v.Board, err = (Boards{s}).boardOf(ctx, fill); err != nil {
		return v, err
	}
	if err := s.fillGuides(ctx, &v); err != nil {
		return v, err
	}
	if d.Beside && d.Begun() {
		if v.Differences, err = s.Between(ctx, d.Live, d.Offered()); err != nil {
			return v, err
		}
	}
	if d.Begun() {
		if v.Check, err = checkOf(ctx, s, d.Doc); err != nil {
			return v, err
		}
	}
	if v.Missing, err = s.missing(ctx, slide); err != nil {
		return v, err
	}
	if v.Why, err = s.whyNot(ctx, slide); err != nil {
		return v, err
	}
	if v.Held, err = s.HeldBy(ctx, slide.ID); err != nil {
		return v, err
	}
	if err := s.fillTerms(ctx, &v); err != nil {
		return v, err
	}
	if v.Making, err = s.Pictures.Making(ctx, d.Doc); err != nil {
		return v, err
	}
	sent, err := s.Store.Waiting(ctx, store.DraftKey{Noun: store.NounSlide, ID: id})
	if err == nil {
		v.Sent = &sent
	} else if content.CodeOf(err) != content.NotFound {
		return v, err
	}
	if v.Alone, err = signin.Alone(ctx, s.Store.Reader, me); err != nil {
		return v, err
	}
	s.fillNames(ctx, &v)
	if v.Maker, err = s.MakerOf(ctx, slide.Approval.By, slide.Authors()); err != nil {
		return v, err
	}
	if v.MadeMine, err = s.MakerOf(ctx, me, d.By); err != nil {
		return v, err
	}
	v.History, err = s.History(ctx, store.NounSlide, slide.ID)
	return v, err
}

// fillGuides fills in the guide that is written, and the one that is on air meanwhile.
func (s *Slides) fillGuides(ctx context.Context, v *slideView) error {
	if v.Draft.Doc.Kind != content.Guide {
		return nil
	}
	written, err := s.guideOf(ctx, v.Form)
	if err != nil {
		return err
	}
	v.Guide = &written
	if v.Draft.Beside && v.Draft.Begun() {
		live, err := s.guideOf(ctx, v.Draft.Live)
		if err != nil {
			return err
		}
		v.LiveGuide = &live
	}
	return nil
}

// fillTerms fills in when the slide is shown, and when what is written would be.
func (s *Slides) fillTerms(ctx context.Context, v *slideView) error {
	on, err := s.Air.Snapshot(ctx)
	if err != nil {
		return err
	}
	v.AsOf = on.Number()
	if v.State == content.Approved {
		v.Term = care.Term(s.Shell, answer.Term(on, v.Slide, s.Now()))
	}
	if v.Draft.Begun() {
		v.Then = care.Term(s.Shell, answer.Term(on, v.Draft.Doc, s.Now()))
	}
	return nil
}

// fillNames fills in who wrote and who approved.
func (s *Slides) fillNames(ctx context.Context, v *slideView) {
	authors := v.Draft.By
	if len(authors) == 0 {
		authors = append(authors, v.Slide.Author)
	}
	last := len(authors) - 1
	v.Author, v.ApprovedBy = s.NameOf(ctx, authors[last]), s.NameOf(ctx, v.Approval.By)
	for _, one := range authors[:last] {
		v.Editors = append(v.Editors, s.NameOf(ctx, one))
	}
}

// missing names what a slide needs that is not there: until then it is not on air.
func (s *Slides) missing(ctx context.Context, slide content.Slide) (out []need, err error) {
	on, err := s.Air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	lacks, err := on.Lacks(ctx, slide)
	for _, one := range lacks {
		out = append(out, needOf(slide, one))
	}
	return out, err
}

func needOf(slide content.Slide, lack answer.Reason) need {
	switch lack.Why {
	case answer.NoDeadline:
		return need{shell.Say("Ngày giờ đếm ngược đến", "The time that it counts down to"), shell.SlidePath(slide.ID) + "#deadline"}
	case answer.OldFigures:
		return need{shell.Say("Số liệu mới: số liệu đang có đã quá cũ nên bảng tự rời màn hình",
			"New figures: those there are too old, so the board went off by itself"), shell.PathFigures}
	case answer.NoFigures:
		if slide.View == content.League || slide.View.Paged() {
			return need{shell.Say("Số liệu của các địa bàn", "Figures of the areas"), shell.PathFigures}
		}
		return need{shell.Say("Số liệu có chỉ tiêu hoặc mẫu số", "Figures with a target or a denominator"), shell.PathFigures}
	}
	if name, ok := shell.SettingNames[lack.Key]; ok {
		return need{name, shell.PathSettings + "#" + lack.Key}
	}
	return need{shell.Say("Một mục trong phần cài đặt", "A setting"), shell.PathSettings}
}

// need is something that a slide waits for, and where it can be set.
type need struct {
	Name shell.Text
	At   string
}
