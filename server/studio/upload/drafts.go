package upload

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

var pageDrafts = shell.Page{Name: "upload_drafts", Title: shell.Say("Gửi duyệt các bản nháp vừa tải lên", "Submit what was uploaded")}

const pathDrafts = "/studio/upload/drafts"

// mostTogether is how many drafts are sent together.
const mostTogether = 60

// keySlide is how the name of a slide's draft begins among drafts of all nouns.
const keySlide = string(store.NounSlide) + ":"

type draftsView struct {
	CSRF    string
	Below   bool // it stands below the files
	Drafts  []draft
	Changes []content.Slide // of what is on air, which are sent on their own pages
	Others  []content.Slide // that were named and are not drafts, or pick screens as this form cannot say
	Valid   hours.Span
	Reach   care.Reach
}

// draft is one that was uploaded, with the sizes of screen on which it would run.
type draft struct {
	content.Slide
	Canvases []answer.Meant
	Notices  []store.Notice
}

// Items are the IDs of all that is shown.
func (v draftsView) Items() string {
	var ids []string
	for _, d := range v.Drafts {
		ids = append(ids, d.ID)
	}
	return strings.Join(ids, " ")
}

// Key names it in the form.
func (d draft) Key() string { return keySlide + d.ID }

// together are the addresses of the form for drafts, so many at a time.
func together(ids []string) (out []string) {
	for some := range slices.Chunk(ids, mostTogether) {
		out = append(out, pathDrafts+"?"+url.Values{"items": {strings.Join(some, " ")}}.Encode())
	}
	return out
}

// Drafts shows drafts that were just made, each at the sizes where it would run, and asks once for
// all of them when and where: below the files that they come of, or on a page of its own.
func (s *Uploads) Drafts(c *fiber.Ctx) error {
	v, err := s.drafts(c, strings.Fields(shell.Query(c, "items")))
	if err != nil {
		return err
	}
	if c.Get("HX-Request") != "" {
		v.Below = true
		return s.Shell.Part(c, "upload_set", v)
	}
	return s.Page(c, pageDrafts, v)
}

func (s *Uploads) drafts(c *fiber.Ctx, ids []string) (v draftsView, err error) {
	ctx, seen := c.UserContext(), map[string]bool{}
	v.CSRF = signin.From(c).CSRF
	for _, id := range ids[:min(len(ids), mostTogether)] {
		d, err := s.Store.SlideDraft(ctx, id)
		switch {
		case content.CodeOf(err) == content.NotFound || seen[id]:
			continue // somebody has deleted it meanwhile
		case err != nil:
			return v, err
		}
		seen[id] = true
		if d.Beside && d.Begun() && d.Doc.State == content.Draft {
			v.Changes = append(v.Changes, d.Slide())
			continue
		}
		if !settable(d) {
			v.Others = append(v.Others, d.Slide())
			continue
		}
		one := draft{Slide: d.Doc}
		if one.Canvases, err = s.pictures.Meant(ctx, d.Doc); err != nil {
			return v, err
		}
		if d.Doc.Medium != "" {
			if m, err := s.Store.Medium(ctx, d.Doc.Medium); err == nil {
				one.Notices = m.Notices
			}
		}
		v.Drafts = append(v.Drafts, one)
	}
	var keys []string
	if len(v.Drafts) > 0 {
		v.Valid = v.Drafts[0].Valid
		for _, t := range v.Drafts[0].Targets {
			keys = append(keys, t.Area)
		}
	}
	v.Reach = care.ReachOf(s.Shell, c, signin.Edit, true, "").AlsoIn(s.Shell, keys)
	v.Reach.City = true // of the campaign, which is bounded itself
	v.Reach.Asks = shell.Say("Trên màn hình nào của chiến dịch", "On which screens of the campaign")
	return v, nil
}

// settable says whether the form may set when and where a draft is shown: one beside a live version
// and one whose screens are picked in more ways have their own page.
func settable(d content.SlideDraft) bool {
	other := slices.ContainsFunc(d.Doc.Targets, func(t content.Target) bool { return t.Area == "" || t != content.Target{Area: t.Area} })
	return !d.Beside && !other && d.Doc.State == content.Draft && d.Doc.Kind != content.Guide
}

// DraftsPost keeps when and where the drafts are shown, and then sends them to the approver: all of
// them, or none. What was kept stays where the checks refuse one.
func (s *Uploads) DraftsPost(c *fiber.Ctx) error {
	ctx, who, f := c.UserContext(), signin.From(c).ID, shell.FormOf(c)
	var ids []string
	for _, key := range f.Values["item"] {
		ids = append(ids, strings.TrimPrefix(key, keySlide))
	}
	shown := strings.Fields(f.Field("items")) // also what was left out
	if len(shown) == 0 {
		shown = ids
	}
	sent, err := "", f.Again()
	if err == nil {
		err = s.keep(ctx, who, ids, f)
	}
	for _, key := range f.Values["item"] { // one reason for all that have none of their own
		if why := key + ".despite"; f.Field(why) == "" {
			f.Values.Set(why, f.Field("despite"))
		}
	}
	if err == nil && f.Field("do") != "keep" {
		sent, err = s.Send(ctx, who, f)
	}
	switch {
	case err != nil:
		v, other := s.drafts(c, shown)
		if other != nil {
			return other
		}
		return s.Refuse(c, err, pageDrafts, v)
	case sent == "":
		return c.Redirect(together(shown)[0]+"&done=saved", fiber.StatusSeeOther)
	}
	return shell.Done(c, shell.SubmissionPath(sent), "submitted")
}

// keep writes what the form says of all into each of the drafts.
func (s *Uploads) keep(ctx context.Context, who string, ids []string, f shell.Form) error {
	if len(ids) == 0 || len(ids) > mostTogether {
		return shell.Invalidf("Hãy chọn từ 1 đến %s bản nháp.", "Choose 1 to %s drafts.", shell.PlainNumber(mostTogether))
	}
	var bad shell.Faults
	valid, err := f.Span("from", "until")
	bad.Add(err)
	period, _ := area.PeriodAt(s.Now())
	keys, err := care.ReadReaches(f, s.Areas, period)
	bad.Add(err)
	if err := bad.Err(); err != nil {
		return err
	}
	var targets []content.Target
	for _, key := range keys {
		targets = append(targets, content.Target{Area: key})
	}
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		for _, id := range ids {
			now, err := tx.SlideDraft(ctx, id)
			if err != nil {
				return err
			}
			changed := now.Doc
			changed.Valid, changed.Targets = valid, targets
			if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, now.Live, now.Doc, changed); err != nil {
				return err
			}
			if !settable(now) {
				return &content.Error{
					Code: content.Conflict,
					Vi:   "Tấm “" + now.Doc.Title + "” không còn là bản nháp, hoặc chọn màn hình theo cách khác. Hãy bỏ chọn tấm này, hoặc mở trang của tấm.",
					En:   "“" + now.Doc.Title + "” is no draft any more, or picks its screens in another way. Leave it out, or open its own page.",
				}
			}
			if content.SightOf(changed.Document()) == content.SightOf(now.Doc.Document()) {
				continue
			}
			if err := tx.PutSlideDraft(ctx, "change", now.Save(changed, who, tx.Time())); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
