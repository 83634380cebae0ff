package bulletin

import (
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/preflight"
)

// unsaid is how long a message holds that does not say it itself: CAP leaves that to the receiver.
const unsaid = 24 * time.Hour

// oldestCancel is how long ago a message may have been sent that takes others back: feeds name theirs
// for long, also when we have forgotten them.
const oldestCancel = 60 * 24 * time.Hour

// ahead is how far the sender's clock may be before ours.
const ahead = time.Hour

// mostRefers is how many messages a message may refer to.
const mostRefers = 100

// Ignored says why a message proposes nothing.
type Ignored string

// Why a message is ignored.
const (
	NotMeant  Ignored = "not_meant" // a test, a draft, or between systems
	NotPublic Ignored = "not_public"
	TooOld    Ignored = "too_old" // it is over
	TooNew    Ignored = "too_new" // it was sent in the future
	Elsewhere Ignored = "elsewhere"
	Empty     Ignored = "empty" // it says nothing
)

// Read is what a message of a feed proposes at an instant, or why it proposes nothing. Facts say
// which links and numbers may be shown, and name the areas; an instant outside all periods of areas
// has none to name.
func Read(m Message, f Feed, facts preflight.Facts, at time.Time) (Bulletin, Ignored) {
	b := Bulletin{ID: IDOf(f.ID, m.Name), Feed: f.ID, Name: m.Name, Came: at, Drill: m.Status == "Exercise", State: Proposed}
	switch {
	case m.Status != "Actual" && m.Status != "Exercise", !slices.Contains([]string{"Alert", "Update", "Cancel"}, m.Kind):
		return b, NotMeant
	case m.Scope != "Public":
		return b, NotPublic
	case m.Sent.After(at.Add(ahead)):
		return b, TooNew
	}
	for _, n := range m.Refers[:min(len(m.Refers), mostRefers)] {
		if n.Sender == m.Sender { // nobody takes back what another sender said
			b.Refers = appendNew(b.Refers, IDOf(f.ID, n))
		}
	}
	info, others := infoFor(m.Infos, m.Sent, at)
	b.Event, b.Language = clipped(plain(info.Event), mostHead), clipped(info.Language, 20)
	b.Expires = expiry(info, m.Sent)
	// An update that is over as it comes says so of what it is about: so tsunami warnings are ended.
	if m.Kind == "Cancel" || m.Kind == "Update" && len(b.Refers) > 0 && !at.Before(b.Expires) {
		b.State, b.Expires = Noted, m.Sent.Add(unsaid)
		if len(b.Refers) == 0 {
			return b, Empty
		}
		if at.Sub(m.Sent) > oldestCancel {
			return b, TooOld
		}
		return b, ""
	}
	switch {
	case b.Event == "" && plain(info.Headline) == "":
		return b, Empty
	case !at.Before(b.Expires):
		return b, TooOld
	}
	b.Gravity = GravityOf(info)
	b.Others = others
	b.Words, b.Cut, b.Long = wordsOf(info, facts)
	if b.Event == "" {
		b.Event = clipped(plain(info.Headline), mostHead)
	}
	known := false
	if period, ok := area.PeriodAt(at); ok {
		b.Areas, b.Said, b.Sure, known = placeOf(info.Areas, f, period, facts.Areas)
	}
	if f.OnlyKnown && !known {
		return b, Elsewhere
	}
	return b, ""
}

// Takeover is what putting a bulletin on makes: its words for these areas (none: the whole city),
// from an instant until what it is for is over.
func (b Bulletin) Takeover(id string, areas []string, by string, at time.Time, lasts time.Duration) (content.Takeover, error) {
	if b.Words.Head == "" {
		return content.Takeover{}, &content.Error{
			Code: content.Conflict,
			Vi:   "Lời của “" + b.Event + "” không chiếu được nguyên văn. Hãy viết lại bằng “Viết và phát ngay”.",
			En:   "The words of “" + b.Event + "” cannot be shown as they are. Write them yourself and put that on.",
		}
	}
	b.Areas = areas
	t := content.Takeover{ID: id, Title: b.Event, Gravity: b.Gravity, Words: b.Words, Targets: b.Targets(), Press: content.Press{Drill: b.Drill}}
	return content.PutOnWarned(t, content.Warned{Bulletin: b.ID, Until: b.Expires}, by, at, lasts)
}
