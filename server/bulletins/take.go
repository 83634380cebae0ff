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
	"ngatu/internal/store"
)

// mostAtOnce bounds what one answer may add: a feed that goes mad fills neither the log nor the
// pages.
const mostAtOnce = 50

// looksBack is how far back messages are that a new one may be about.
const looksBack = 60 * 24 * time.Hour

// ask asks one feed and takes what it says. An error is one of the store; what is wrong with the
// feed is in its status.
func (b *Bulletins) ask(ctx context.Context, f bulletin.Feed) error {
	set, err := b.Store.SettingValues(ctx, []string{content.SettingDomains, content.SettingPublic, content.SettingHotline})
	if err != nil {
		return err
	}
	d, fault := b.read(ctx, f, set[0])
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
	facts := preflight.Facts{Now: b.Now(), Hotline: set[2], Areas: b.Areas, Leads: link.Allowed(set[0], set[1])}
	ignored, err := b.take(ctx, f, d.Messages, facts)
	if err != nil {
		b.note(f.ID, func(s *Status) { s.tag = "" }) // what was not stored is read again
		return err
	}
	b.note(f.ID, func(s *Status) {
		s.Fault, s.Read, s.Came, s.Ignored, s.Broken, s.Why = nil, b.Now(), len(d.Messages)+d.Broken, ignored, d.Broken, d.Why
	})
	return nil
}

// read fetches a feed and the messages that it links to; nil where it is as it was.
func (b *Bulletins) read(ctx context.Context, f bulletin.Feed, domains string) (*cap.Document, error) {
	if err := CheckAddress(f.Address, domains, b.Inside); err != nil {
		return nil, err
	}
	body, tag, err := b.fetch(ctx, f.Address, b.Status(f.ID).tag, cap.MaxBytes)
	if err != nil || body == nil {
		return nil, err
	}
	d, err := b.Workers.Bulletin(ctx, body)
	if err != nil {
		return nil, err
	}
	more, err := b.linked(ctx, f.ID, f.Address, domains, d.Links)
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
	b.note(f.ID, func(s *Status) { s.tag = tag })
	return &d, nil
}

// take keeps what messages propose, in the order in which they were sent: each once, with what it
// makes of those before.
func (b *Bulletins) take(ctx context.Context, f bulletin.Feed, all []bulletin.Message, facts preflight.Facts) (map[bulletin.Ignored]int, error) {
	ignored := map[bulletin.Ignored]int{}
	known, err := b.Store.Bulletins(ctx, b.Now().Add(-looksBack))
	if err != nil {
		return ignored, err
	}
	slices.SortStableFunc(all, func(x, y bulletin.Message) int { return x.Sent.Compare(y.Sent) })
	added := 0
	for _, m := range all {
		one, why := bulletin.Read(m, f, facts, b.Now())
		if why != "" {
			ignored[why]++
			continue
		}
		if len(bulletin.Take(known, one)) == 0 {
			continue
		}
		if added == mostAtOnce {
			b.note(f.ID, func(s *Status) { s.tag = "" }) // the rest is taken at the next look
			break
		}
		var changed []bulletin.Bulletin
		_, err := b.Store.Change(ctx, "feed:"+f.ID, func(tx *store.Tx) error {
			now, err := tx.Bulletins(ctx, b.Now().Add(-looksBack)) // people act meanwhile
			if err != nil {
				return err
			}
			known, changed = now, bulletin.Take(now, one)
			for _, c := range changed {
				if err := tx.PutBulletin(ctx, verbOf(c, one.ID), c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return ignored, err
		}
		known, added = append(changed, known...), added+1
	}
	return ignored, nil
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
