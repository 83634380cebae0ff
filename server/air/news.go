package air

import (
	"context"
	"encoding/json"

	"ngatu/content"
	"ngatu/internal/store"
)

// news is what the log says has changed since the last look, sorted by what must be read again.
type news struct {
	settings, figures bool
	slides            map[string]bool         // by ID
	campaigns         map[string]bool         // by ID
	screens           map[string]bool         // by code
	media             map[content.Digest]bool // came or went
	renditions        map[made]bool
	takeovers         map[string]bool // by ID
}

// made names a rendition of a medium.
type made struct {
	medium content.Digest
	which  rendition
}

// aside are the nouns of the log that no frame depends on.
var aside = map[string]bool{
	"command": true, "credential": true, "enrolment": true, "inbox": true, "installation": true, "link": true,
	"session": true, "staff": true, "standing": true, "token": true,
}

// readNews reads the log since g. It reports false where everything has to be read: much happened, the log does not reach
// from g to now (a backup was put back), or it names something unknown.
func (g *gathered) readNews(ctx context.Context, r store.Reader) (n news, ok bool, err error) {
	last, err := r.LastChange(ctx)
	if err != nil || last < g.number {
		return n, false, err
	}
	if last == g.number {
		return n, true, nil
	}
	lines, err := r.Changes(ctx, g.number, store.MaxPage)
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
		media: map[content.Digest]bool{}, renditions: map[made]bool{}, takeovers: map[string]bool{},
	}
	for _, line := range lines {
		switch line.Noun {
		case "slide":
			n.slides[line.ID] = true
		case "campaign":
			n.campaigns[line.ID] = true
		case "screen":
			n.screens[line.ID] = true
		case "setting":
			n.settings = true
		case "figures":
			n.figures = true
		case "takeover":
			n.takeovers[line.ID] = true
		case "medium":
			n.media[content.Digest(line.ID)] = true
		case "rendition":
			which, ok := renditionOf(line.Detail)
			if !ok {
				return n, false
			}
			n.renditions[made{content.Digest(line.ID), which}] = true
		default:
			if !aside[line.Noun] {
				return n, false
			}
		}
	}
	return n, true
}

// renditionOf reads which rendition a line of the log speaks of.
func renditionOf(detail json.RawMessage) (rendition, bool) {
	var d struct {
		W, H int
		Fit  string
	}
	err := json.Unmarshal(detail, &d)
	return rendition{pixels{d.W, d.H}, d.Fit}, err == nil && d.W > 0 && d.H > 0 && d.Fit != ""
}
