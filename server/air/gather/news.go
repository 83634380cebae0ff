package gather

import (
	"context"
	"encoding/json"

	"ngatu/content"
	"ngatu/internal/store"
)

// news is what the log says has changed since the last look, sorted by what must be read again.
type news struct {
	settings, figures bool
	holds, surfaces   bool
	slides            map[string]bool         // by ID
	campaigns         map[string]bool         // by ID
	screens           map[string]bool         // by code
	media             map[content.Digest]bool // came or went
	renditions        map[Rendered]bool
	takeovers         map[string]bool // by ID
}

// Rendered names a rendition of a medium.
type Rendered struct {
	Medium content.Digest
	Rendition
}

// follows says what each noun of the log means for what is on. A noun whose function gives false,
// and one that is not here, has everything read.
var follows = map[store.Noun]func(*news, store.Change) bool{
	store.NounSlide:    func(n *news, c store.Change) bool { n.slides[c.ID] = true; return true },
	store.NounCampaign: func(n *news, c store.Change) bool { n.campaigns[c.ID] = true; return true },
	store.NounScreen:   func(n *news, c store.Change) bool { n.screens[c.ID] = true; return true },
	store.NounSetting:  func(n *news, _ store.Change) bool { n.settings = true; return true },
	store.NounFigures:  func(n *news, _ store.Change) bool { n.figures = true; return true },
	store.NounMeasure:  func(n *news, _ store.Change) bool { n.figures = true; return true }, // its limits are those of its boards
	store.NounHold:     func(n *news, _ store.Change) bool { n.holds = true; return true },
	store.NounSurface:  func(n *news, _ store.Change) bool { n.surfaces = true; return true },
	store.NounTakeover: func(n *news, c store.Change) bool { n.takeovers[c.ID] = true; return true },
	store.NounMedium:   func(n *news, c store.Change) bool { n.media[content.Digest(c.ID)] = true; return true },
	store.NounRendition: func(n *news, c store.Change) bool {
		which, ok := renditionOf(c.Detail)
		if ok {
			n.renditions[Rendered{content.Digest(c.ID), which}] = true
		}
		return ok
	},
	store.NounSetBack: everything, // the server is held from here on, or goes on

	store.NounApprovalLink: nothing,
	store.NounBulletin:     nothing, // what is made of one is a takeover
	store.NounCommand:      nothing, // has a path of its own
	store.NounCredential:   nothing,
	store.NounEnrolment:    nothing,
	store.NounFeed:         nothing,
	store.NounFigureSheet:  nothing, // what comes of a sheet is a release
	store.NounForm:         nothing, // what is made of one is a slide
	store.NounRecipe:       nothing,
	store.NounUnitName:     nothing,
	store.NounInbox:        nothing, // what becomes of a file has lines of its own
	store.NounInstallation: nothing,
	store.NounLink:         nothing,
	store.NounSession:      nothing,
	store.NounStaff:        nothing,
	store.NounStanding:     nothing,
	store.NounSubmission:   nothing,
	store.NounToken:        nothing,
}

func nothing(*news, store.Change) bool    { return true }
func everything(*news, store.Change) bool { return false }

// readNews reads the log since g. It reports false where everything has to be read: much happened,
// the log does not reach from g to now (a backup was put back), or it names something unknown.
func (g *State) readNews(ctx context.Context, r store.Reader) (n news, ok bool, err error) {
	last, err := r.LastChange(ctx)
	if err != nil || last < g.Number {
		return n, false, err
	}
	if last == g.Number {
		return n, true, nil
	}
	lines, err := r.Changes(ctx, g.Number, store.MaxPage)
	if err != nil || len(lines) == 0 || len(lines) >= store.MaxPage || lines[len(lines)-1].Number != last {
		return n, false, err
	}
	n, ok = newsOf(lines)
	return n, ok, nil
}

// newsOf sorts lines of the log; it reports false where one of them cannot be placed.
func newsOf(lines []store.Change) (news, bool) {
	n := news{
		slides: map[string]bool{}, campaigns: map[string]bool{}, screens: map[string]bool{},
		media: map[content.Digest]bool{}, renditions: map[Rendered]bool{}, takeovers: map[string]bool{},
	}
	for _, line := range lines {
		if follow, known := follows[line.Noun]; !known || !follow(&n, line) {
			return n, false
		}
	}
	return n, true
}

// renditionOf reads which rendition a line of the log speaks of.
func renditionOf(detail json.RawMessage) (Rendition, bool) {
	var d struct {
		W, H int
		Fit  string
	}
	err := json.Unmarshal(detail, &d)
	return Rendition{Pixels{d.W, d.H}, d.Fit}, err == nil && d.W > 0 && d.H > 0 && d.Fit != ""
}
