package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ngatu/content"
)

// GuideType is the MIME type of a guide: the JSON of a [Guide], stored as a medium by its digest.
const GuideType = "application/vnd.ngatu.guide+json"

// MaxGuide is the largest guide, in bytes of JSON.
const MaxGuide = 64 << 10

// Guide is one of the choices that a touch screen offers beside its loop. It is text only: no
// markup, no address to open, nothing to fill in.
type Guide struct {
	ID    string      `json:"id"`
	Kind  GuideKind   `json:"kind"`
	Icon  string      `json:"icon,omitempty"` // phone, list, bars or question
	Title Both        `json:"title"`          // the choice, and the head of its sheets
	Brief Both        `json:"brief,omitzero"` // a line below the title
	Pages []GuidePage `json:"pages"`
}

// Texts are all that it says, in both languages.
func (g Guide) Texts() (out []string) {
	all := []Both{g.Title, g.Brief}
	for _, p := range g.Pages {
		all = append(append(append(append(all, p.Title), p.Body...), p.Steps...), p.Items...)
	}
	for _, b := range all {
		out = append(out, b.Vi, b.En)
	}
	return out
}

// GuideKind says how a visitor goes through a guide.
type GuideKind string

// The kinds of guide.
const (
	GuidePages     GuideKind = "pages"     // one page after another
	GuideQuestions GuideKind = "questions" // titles to choose from, each with its answer
	GuideArea      GuideKind = "area"      // progress of an area: the first page asks for one, the second says that there are no figures
)

// GuidePage is a part of a guide. The player splits it if it does not fit on a sheet.
type GuidePage struct {
	Title Both   `json:"title,omitzero"`
	Body  []Both `json:"body,omitempty"`  // paragraphs
	Steps []Both `json:"steps,omitempty"` // numbered
	Items []Both `json:"items,omitempty"` // bullets
	Code  string `json:"code,omitempty"`  // bind of one of the screen's codes; the page is left out if the screen does not have it
}

// Both is a text in both languages of a kiosk; Vietnamese is shown first.
type Both struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

var guideIcons = []string{"", "phone", "list", "bars", "question"}

// address matches what looks like a link or markup: a kiosk leads nowhere.
var address = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://|\bwww\.|<[a-z/!]`)

// MaxGuideText is the longest text in a guide, in characters: more does not fit on a sheet.
const MaxGuideText = 400

// ReadGuide reads a guide and checks that it can be shown: it has a title, says everything in both
// languages, and has neither markup nor addresses. The error is a [content.Error] of code Invalid
// that names the text at fault.
func ReadGuide(b []byte) (Guide, error) {
	var g Guide
	if len(b) > MaxGuide {
		return g, badGuide("", ErrTooLarge)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&g); err != nil {
		return g, badGuide("", err)
	}
	return g, g.check()
}

func (g Guide) check() error {
	switch {
	case g.ID == "" || len(g.ID) > 64:
		return badGuide("id", nil)
	case !slices.Contains([]GuideKind{GuidePages, GuideQuestions, GuideArea}, g.Kind):
		return badGuide("kind", nil)
	case !slices.Contains(guideIcons, g.Icon):
		return badGuide("icon", nil)
	case len(g.Pages) == 0 || len(g.Pages) > 40:
		return badGuide("pages", nil)
	case !g.Title.good() || g.Brief != (Both{}) && !g.Brief.good():
		return badGuide(g.Title.Vi, nil)
	}
	for i, p := range g.Pages {
		if p.Title != (Both{}) && !p.Title.good() || p.Title == (Both{}) && g.Kind == GuideQuestions {
			return badGuide(fmt.Sprintf("pages[%d].title", i), nil)
		}
		for _, t := range slices.Concat(p.Body, p.Steps, p.Items) {
			if !t.good() {
				return badGuide(t.Vi, nil)
			}
		}
	}
	return nil
}

// good says whether a text is complete in both languages and plain text.
func (t Both) good() bool {
	for _, s := range []string{t.Vi, t.En} {
		if strings.TrimSpace(s) == "" || len([]rune(s)) > MaxGuideText || address.MatchString(s) {
			return false
		}
	}
	return true
}

func badGuide(at string, err error) error {
	return &content.Error{
		Code: content.Invalid, Err: err,
		Vi: fmt.Sprintf("Hướng dẫn cho kiosk không dùng được (%q). Mỗi câu phải có tiếng Việt và tiếng Anh, không có đường dẫn hay mã HTML.", at),
		En: fmt.Sprintf("The kiosk guide cannot be used (%q). Every text must be there in Vietnamese and English, without links or HTML.", at),
	}
}
