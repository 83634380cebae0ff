package reform

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// things are all live campaigns, slides, takeovers, standing approvals and forms that name a unit of
// before and that the person may change. What is over is none of them.
func (s *Reform) things(ctx context.Context, p *signin.Person) (out []thing, err error) {
	add := func(noun store.Noun, id string, one thing) {
		one.Key = string(noun) + ":" + id
		if len(s.old(one.Targets)) > 0 && p.May(signin.Edit, one.subject) && (one.over.IsZero() || one.over.After(s.Now())) {
			out = append(out, one)
		}
	}
	campaigns, err := s.Store.Campaigns(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range campaigns {
		_, err := s.Store.CampaignDraft(ctx, c.ID)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return nil, err
		}
		if c.Runs() {
			add(store.NounCampaign, c.ID, thing{
				Title: shell.Same(c.Name), Kind: shell.Say("chiến dịch", "campaign"), At: shell.CampaignPath(c.ID), Targets: c.Targets,
				Busy: err == nil, subject: mandate.OfCampaign(c), over: c.Valid.Until,
			})
		}
	}
	slides, err := s.Store.ApprovedSlides(ctx)
	if err != nil {
		return nil, err
	}
	drafts, err := s.Store.SlideDrafts(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range slides {
		c := content.Campaign{}
		if i := slices.IndexFunc(campaigns, func(c content.Campaign) bool { return c.ID == one.Campaign }); i >= 0 {
			c = campaigns[i]
		}
		add(store.NounSlide, one.ID, thing{
			Title: shell.Same(one.Title), Kind: shell.Say("tấm", "slide"), At: shell.SlidePath(one.ID), Targets: one.Targets,
			Busy:    slices.ContainsFunc(drafts, func(d content.DraftOf[content.Slide]) bool { return d.ID == one.ID }),
			subject: mandate.OfSlide(one, c), over: one.Valid.Until,
		})
	}
	takeovers, err := s.Store.TakeoversReady(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := s.Store.TakeoverDrafts(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range takeovers {
		add(store.NounTakeover, t.ID, thing{
			Title: shell.Same(t.Title), Kind: shell.Say("thông báo khẩn", "takeover"), At: shell.PathTakeovers + "/" + t.ID, Targets: t.Targets,
			Busy:    slices.ContainsFunc(kept, func(d content.DraftOf[content.Takeover]) bool { return d.ID == t.ID }),
			subject: mandate.OfTakeover(t),
		})
	}
	standings, err := s.Store.Standings(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := s.Store.StandingDrafts(ctx)
	for _, st := range standings {
		add(store.NounStanding, st.ID, thing{
			Title: folder(st), Kind: shell.Say("phê duyệt thường trực", "standing approval"), At: shell.PathStandings, Targets: st.Targets,
			Busy: st.Editor == "" || slices.ContainsFunc(waiting, func(d content.DraftOf[content.Standing]) bool {
				return d.Doc.Folder == st.Folder
			}),
			subject: mandate.OfStanding(st), over: st.Until,
		})
	}
	if err != nil {
		return nil, err
	}
	forms, err := s.Store.Forms(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := s.Store.FormDrafts(ctx)
	for _, f := range forms {
		c := content.Campaign{}
		if i := slices.IndexFunc(campaigns, func(c content.Campaign) bool { return c.ID == f.Slide.Campaign }); i >= 0 {
			c = campaigns[i]
		}
		add(store.NounForm, f.ID, thing{
			Title: shell.Same(f.Name), Kind: shell.Say("biểu mẫu", "form"), At: shell.PathForms + "#" + f.ID, Targets: f.Targets,
			Busy:    slices.ContainsFunc(changed, func(d content.DraftOf[content.Form]) bool { return d.ID == f.ID }),
			subject: mandate.OfForm(f, c), over: f.Until,
		})
	}
	return out, err
}

func folder(st content.Standing) shell.Text {
	if st.Folder == "" {
		return shell.Say("Hộp thả tệp", "The inbox itself")
	}
	return shell.Same(st.Folder)
}

// holds are the mandates for units of before that nothing has followed yet, where the person grants
// mandates: all but their own.
func (s *Reform) holds(ctx context.Context, p *signin.Person) (out []hold, err error) {
	if !p.Somewhere(signin.Accounts) {
		return nil, nil
	}
	all, err := s.Store.AllStaff(ctx, "", 0)
	if err != nil {
		return nil, err
	}
	drafts, err := s.Store.StaffDrafts(ctx)
	for _, one := range all {
		theirs := slices.Clone(one.Mandates)
		for _, d := range drafts {
			if d.ID == one.ID {
				theirs = append(theirs, signin.Proposed(d)...)
			}
		}
		for _, m := range one.Mandates {
			if one.ID != p.ID && !one.Disabled && !m.Over(s.Now()) && s.before(m.Area) && !s.follows(m, theirs) {
				out = append(out, hold{shell.Same(one.Name), shell.RoleNames[m.Role], one.ID, m})
			}
		}
	}
	return out, err
}

// follows says whether somebody has a mandate already that follows another.
func (s *Reform) follows(m mandate.Mandate, all []mandate.Mandate) bool {
	return slices.ContainsFunc(all, func(o mandate.Mandate) bool {
		return o.Role == m.Role && o.Pool == m.Pool && o.For == m.For && !o.Over(s.Now()) && s.followed(m.Area, []content.Target{{Area: o.Area}})
	})
}
