package bulletins

import (
	"context"
	"errors"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/bulletin"
	"ngatu/content/preflight"
	"ngatu/internal/cap"
	"ngatu/internal/link"
	"ngatu/internal/outside"
	"ngatu/internal/store"
)

// mostAtOnce bounds what one answer may add: a feed that goes mad fills neither the log nor the
// pages.
const mostAtOnce = 50

// mostReading is how long a feed and its links are read at a look; the links that are left are read
// at the next.
const mostReading = 2 * time.Minute

// looksBack is how far back messages are that a new one may be about.
const looksBack = 60 * 24 * time.Hour

// ask asks one feed and takes what it says. An error is one of the store; what is wrong with the
// feed is in its status.
func (b *Bulletins) ask(ctx context.Context, f bulletin.Feed) error {
	set, err := b.Store.SettingValues(ctx, []string{content.SettingDomains, content.SettingPublic, content.SettingHotline, content.SettingPhones})
	if err != nil {
		return err
	}
	reading, done := context.WithTimeout(ctx, mostReading)
	defer done()
	d, fault := b.read(reading, f, set[0])
	if fault != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var said *content.Error
		if !errors.As(fault, &said) {
			said = &content.Error{Code: content.Away, Err: fault, Vi: "Không đọc được nguồn cảnh báo.", En: "The feed could not be read."}
		}
		b.Log.Warn("a feed of warnings could not be read", "feed", f.ID, "error", fault)
		b.note(f.ID, func(s *Status) { s.Fault = said })
		return nil
	}
	if d == nil {
		b.note(f.ID, func(s *Status) { s.Fault, s.Read = nil, b.Now() })
		return nil
	}
	phones, err := preflight.ReadPhones(set[3])
	if err != nil {
		return err
	}
	facts := preflight.Facts{Now: b.Now(), Hotline: set[2], Phones: phones, Areas: b.Areas, Leads: link.Allowed(set[0], set[1])}
	ignored, whole, err := b.take(ctx, f, d.Messages, facts)
	if err != nil {
		b.note(f.ID, func(s *Status) { s.tag = "" }) // what was not stored is read again
		return err
	}
	b.note(f.ID, func(s *Status) {
		if s.tag = ""; whole { // else all is read again, links too, and the rest is taken then
			s.tag, b.marks[f.ID] = d.tag, d.marks
		}
		s.Fault, s.Read, s.Came, s.Ignored, s.Broken, s.Why = nil, b.Now(), len(d.Messages)+d.Broken, ignored, d.Broken, d.Why
	})
	return nil
}

// answer is what a feed and its links say.
type answer struct {
	cap.Document
	tag   string          // of the feed; kept, as the marks are, once the messages are
	marks map[string]mark // of its links
}

// read fetches a feed and the messages that it links to; nil where it is as it was.
func (b *Bulletins) read(ctx context.Context, f bulletin.Feed, domains string) (*answer, error) {
	if err := outside.CheckAddress(f.Address, domains, b.Inside); err != nil {
		return nil, err
	}
	body, tag, err := outside.Fetch(ctx, b.client, outside.Ask{Address: f.Address, Tag: b.Status(f.ID).tag, Accept: accepted, Most: cap.MaxBytes})
	if err != nil || body == nil {
		return nil, err
	}
	d, err := b.Workers.Bulletin(ctx, body)
	if err != nil {
		return nil, err
	}
	more, marks, err := b.linked(ctx, f.ID, f.Address, domains, d.Links)
	if err != nil {
		return nil, err
	}
	for _, one := range more {
		d.Messages, d.Broken = append(d.Messages, one.Messages...), d.Broken+one.Broken
		if d.Why == "" {
			d.Why = one.Why
		}
	}
	if len(d.Links) > 0 {
		tag = "" // links that are left are read at the next look
	}
	return &answer{d, tag, marks}, nil
}

// take keeps what messages propose, in the order in which they were sent: each once, with what it
// makes of those before. Whole says that none is left for the next look.
func (b *Bulletins) take(ctx context.Context, f bulletin.Feed, all []bulletin.Message, facts preflight.Facts) (ignored map[bulletin.Ignored]int, whole bool, err error) {
	ignored = map[bulletin.Ignored]int{}
	slices.SortStableFunc(all, func(x, y bulletin.Message) int { return x.Sent.Compare(y.Sent) })
	added := 0
	for _, m := range all {
		one, why := bulletin.Read(m, f, facts, b.Now())
		if why != "" {
			ignored[why]++
			continue
		}
		_, err := b.Store.Bulletin(ctx, one.ID)
		if err == nil {
			continue
		}
		if content.CodeOf(err) != content.NotFound {
			return ignored, false, err
		}
		if added == mostAtOnce {
			return ignored, false, nil
		}
		_, err = b.Store.Change(ctx, "feed:"+f.ID, func(tx *store.Tx) error {
			known, err := b.knownTo(ctx, tx, one)
			if err != nil {
				return err
			}
			for _, c := range bulletin.Take(known, one) {
				if err := tx.PutBulletin(ctx, verbOf(c, one.ID), c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return ignored, false, err
		}
		added++
	}
	return ignored, true, nil
}

// knownTo are the bulletins that a new one may be about, or that may be about it: those of late,
// and by their IDs itself and those that it names, however long ago they came.
func (b *Bulletins) knownTo(ctx context.Context, tx *store.Tx, one bulletin.Bulletin) ([]bulletin.Bulletin, error) {
	known, err := tx.Bulletins(ctx, b.Now().Add(-looksBack))
	if err != nil {
		return nil, err
	}
	for _, id := range append([]string{one.ID}, one.Refers...) {
		if slices.ContainsFunc(known, func(k bulletin.Bulletin) bool { return k.ID == id }) {
			continue
		}
		old, err := tx.Bulletin(ctx, id)
		if content.CodeOf(err) == content.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		known = append(known, old)
	}
	return known, nil
}

// verbOf says in a word what a message did to a bulletin; its own is new.
func verbOf(b bulletin.Bulletin, came string) string {
	switch {
	case b.State == bulletin.Cancelled:
		return "cancel"
	case b.State == bulletin.Replaced:
		return "supersede"
	case b.ID == came && b.State == bulletin.Proposed:
		return "propose"
	}
	return "note"
}
