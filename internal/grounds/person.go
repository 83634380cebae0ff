package grounds

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// person is an account at an instant of the log.
type person struct {
	mandates []mandate.Mandate
	disabled bool
	entered  time.Time
	maker    string // who made the account, where that was a person
	opener   string // who could sign in as them; "": the owner alone, or the log did not say so yet
}

// meet takes the accounts as they are, for those whose past the log does not tell: it did not name
// mandates once.
func (p *replay) meet(ctx context.Context, r store.Reader) error {
	for after := ""; ; {
		some, err := r.AllStaff(ctx, after, store.MaxPage)
		if err != nil {
			return err
		}
		for _, s := range some {
			if after = s.ID; p.after > 0 && s.Created.UnixMilli() <= p.after {
				p.people[s.ID] = &person{s.Mandates, s.Disabled, s.Entered, s.MadeBy, s.OpenedBy}
			}
		}
		if len(some) < store.MaxPage {
			return nil
		}
	}
}

func (p *replay) readPerson(l store.Change) error {
	if p.people[l.ID] == nil {
		p.people[l.ID] = &person{maker: l.Who}
	}
	one := p.people[l.ID]
	switch l.Verb {
	case "enter":
		one.entered = l.At
	case "change":
		var d struct {
			Mandates *[]mandate.Mandate
			Disabled bool
			OpenedBy *string `json:"opened_by"`
		}
		if err := json.Unmarshal(l.Detail, &d); err != nil {
			return err
		}
		if d.Mandates != nil {
			one.mandates, one.disabled = *d.Mandates, d.Disabled
		}
		if d.OpenedBy != nil {
			one.opener = *d.OpenedBy
		}
	}
	return nil
}

// may says whether a person could approve a subject at an instant.
func (p *replay) may(id string, on mandate.Subject, at time.Time) bool {
	return p.could(id, mandate.Approve, on, at)
}

// could says whether a person could do an act to a subject at an instant.
func (p *replay) could(id string, act mandate.Act, on mandate.Subject, at time.Time) bool {
	one, known := p.people[id]
	if !known || one.disabled {
		return false
	}
	b := mandate.Bearer{ID: id, Mandates: one.mandates, Principals: map[string][]mandate.Mandate{}}
	for other, o := range p.people {
		if !o.disabled {
			b.Principals[other] = o.mandates
		}
	}
	return mandate.May(b, act, on, at, p.units)
}

// alone says whether nobody but this person ever could approve until an instant.
func (p *replay) alone(id string, at time.Time) bool {
	var all []mandate.Account
	for other, o := range p.people {
		all = append(all, mandate.Account{ID: other, Mandates: o.mandates, Entered: o.entered})
	}
	return mandate.Alone(id, mandate.Approve, all, at, at.Before(p.letAlone))
}

// madeBy says whether one of some people made the account, or could sign in with it.
func (p *person) madeBy(some []string) bool {
	return slices.Contains(some, p.maker) || slices.Contains(some, p.opener)
}

// judge says on which ground a person could approve what others, or they themselves, have written.
func (p *replay) judge(l store.Change, on mandate.Subject, writers []string) version {
	switch on.By = writers; {
	case !p.may(l.Who, on, l.At):
		return version{wrong: &why{"người duyệt không có quyền ở phạm vi này lúc đó", "whoever approved it had no mandate for it then"}}
	case !slices.Contains(writers, l.Who):
		return version{ground: content.ByApproval, made: p.people[l.Who].madeBy(writers)}
	case p.alone(l.Who, l.At):
		return version{ground: content.ByAuthor}
	}
	return version{wrong: &why{"người duyệt có phần trong nội dung, và lúc đó còn người khác duyệt được", "whoever approved it had a part in it, and others could have approved"}}
}
