package alert

import (
	"context"
	"strings"

	"ngatu/internal/store"
)

// inbox is what the log names a file of the inbox by, before its folder, and a slide before its
// file.
const inbox = "inbox:"

// dropped tells those who answer for a folder of the inbox that what was dropped there waits for an
// approver, and why, although a standing approval is made for it.
func (a *Alerts) dropped(ctx context.Context, line store.Change, one thing) ([]store.Alert, error) {
	if !strings.HasPrefix(line.Who, inbox) || line.Noun != store.NounSlide {
		return nil, nil
	}
	live, err := a.Store.Slide(ctx, line.ID)
	if err != nil {
		return nil, unlessGone(err)
	}
	file, _, _ := strings.Cut(strings.TrimPrefix(live.Source, inbox), "#") // a page comes after its document
	m := message{Event: stopped, Noun: line.Noun, ID: line.ID, Title: one.Title, Who: line.Who, At: line.At}
	row, err := a.Store.InboxFile(ctx, file)
	if unlessGone(err) != nil {
		return nil, err
	}
	m.Said = text{row.Sentence.Vi, row.Sentence.En}
	return a.emails(ctx, m, waiting(line.Noun, line.ID), one.by)
}
