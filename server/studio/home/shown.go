package home

import (
	"cmp"
	"maps"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// shown is what some screens of one size show now.
type shown struct {
	Canvas  content.Canvas
	Screen  string // the first of them
	Screens int
	Name    shell.Text
	Picture string
	ID      string // of the slide; "": it is none
	Title   string
	Off     bool // the person here may take it off, at least somewhere
	At      string
}

// glass is what is the same on some screens.
type glass struct {
	width, height int
	press         string // of a takeover
	slide         string
}

// shown shows what is on now, by size of screen and slide: what most screens show first.
func (l look) shown(v *view) error {
	all, err := l.on.Everywhere(l.ctx, l.now)
	if err != nil {
		return err
	}
	screens, err := l.Shell.Screens(l.ctx)
	if err != nil {
		return err
	}
	groups := map[glass]*shown{}
	for _, one := range screens {
		on := all[one.Code]
		place, _ := one.PlaceAt(l.now)
		if !v.Has(mandate.OfPlace(place)) {
			continue
		}
		if !on.Stands || on.Closed || on.Slide == "" && on.Takeover == "" {
			continue
		}
		v.Screens++
		key := glass{place.Canvas.Width, place.Canvas.Height, on.Press, on.Slide}
		if on.Takeover != "" {
			key.slide = ""
		}
		if groups[key] == nil {
			groups[key] = &shown{Canvas: place.Canvas, Screen: one.Code, At: shell.PathOnAir + "?screen=" + one.Code}
			groups[key].Picture = shell.PathOnAir + "/picture?screen=" + one.Code
		}
		groups[key].Screens++
	}
	keys := slices.SortedFunc(maps.Keys(groups), func(a, b glass) int {
		return cmp.Or(groups[b].Screens-groups[a].Screens, cmp.Compare(groups[a].Screen, groups[b].Screen))
	})
	for _, key := range keys[:min(len(keys), mostLines)] {
		one := groups[key]
		one.Name = l.nameOf(answer.On{Takeover: content.TakeoverOf(key.press), Slide: key.slide})
		one.ID, one.Title = key.slide, one.Name.Vi
		if one.Off, err = l.mayTakeOff(key.slide); err != nil {
			return err
		}
		v.Shown = append(v.Shown, *one)
	}
	return nil
}

// mayTakeOff says whether the person may take a slide off somewhere. One that is gone, or is the
// system's own, nobody can.
func (l look) mayTakeOff(id string) (bool, error) {
	slide, err := l.Store.Slide(l.ctx, id)
	if content.CodeOf(err) == content.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	of, err := signin.SlideSubject(l.ctx, l.Store.Reader, slide)
	return err == nil && l.person.Partly(signin.TakeOff, of), err
}

func (l look) nameOf(on answer.On) shell.Text {
	if on.Takeover != "" {
		return l.TakeoverTitle(l.ctx, on.Takeover)
	}
	return l.SlideTitle(l.ctx, on.Slide)
}
