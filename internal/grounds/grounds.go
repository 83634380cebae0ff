package grounds

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/internal/store"
)

// Fault is a live version without a ground, or a programme with something that was not live.
type Fault struct {
	Noun store.Noun `json:"noun"` // "" of a programme
	ID   string     `json:"id"`
	Name string     `json:"name"`
	Vi   string     `json:"vi"`
	En   string     `json:"en"`
}

// Report is what was found.
type Report struct {
	Live       map[content.Ground]int `json:"live"` // live versions by their grounds
	Made       int                    `json:"made"` // of those by approval: one of the authors had made the approver's account, or could sign in with it
	Programmes int                    `json:"programmes"`
	Takeovers  int                    `json:"takeovers"` // frames that put one on
	Faults     []Fault                `json:"faults"`
}

// why is what is wrong with a version; nil: nothing.
type why struct{ vi, en string }

// version is something live, with its ground or what is wrong.
type version struct {
	ground content.Ground
	wrong  *why
	made   bool // one of its authors had made the account of who approved it, or could sign in with it
}

// replay is the state to which the log has led so far.
type replay struct {
	units      *area.Set
	after      int64 // up to this change everything has the ground "migrated"
	demo       bool
	people     map[string]*person
	letAlone   time.Time
	standings  map[string]*lasting[content.Standing]
	forms      map[string]*lasting[content.Form]
	takeovers  map[string]*takeover
	pressed    map[string][]pressed // what each takeover was, also of those that were deleted
	bulletins  map[string]bulletin.Bulletin
	slides     map[string]*slide
	campaigns  map[string]*campaign
	holds      map[string]*hold
	offs       map[string][]*hold // that took a slide off every screen, by slide
	settings   map[string]*setting
	surfaces   map[string]content.Surface
	kept       []*kept           // that the checks keep off surfaces, or kept
	tokens     map[string]string // staff IDs of their makers, by how the log names a token
	approvedIn map[string]int64  // the change in which a draft was approved, by noun and ID
}

// Check reads a whole log and the rows that it should have led to.
func Check(ctx context.Context, st *store.Store, units *area.Set) (Report, error) {
	out := Report{Live: map[content.Ground]int{}}
	err := st.View(ctx, func(r store.Reader) error {
		p := &replay{
			units: units, people: map[string]*person{}, standings: map[string]*lasting[content.Standing]{}, forms: map[string]*lasting[content.Form]{}, takeovers: map[string]*takeover{}, pressed: map[string][]pressed{}, bulletins: map[string]bulletin.Bulletin{}, slides: map[string]*slide{}, holds: map[string]*hold{},
			campaigns: map[string]*campaign{}, settings: map[string]*setting{}, surfaces: map[string]content.Surface{}, tokens: map[string]string{}, approvedIn: map[string]int64{},
		}
		meta, err := r.Meta(ctx)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
		p.demo = meta.Kind == store.Demo
		if p.after, err = r.GroundsAfter(ctx); err != nil {
			return err
		}
		if err := p.meet(ctx, r); err != nil {
			return err
		}
		for after := int64(0); ; {
			lines, err := r.Changes(ctx, after, store.MaxPage)
			if err != nil {
				return err
			}
			for _, l := range lines {
				if err := p.read(l); err != nil {
					return fmt.Errorf("read change %d, line %d: %w", l.Number, l.Line, err)
				}
				after = l.Number
			}
			if len(lines) == 0 {
				break
			}
		}
		return p.compare(ctx, r, &out)
	})
	return out, err
}

// read takes a line of the log into account.
func (p *replay) read(l store.Change) error {
	switch l.Noun {
	case store.NounStaff:
		return p.readPerson(l)
	case store.NounInstallation:
		var d struct{ Until time.Time }
		if l.Verb != "let_alone" {
			return nil
		}
		err := json.Unmarshal(l.Detail, &d)
		p.letAlone = d.Until
		return err
	case store.NounStanding:
		return readLasting(p, p.standings, l, p.stands)
	case store.NounForm:
		return readLasting(p, p.forms, l, p.formStands)
	case store.NounTakeover:
		return p.readTakeover(l)
	case store.NounBulletin:
		return p.readBulletin(l)
	case store.NounSlide:
		return p.readSlide(l)
	case store.NounHold:
		return p.readHold(l)
	case store.NounToken:
		return p.readToken(l)
	case store.NounSurface:
		return readSurface(p, l)
	case store.NounCampaign:
		return p.readCampaign(l)
	case store.NounSetting:
		return p.readSetting(l)
	}
	return nil
}

// form is what the detail of a line is: a draft, a document, or neither.
type form struct {
	Doc  json.RawMessage `json:"doc"`
	By   []string        `json:"-"` // of a draft
	ID   string          `json:"id"`
	Kind string          `json:"kind"`
	Kept bool            `json:"kept"`
}

// entry is what was replayed of the thing that a line is about, and what the line says of it.
func entry[T any](all map[string]*T, l store.Change) (*T, form, error) {
	one := all[l.ID]
	if one == nil {
		one = new(T)
		all[l.ID] = one
	}
	var f form
	if len(l.Detail) == 0 || string(l.Detail) == "null" {
		return one, f, nil
	}
	if err := json.Unmarshal(l.Detail, &f); err != nil || f.Doc == nil {
		return one, f, err
	}
	d := struct {
		By *[]string `json:"by"`
	}{&f.By}
	err := json.Unmarshal(l.Detail, &d)
	return one, f, err
}

// approved notes that a draft was approved in a change, whose next line of the thing is its result.
func (p *replay) approved(l store.Change) { p.approvedIn[string(l.Noun)+":"+l.ID] = l.Number }

func (p *replay) wasApproved(l store.Change) bool {
	return p.approvedIn[string(l.Noun)+":"+l.ID] == l.Number
}

// own says whether the demonstration did it to its own sample data.
func (p *replay) own(l store.Change) bool { return p.demo && l.Who == "demo" }
