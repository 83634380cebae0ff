package pulls

import (
	"bytes"
	"context"
	"errors"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/internal/outside"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
	"ngatu/server/figures"
)

// accepted are the kinds of files that sheets come as.
const accepted = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, application/vnd.oasis.opendocument.spreadsheet, text/csv, */*;q=0.5"

// ask asks one address and hands on what it brings. An error is one of this server; what is wrong
// with the address or its sheet is in the status.
func (p *Pulls) ask(ctx context.Context, m figure.Measure, one figure.Pull) error {
	outcome, tag, err := p.take(ctx, m, one, p.Status(m.ID, one.Name).tag)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	now := p.Now()
	if err == nil {
		p.note(m.ID, one, func(s *Status) {
			s.Fault, s.Read, s.tag, s.tries = nil, now, tag, 0
			if outcome != "" && outcome != figures.Same || s.Outcome == "" {
				s.Outcome, s.Came = outcome, now
			}
		})
		return nil
	}
	var said *content.Error
	ours := !errors.As(err, &said)
	if ours {
		said = &content.Error{
			Code: content.Away, Err: err, Vi: "Máy chủ chưa xử lý được bảng này và sẽ thử lại.", En: "The server could not deal with the sheet and will try again.",
		}
	} else {
		p.Log.Warn("figures could not be taken from an address", "measure", m.ID, "sender", one.Sender(), "error", err)
	}
	p.note(m.ID, one, func(s *Status) { s.Fault, s.tag, s.tries = said, "", s.tries+1 })
	if ours {
		return err
	}
	return nil
}

// take fetches a sheet and takes it as one of the API is taken. The outcome is "" where the address
// says that nothing has changed.
func (p *Pulls) take(ctx context.Context, m figure.Measure, one figure.Pull, tag string) (figures.Outcome, string, error) {
	if err := p.mayStill(ctx, m, one); err != nil {
		return "", "", err
	}
	set, err := p.Store.SettingValues(ctx, []string{content.SettingDomains})
	if err != nil {
		return "", "", err
	}
	if err := outside.CheckAddress(one.Address, set[0], p.Inside); err != nil {
		return "", "", err
	}
	body, tag, err := outside.Fetch(ctx, p.client, outside.Ask{Address: one.Address, Tag: tag, Accept: accepted, Most: sheet.MaxBytes})
	if err != nil || body == nil {
		return "", tag, err
	}
	last, err := p.Store.LastSheet(ctx, one.Sender(), m.ID)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return "", "", err
	}
	if err == nil && last.Digest == content.DigestOf(body) {
		return figures.Same, tag, nil // whatever people made of it
	}
	o := figures.TakeOptions{Measure: m.ID, By: one.Name, Person: one.By, Absent: true}
	r, err := p.Figures.Read(ctx, one.Sender(), one.Name, bytes.NewReader(body), o)
	if err != nil {
		return "", "", err
	}
	if back, err := p.withdrawn(ctx, one.Sender(), r); err != nil || back {
		return figures.Same, tag, err
	}
	r, err = p.Figures.Keep(ctx, one.Sender(), r, o, nil)
	return r.Outcome, tag, err
}

// mayStill refuses an address whose person may not release the measure any more: somebody stands
// for what it brings, as the maker of a token does.
func (p *Pulls) mayStill(ctx context.Context, m figure.Measure, one figure.Pull) error {
	b, err := p.Store.Bearer(ctx, one.By)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	if err == nil && m.MayRelease(one.By) && mandate.Somewhere(b, mandate.Release, p.Now(), p.Areas) {
		return nil
	}
	return &content.Error{
		Code: content.Denied,
		Vi:   "Người đã nhập địa chỉ này không còn quyền công bố chỉ số. Hãy nhờ người có quyền bỏ địa chỉ rồi nhập lại.",
		En:   "Whoever entered this address may not release the measure any more. Have somebody who may remove it and enter it again.",
	}
}

// withdrawn says whether a sheet brings back the figures that were withdrawn last: a file that says
// the same in other bytes must not undo what a person has taken off.
func (p *Pulls) withdrawn(ctx context.Context, sender string, r figures.Reading) (bool, error) {
	if len(r.Figures) == 0 || r.Outcome == figures.Same {
		return false, nil
	}
	all, err := p.Store.Releases(ctx, r.Release.Measure, 0, store.MaxPage)
	if err != nil {
		return false, err
	}
	for _, was := range all {
		if was.Sender != sender || was.Withdrawn.IsZero() || was.Period != r.Release.Period {
			continue
		}
		before, err := p.Store.Figures(ctx, was)
		return err == nil && figure.Same(before, r.Figures), err
	}
	return false, nil
}
