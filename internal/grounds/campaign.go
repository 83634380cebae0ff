package grounds

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// campaign is a campaign as the log tells it.
type campaign struct {
	doc   content.Campaign
	there bool
	draft content.Campaign
	by    []string // who had a part in the draft
	wrote []string // who put it while nobody had approved it: they have a part in its first version
	kept  bool     // it was given back
	live  version
}

func (p *replay) readCampaign(l store.Change) error {
	one, f, err := entry(p.campaigns, l)
	if err != nil {
		return err
	}
	switch {
	case f.Doc != nil:
		one.by, one.kept = writers(f, l), f.Kept
		one.draft = content.Campaign{}
		return json.Unmarshal(f.Doc, &one.draft)
	case f.ID != "":
		was, had := one.doc, one.there
		one.doc, one.there = content.Campaign{}, true
		if err := json.Unmarshal(l.Detail, &one.doc); err != nil {
			return err
		}
		one.live = p.groundOf(l, one, was, had)
		if one.doc.Stage == content.Planned {
			one.wrote = appendNew(one.wrote, l.Who)
		} else {
			one.wrote = nil
		}
	case l.Verb == "approve":
		p.approved(l)
	case l.Verb == "delete":
		delete(p.campaigns, l.ID)
	}
	return nil
}

// groundOf is why a campaign may be as it was put. A new one shows nothing by itself, nor does
// one that is only planned; one that is
// led by a file moves only what came from its folder under a standing approval.
func (p *replay) groundOf(l store.Change, one *campaign, was content.Campaign, had bool) version {
	switch {
	case l.Number <= p.after:
		return version{ground: content.Migrated}
	case p.own(l) || !had || was.Stage == content.Planned && one.doc.Stage == content.Planned:
		return version{ground: content.ByForm}
	case ended(was) == content.SightOf(one.doc):
		return one.live // all of it goes off, which takes one person
	case p.wasApproved(l):
		if one.kept || begun(one.draft) != begun(one.doc) {
			return version{wrong: &why{"không đúng bản đã gửi duyệt", "it is not what was submitted"}}
		}
		for _, id := range one.wrote {
			one.by = appendNew(one.by, id)
		}
		return p.judge(l, mandate.OfCampaign(one.draft), one.by)
	case !strings.HasPrefix(l.Who, "inbox:") || was.Detached || was.Stage != one.doc.Stage:
		return version{wrong: &why{"đổi mà không ai duyệt", "it was changed and nobody approved"}}
	}
	ground := content.ByForm
	for _, s := range p.slides {
		if s.doc.Campaign != one.doc.ID || s.doc.State != content.Approved {
			continue
		}
		if s.doc.Approval.Standing == "" {
			return version{wrong: &why{"tệp campaign.yaml đổi tấm đã được duyệt riêng", "its campaign.yaml moved slides that were approved by themselves"}}
		}
		ground = content.ByStanding
	}
	return version{ground: ground}
}

// begun is a campaign apart from when it begins, and from what its authors asked of the approval: a
// beginning that has passed is set by that, and it ends what was asked.
func begun(c content.Campaign) content.Digest {
	c.Valid.From, c.AtOnce = time.Time{}, false
	return content.SightOf(c)
}

// ended is a campaign after somebody ended it.
func ended(c content.Campaign) content.Digest {
	c.Stage = content.Ended
	return content.SightOf(c)
}

// writers are those who had a part in a draft, by a line of the log about it: whoever gives it back
// has none.
func writers(f form, l store.Change) []string {
	if l.Verb == "return" || l.Verb == "withdraw" {
		return f.By
	}
	return appendNew(f.By, l.Who)
}

func appendNew(all []string, one string) []string {
	if slices.Contains(all, one) {
		return all
	}
	return append(slices.Clone(all), one)
}
