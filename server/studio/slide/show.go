package slide

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

type slideView struct {
	content.Slide
	CampaignName string
	Author       shell.Text
	ApprovedBy   shell.Text
	Reach        answer.Reach
	Medium       *store.Medium // of a picture or video
	Canvases     []answer.Canvas
	Missing      []need   // what the slide waits for
	Why          []reason // else why it is not on some screens, or on all
	History      []shell.Act
	Editable     bool // its state lets it be changed
	OwnWork      bool // the person here is its author
	Alone        bool // may approve their own work: nobody else ever could
	Words        wordsForm
	Guide        *guideForm         // of a guide: what was typed, or else is stored
	Campaigns    []content.Campaign // to move it to, where it may be changed
	Beside       []content.Slide    // the first of its campaign, in order
}

// mostBeside is how many slides of the campaign stand beside the field of a slide's order.
const mostBeside = 50

func (s *Slides) Show(c *fiber.Ctx) error {
	slide, err := s.Store.Slide(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.slideView(c, slide)
	if err != nil {
		return err
	}
	return s.Page(c, pageSlide.Titled(shell.Same(slide.Title)), v)
}

// slideRefuse shows the slide's page with the sentence of what went wrong.
func (s *Slides) refuse(c *fiber.Ctx, slide content.Slide, fault error) error {
	v, err := s.slideView(c, slide)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageSlide.Titled(shell.Same(slide.Title)), v)
}

func (s *Slides) slideView(c *fiber.Ctx, slide content.Slide) (v slideView, err error) {
	ctx := c.UserContext()
	v = slideView{Slide: slide, Editable: editable(slide), Words: wordsOf(slide)}
	if v.Campaigns, err = s.Store.Campaigns(ctx); err != nil {
		return v, err
	}
	for _, one := range v.Campaigns {
		if one.ID == slide.Campaign {
			v.CampaignName = one.Name
		}
	}
	if v.Editable {
		if v.Beside, err = s.Store.Slides(ctx, store.SlideQuery{Campaign: slide.Campaign, Limit: mostBeside}); err != nil {
			return v, err
		}
	}
	reached, err := s.reached(ctx)
	if err != nil {
		return v, err
	}
	v.Reach = reached[slide.ID]
	if v.Canvases, err = s.Pictures.Canvases(ctx); err != nil {
		return v, err
	}
	if slide.Medium.Valid() {
		m, err := s.Store.Medium(ctx, slide.Medium)
		if err != nil {
			return v, err
		}
		v.Medium = &m
	}
	if slide.Kind == content.Guide {
		f, err := s.guideOf(ctx, slide)
		if err != nil {
			return v, err
		}
		v.Guide = &f
	}
	if v.Missing, err = s.missing(ctx, slide); err != nil {
		return v, err
	}
	if v.Why, err = s.whyNot(ctx, slide); err != nil {
		return v, err
	}
	if v.Alone, err = signin.Alone(ctx, s.Store.Reader, signin.From(c).ID); err != nil {
		return v, err
	}
	v.Author, v.ApprovedBy = s.NameOf(ctx, slide.Author), s.NameOf(ctx, slide.Approval.By)
	v.OwnWork = slide.Author == signin.From(c).ID
	v.History, err = s.History(ctx, store.NounSlide, slide.ID)
	return v, err
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
	case answer.NoFigures:
		if slide.View == content.League {
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

// editable says whether a slide may be changed: what was approved is on air as it was approved.
func editable(s content.Slide) bool { return s.State != content.Approved }
