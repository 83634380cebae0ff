package find

import (
	"context"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// kind is a kind of things that are found, in the order in which they are listed.
type kind struct {
	key  string
	name shell.Text
	act  signin.Act // who sees the list of them
}

var kinds = []kind{
	{"screen", shell.Say("Màn hình", "Screens"), signin.Look},
	{"slide", shell.Say("Tấm chiếu", "Slides"), signin.Look},
	{"campaign", shell.Say("Chiến dịch", "Campaigns"), signin.Look},
	{"takeover", shell.Say("Thông báo khẩn", "Takeovers"), signin.Look},
	{"person", shell.Say("Nhân sự", "Staff"), signin.Accounts},
}

// thing is something that can be found.
type thing struct {
	Name  string
	About shell.Text
	At    string // its page
	Air   *onAir // a slide that is live; nil: it is none
	folds [][]string
}

// onAir is a slide that can be taken off.
type onAir struct {
	ID, Title string
	about     mandate.Subject
	Off       bool // the person here may do that somewhere
}

// index is all that can be found, as of a change.
type index struct {
	change int64
	things map[string][]thing // by kind
}

// newest is the index of now: it is rebuilt after a change.
func (s *Find) newest(ctx context.Context) (*index, error) {
	number, err := s.Store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	if known := s.index.Load(); known != nil && known.change == number {
		return known, nil
	}
	made := &index{change: number, things: map[string][]thing{}}
	for _, add := range []func(context.Context, *index) error{s.screens, s.slides, s.takeovers, s.people} {
		if err := add(ctx, made); err != nil {
			return nil, err
		}
	}
	s.index.Store(made)
	return made, nil
}

// add takes a thing in; words are what it is found by, the weightiest first.
func (i *index) add(kind string, t thing, words ...string) {
	for _, w := range words {
		t.folds = append(t.folds, wordsOf(w))
	}
	i.things[kind] = append(i.things[kind], t)
}

func (s *Find) screens(ctx context.Context, i *index) error {
	all, err := s.Screens(ctx)
	for _, one := range all {
		place, _ := one.PlaceAt(s.Now())
		where := ""
		if len(place.Names) > 0 {
			where = place.Names[0]
		}
		about := shell.Same(where)
		if place.Hall != "" {
			about = shell.Same(place.Hall + " · " + where)
		}
		words := append([]string{one.Code, one.Name, place.Hall, place.Address}, place.Names...)
		i.add("screen", thing{Name: one.Code + " · " + one.Name, About: about, At: shell.ScreenPath(one.Code)}, words...)
	}
	return err
}

// slides takes in slides, with what is written on them, and campaigns.
func (s *Find) slides(ctx context.Context, i *index) error {
	campaigns, err := s.Store.Campaigns(ctx)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, one := range campaigns {
		names[one.ID] = one.Name
		i.add("campaign", thing{Name: one.Name, At: shell.CampaignPath(one.ID)}, one.Name, one.ID)
	}
	return s.Store.EachSlide(ctx, store.SlideQuery{}, func(one content.Slide) error {
		about := shell.Textf("%s · %s", "%s · %s", shell.StateNames[one.State], names[one.Campaign])
		t := thing{Name: one.Title, About: about, At: shell.SlidePath(one.ID)}
		if one.State == content.Approved {
			t.Air = &onAir{ID: one.ID, Title: one.Title, about: care.SlideOf(one, campaigns)}
		}
		i.add("slide", t, one.Title, one.Words.Head, one.Words.Brief, one.Words.Foot, one.ID)
		return nil
	})
}

// takeovers takes in those that are prepared or were put on, with what they say.
func (s *Find) takeovers(ctx context.Context, i *index) error {
	all, err := s.Store.Takeovers(ctx)
	for _, one := range all {
		about := shell.StateNames[one.State]
		i.add("takeover", thing{Name: one.Title, About: about, At: shell.PathTakeovers + "/" + one.ID}, one.Title, one.Words.Head, one.Words.Brief, one.Words.Foot)
	}
	return err
}

func (s *Find) people(ctx context.Context, i *index) error {
	for after := ""; ; {
		some, err := s.Store.AllStaff(ctx, after, store.MaxPage)
		if err != nil {
			return err
		}
		for _, one := range some {
			i.add("person", thing{Name: one.Name, About: shell.Same(one.Login), At: "/studio/staff#" + one.ID}, one.Name, one.Login)
			after = one.ID
		}
		if len(some) < store.MaxPage {
			return nil
		}
	}
}
