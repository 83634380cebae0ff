package studio

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

type slideView struct {
	content.Slide
	CampaignName string
	Author       string
	ApprovedBy   string
	Reach        reach
	Medium       *store.Medium // of a picture or video
	Canvases     []shown
	Missing      []text // settings that the slide waits for
	Figures      *text  // figures that a board waits for
	History      []act
	Editable     bool // its state lets it be changed
	OwnWork      bool // the person here is its author
	Alone        bool // the one account there is: may approve its own
	Words        wordsForm
	Guide        *guideForm         // of a guide: what was typed, or else is stored
	Campaigns    []content.Campaign // to move it to, where it may be changed
	Beside       []content.Slide    // the first of its campaign, in order
}

// mostBeside is how many slides of the campaign stand beside the field of a slide's order.
const mostBeside = 50

// act is a line of what was done to a slide.
type act struct {
	At   string
	Who  string
	What text
}

func (s *Studio) slideShow(c *fiber.Ctx) error {
	slide, err := s.Store.Slide(c.UserContext(), param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.slideView(c, slide)
	if err != nil {
		return err
	}
	return s.show(c, "slide", text{Vi: slide.Title}, v)
}

// slideRefuse shows the slide's page with the sentence of what went wrong.
func (s *Studio) slideRefuse(c *fiber.Ctx, slide content.Slide, fault error) error {
	v, err := s.slideView(c, slide)
	if err != nil {
		return err
	}
	return s.refuse(c, fault, "slide", text{Vi: slide.Title}, v)
}

func (s *Studio) slideView(c *fiber.Ctx, slide content.Slide) (v slideView, err error) {
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
	if v.Canvases, err = s.canvases(ctx); err != nil {
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
	if v.Figures, err = s.missingFigures(ctx, slide); err != nil {
		return v, err
	}
	if v.Alone, err = s.alone(ctx, s.Store.Reader); err != nil {
		return v, err
	}
	v.Author, v.ApprovedBy = s.nameOf(ctx, slide.Author), s.nameOf(ctx, slide.Approval.By)
	v.OwnWork = slide.Author == signin.From(c).ID
	v.History, err = s.history(ctx, slide.ID)
	return v, err
}

// missing names what a slide needs that is not set: until then it is not on air.
func (s *Studio) missing(ctx context.Context, slide content.Slide) (out []text, err error) {
	for _, need := range slide.Needs {
		_, err := s.Store.Setting(ctx, need)
		if err == nil {
			continue
		}
		if content.CodeOf(err) != content.NotFound {
			return nil, err
		}
		name := text{Vi: need}
		if need == needDeadline {
			name = text{"Hạn của chiến dịch", "The campaign's deadline"}
		}
		for _, f := range settingFields {
			if f.Key == need {
				name = f.Name
			}
		}
		out = append(out, name)
	}
	return out, nil
}

// missingFigures names the figures that a board waits for; nil where it has them, and for what is no board.
func (s *Studio) missingFigures(ctx context.Context, slide content.Slide) (*text, error) {
	if slide.Kind != content.Board {
		return nil, nil
	}
	boards, err := s.Air.Figured(ctx, s.Store.Reader, []content.Slide{slide})
	if err != nil || (content.Library{Boards: boards}).Figured(slide) {
		return nil, err
	}
	if slide.View == content.League {
		return &text{"Số liệu của các địa bàn", "Figures of the areas"}, nil
	}
	return &text{"Số liệu có chỉ tiêu hoặc mẫu số", "Figures with a target or a denominator"}, nil
}

// alone says whether the installation has a single account, which may then approve its own work.
func (s *Studio) alone(ctx context.Context, r store.Reader) (bool, error) {
	n, err := r.CountStaff(ctx)
	return n == 1, err
}

// editable says whether a slide may be changed: what was approved is on air as it was approved.
func editable(s content.Slide) bool { return s.State != content.Approved }

// nameOf is what people call whoever acted.
func (s *Studio) nameOf(ctx context.Context, who string) string {
	if p, err := s.Store.Staff(ctx, who); err == nil {
		return p.Name
	}
	kind, rest, _ := strings.Cut(who, ":")
	switch kind {
	case "inbox":
		return "Hộp thư · inbox " + rest
	case "starter":
		return "Bộ mẫu · starter"
	case "token":
		return "API " + rest
	}
	return who
}

// pastActs is how many lines of history a page shows.
const pastActs = 30

var verbs = map[string]text{
	"create":   {"tạo", "made"},
	"change":   {"sửa", "changed"},
	"submit":   {"gửi duyệt", "submitted"},
	"approve":  {"duyệt", "approved"},
	"take_off": {"gỡ xuống", "took off"},
	"draft":    {"chuyển về bản nháp", "made a draft again"},
	"delete":   {"xóa", "deleted"},
}

func (s *Studio) history(ctx context.Context, id string) ([]act, error) {
	changes, err := s.Store.ChangesOf(ctx, "slide", id, 0, pastActs)
	if err != nil {
		return nil, err
	}
	var out []act
	for _, one := range changes {
		what, ok := verbs[one.Verb]
		if !ok {
			what = text{Vi: one.Verb}
		}
		out = append(out, act{when(one.At), s.nameOf(ctx, one.Who), what})
	}
	return out, nil
}
