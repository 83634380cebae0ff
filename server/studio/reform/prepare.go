package reform

import (
	"context"
	"crypto/rand"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// mostPrepared is how many drafts are made at once: as many as go to the approver together.
const mostPrepared = 60

// answers are what took the place of units, by their keys.
type answers map[string][]string

// Prepare makes drafts of what names the units that were answered, and grants the mandates. A thing
// of which one unit has no answer stays as it is. The drafts are then looked at, and sent together.
func (s *Reform) Prepare(c *fiber.Ctx) error {
	ctx, p, f := c.UserContext(), signin.From(c), shell.FormOf(c)
	chosen, err := s.read(f)
	var made []string
	granted := false
	if err == nil {
		made, granted, err = s.prepare(ctx, p, chosen)
	}
	if err != nil {
		v, other := s.view(ctx, p, chosen)
		if other != nil {
			return other
		}
		return s.Refuse(c, err, page, v)
	}
	if len(made) == 0 && granted {
		return shell.Done(c, path, "followed")
	}
	return c.Redirect(shell.PathSubmissions+"/new?items="+url.QueryEscape(strings.Join(made, " ")), fiber.StatusSeeOther)
}

// read is what was answered: nothing but what a unit went to.
func (s *Reform) read(f shell.Form) (answers, error) {
	out := answers{}
	var bad shell.Faults
	bad.Add(f.Again())
	for name, values := range f.Values {
		key, ours := strings.CutPrefix(name, "to ")
		if !ours {
			continue
		}
		k, _ := area.ParseKey(key)
		all, _ := s.Areas.Successors(k)
		for _, to := range values {
			if !slices.ContainsFunc(all, func(one area.Key) bool { return one.String() == to }) {
				bad.Add(shell.Invalidf("%s không trở thành đơn vị đã chọn. Hãy tải lại trang.", "%s did not become what was chosen. Reload the page.", s.AreaName(key)))
			}
			out[key] = append(out[key], to)
		}
	}
	if len(out) == 0 {
		bad.Add(shell.Invalid("Hãy chọn đơn vị mới cho ít nhất một đơn vị cũ.", "Choose what took the place of one unit at least."))
	}
	return out, bad.Err()
}

// covers says whether every unit of before in targets was answered.
func (s *Reform) covers(a answers, targets []content.Target) bool {
	return !slices.ContainsFunc(s.old(targets), func(key string) bool { return len(a[key]) == 0 })
}

// moved are targets with what took the place of each unit. Until the reform is in force the unit of
// before stays beside it.
func (s *Reform) moved(a answers, targets []content.Target) (out []content.Target) {
	for _, t := range targets {
		to := a[t.Area]
		if len(to) == 0 || s.Now().Before(area.Jul2025.From()) {
			out = append(out, t)
		}
		for _, key := range to {
			if t.Area = key; !slices.Contains(out, t) && !slices.Contains(targets, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

func (s *Reform) prepare(ctx context.Context, p *signin.Person, chosen answers) (made []string, granted bool, err error) {
	things, err := s.things(ctx, p)
	if err != nil {
		return nil, false, err
	}
	things = slices.DeleteFunc(things, func(one thing) bool { return one.Busy || !s.covers(chosen, one.Targets) })
	things = things[:min(len(things), mostPrepared)]
	holds, err := s.holds(ctx, p)
	if err != nil {
		return nil, false, err
	}
	_, err = s.Store.Change(ctx, p.ID, func(tx *store.Tx) error {
		made, granted = nil, false
		for _, one := range things {
			key, err := s.draft(ctx, tx, p.ID, one, chosen)
			if err != nil {
				return shell.AtPart("", one.Title, err)
			}
			made = append(made, key)
		}
		theirs, who := map[string][]mandate.Mandate{}, map[string]shell.Text{}
		for _, h := range holds {
			for _, to := range chosen[h.mandate.Area] {
				m := h.mandate
				if m.Area = to; m.From.Before(area.Jul2025.From()) {
					m.From = area.Jul2025.From()
				}
				theirs[h.staff], who[h.staff] = append(theirs[h.staff], m), h.Who
			}
		}
		granted = len(theirs) > 0
		for _, id := range slices.Sorted(maps.Keys(theirs)) {
			if err := signin.GrantIn(ctx, s.SignIn, tx, p.ID, id, theirs[id]...); err != nil {
				return shell.AtPart("", who[id], err)
			}
		}
		if len(made) == 0 && !granted {
			return shell.Invalid("Chưa có mục nào được trả lời đủ: mục gọi tên nhiều đơn vị cần câu trả lời cho từng đơn vị.",
				"Nothing is answered yet: what names several units needs an answer for each.")
		}
		return nil
	})
	return made, granted, err
}

// draft writes the draft of a thing as the change sees it, and gives the key of the draft. What
// somebody has begun to change meanwhile is refused.
func (s *Reform) draft(ctx context.Context, tx *store.Tx, who string, one thing, chosen answers) (string, error) {
	noun, id, _ := strings.Cut(one.Key, ":")
	switch store.Noun(noun) {
	case store.NounCampaign:
		live, err := tx.Campaign(ctx, id)
		if err != nil {
			return "", err
		}
		if _, err := tx.CampaignDraft(ctx, id); content.CodeOf(err) != content.NotFound {
			return "", begun(err)
		}
		now := live
		now.Targets, now.Detached = s.moved(chosen, live.Targets), true
		if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfCampaign(live), mandate.OfCampaign(now)); err != nil {
			return "", err
		}
		d := content.DraftOf[content.Campaign]{ID: id}
		return one.Key, tx.PutCampaignDraft(ctx, d.Saved(now, live, who, tx.Time()))
	case store.NounSlide:
		d, err := tx.SlideDraft(ctx, id)
		if err != nil || d.Begun() {
			return "", begun(err)
		}
		doc := d.Doc
		doc.Targets = s.moved(chosen, d.Live.Targets)
		if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, d.Live, doc); err != nil {
			return "", err
		}
		return one.Key, tx.PutSlideDraft(ctx, "write", d.Save(doc, who, tx.Time()))
	case store.NounTakeover:
		d, err := tx.TakeoverDraft(ctx, id)
		if err != nil || d.Begun() {
			return "", begun(err)
		}
		doc := d.Live.Document()
		doc.Targets = s.moved(chosen, d.Live.Targets)
		if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfTakeover(d.Live), mandate.OfTakeover(doc)); err != nil {
			return "", err
		}
		return one.Key, tx.PutTakeoverDraft(ctx, "submit", d.Save(doc, who, tx.Time()))
	case store.NounForm:
		live, err := tx.Form(ctx, id)
		if err != nil {
			return "", err
		}
		if _, err := tx.FormDraft(ctx, id); content.CodeOf(err) != content.NotFound {
			return "", begun(err)
		}
		c, err := tx.Campaign(ctx, live.Slide.Campaign)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return "", err
		}
		now := live
		now.Targets, now.By, now.At, now.Paper = s.moved(chosen, live.Targets), "", time.Time{}, ""
		if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfForm(live, c), mandate.OfForm(now, c)); err != nil {
			return "", err
		}
		d := content.DraftOf[content.Form]{ID: id}
		return one.Key, tx.PutFormDraft(ctx, d.Saved(now, live, who, tx.Time()).Sent(who))
	}
	live, err := tx.Standing(ctx, id)
	if err != nil {
		return "", err
	}
	now := live
	now.ID, now.Targets = "st-"+strings.ToLower(rand.Text()[:16]), s.moved(chosen, live.Targets)
	if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfStanding(live), mandate.OfStanding(now)); err != nil {
		return "", err
	}
	d := content.DraftOf[content.Standing]{ID: now.ID}
	return string(store.NounStanding) + ":" + now.ID, tx.PutStandingDraft(ctx, d.Saved(now, live, who, tx.Time()).Sent(now.Editor))
}

// begun is that somebody is changing it already, where nothing else is wrong.
func begun(err error) error {
	if err != nil {
		return err
	}
	return &content.Error{
		Code: content.Conflict, Vi: "Có người vừa bắt đầu sửa mục này. Hãy tải lại trang rồi làm lại.",
		En: "Somebody has just begun to change this. Reload the page and try again.",
	}
}
