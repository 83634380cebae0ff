package player

import (
	"context"
	"os"
	"time"

	"ngatu/content"
	"ngatu/player/mirror"
	"ngatu/player/protocol"
)

// want tells the mirror which media what is on air needs.
func (p *Player) want() {
	now := p.clock.Known()
	var urgent, needs []mirror.Need
	var guides []content.Ref
	for _, f := range p.held(now) {
		var err error
		switch f.Type {
		case protocol.TypeScreen: // always the first
			guides, err = guidesOf(f)
			needs, _ = mirror.Needs(content.Programme{Evergreen: -1}, now, guides...)
		case protocol.TypeProgramme:
			needs, err = programmeNeeds(f, now, guides)
		case protocol.TypeTakeover:
			var more []mirror.Need
			more, err = takeoverNeeds(f, now)
			urgent = append(urgent, more...)
		}
		if err != nil {
			p.status.Trouble(f.Thing() + ": " + err.Error())
		}
	}
	p.mirror.Want(append(urgent, needs...), now)
}

// guidesOf are the guides that a touch screen offers. Nobody could open one on any other screen.
func guidesOf(f protocol.Frame) ([]content.Ref, error) {
	var s protocol.Screen
	if err := f.Open(&s); err != nil || !s.Touch {
		return nil, err
	}
	return s.Guides, nil
}

func programmeNeeds(f protocol.Frame, now int64, guides []content.Ref) ([]mirror.Need, error) {
	var programme content.Programme
	if err := f.Open(&programme); err != nil {
		return nil, err
	}
	return mirror.Needs(programme, now, guides...)
}

// takeoverNeeds is what a takeover needs beside the layouts inside its frame.
func takeoverNeeds(f protocol.Frame, now int64) ([]mirror.Need, error) {
	var t protocol.Takeover
	if err := f.Open(&t); err != nil || t.Programme == nil {
		return nil, err
	}
	all, err := mirror.Needs(*t.Programme, now)
	var out []mirror.Need
	for _, n := range all {
		if _, inside := t.Layouts[n.Digest]; !inside {
			out = append(out, n)
		}
	}
	return out, err
}

// media gives the pages their media.
type media struct {
	mirror *mirror.Mirror
	relay  bool // fetches for other agents of the hall
}

// open opens a verified medium for a page; a relay fetches it first.
func (m media) open(ctx context.Context, d content.Digest) (*os.File, string, error) {
	if !d.Valid() {
		return nil, "", errNotHere
	}
	file, err := m.mirror.OpenMedium(ctx, d)
	if m.relay && content.CodeOf(err) == content.NotFound {
		file, err = m.fetch(ctx, d)
	}
	return file, m.mirror.Type(d), err
}

// fetchLimit is how long another agent waits for a medium; then it asks again.
const fetchLimit = 20 * time.Second

// fetch gets a medium for another agent of the hall.
func (m media) fetch(ctx context.Context, d content.Digest) (*os.File, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchLimit)
	defer cancel()
	if err := m.mirror.Bring(ctx, d); err != nil {
		return nil, err
	}
	return m.mirror.OpenMedium(ctx, d)
}

var errNotHere = &content.Error{Code: content.NotFound, Vi: "Tệp chưa có ở đây.", En: "The file is not here yet."}
