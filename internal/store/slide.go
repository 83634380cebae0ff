package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"ngatu/content"
)

const (
	slideVi = "trang"
	slideEn = "slide"
)

// SlideKey is a place in the list of slides: by campaign, order, ID. The zero SlideKey is its start.
type SlideKey struct {
	Campaign string
	Order    int
	ID       string
}

// KeyOf is where s stands in the list.
func KeyOf(s content.Slide) SlideKey { return SlideKey{s.Campaign, s.Order, s.ID} }

// SlideQuery picks slides; what is left empty picks all.
type SlideQuery struct {
	Campaign string
	State    content.State
	After    SlideKey // the last slide of the page before
	Limit    int      // at most [MaxPage], which 0 stands for
}

// Slide is the one with an ID.
func (r Reader) Slide(ctx context.Context, id string) (content.Slide, error) {
	s, err := one(ctx, r, document[content.Slide], `SELECT doc FROM slides WHERE id = $1`, id)
	return s, orMissing(err, slideVi, slideEn, id)
}

// Slides lists a page of slides by campaign, order and ID.
func (r Reader) Slides(ctx context.Context, q SlideQuery) ([]content.Slide, error) {
	var where []string
	var args []any
	and := func(condition string, values ...any) {
		marks := make([]any, len(values))
		for i, value := range values {
			args = append(args, value)
			marks[i] = len(args)
		}
		where = append(where, fmt.Sprintf(condition, marks...))
	}
	if q.After != (SlideKey{}) {
		and(`(campaign, position, id) > ($%d, $%d, $%d)`, q.After.Campaign, q.After.Order, q.After.ID)
	}
	if q.Campaign != "" {
		and(`campaign = $%d`, q.Campaign)
	}
	if q.State != "" {
		and(`state = $%d`, string(q.State))
	}
	query := `SELECT doc FROM slides`
	if len(where) > 0 {
		query += ` WHERE ` + strings.Join(where, ` AND `)
	}
	return list(ctx, r, document[content.Slide], fmt.Sprintf(`%s ORDER BY campaign, position, id LIMIT %d`, query, page(q.Limit)), args...)
}

// ApprovedSlides lists every approved slide by campaign and order: what plans are made from.
func (r Reader) ApprovedSlides(ctx context.Context) ([]content.Slide, error) {
	return list(ctx, r, document[content.Slide], `SELECT doc FROM slides WHERE state = $1 ORDER BY campaign, position, id`, string(content.Approved))
}

// SlidesFrom lists the slides that came from a source, such as "inbox:Đống Đa/a.jpg"; at most [MaxPage].
func (r Reader) SlidesFrom(ctx context.Context, source string) ([]content.Slide, error) {
	return list(ctx, r, document[content.Slide], `SELECT doc FROM slides WHERE source = $1 AND source <> '' ORDER BY id LIMIT $2`, source, MaxPage)
}

// SlidesWith lists the slides that show a medium; at most [MaxPage].
func (r Reader) SlidesWith(ctx context.Context, medium content.Digest) ([]content.Slide, error) {
	return list(ctx, r, document[content.Slide], `SELECT doc FROM slides WHERE medium = $1 AND medium <> '' ORDER BY id LIMIT $2`, string(medium), MaxPage)
}

// CountSlides is how many slides stand in each state.
func (r Reader) CountSlides(ctx context.Context) (map[content.State]int, error) {
	type count struct {
		state content.State
		n     int
	}
	counts, err := list(ctx, r, func(row scanner) (c count, err error) {
		err = row.Scan(&c.state, &c.n)
		return c, err
	}, `SELECT state, count(*) FROM slides GROUP BY state`)
	states := make(map[content.State]int)
	for _, c := range counts {
		states[c.state] = c.n
	}
	return states, err
}

// PutSlide makes or changes a slide. Whether its state may become what it is was decided by [content.Submit],
// [content.Approve] or [content.TakeOff]; the log says which of them it was.
func (tx *Tx) PutSlide(ctx context.Context, s content.Slide) error {
	doc, err := written(s)
	if err != nil {
		return err
	}
	verb, err := tx.slideVerb(ctx, s)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO slides (id, campaign, position, state, source, medium, doc) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET campaign = excluded.campaign, position = excluded.position, state = excluded.state,
			source = excluded.source, medium = excluded.medium, doc = excluded.doc`,
		s.ID, s.Campaign, s.Order, string(s.State), s.Source, string(s.Medium), doc)
	if err != nil {
		return err
	}
	return tx.did(ctx, verb, "slide", s.ID, s)
}

// slideVerb says in one word what a put does to a slide.
func (tx *Tx) slideVerb(ctx context.Context, s content.Slide) (string, error) {
	if err := plain(s.ID); err != nil {
		return "", err
	}
	var before content.State
	err := tx.q.QueryRowContext(ctx, `SELECT state FROM slides WHERE id = $1`, s.ID).Scan(&before)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "create", nil
	case err != nil:
		return "", tx.told(err)
	case before == s.State:
		return "change", nil
	case s.State == content.Submitted:
		return "submit", nil
	case s.State == content.Approved:
		return "approve", nil
	case s.State == content.TakenOff:
		return "take_off", nil
	}
	return "draft", nil
}

// DeleteSlide removes a slide for good; the log keeps that it was there.
func (tx *Tx) DeleteSlide(ctx context.Context, id string) error {
	gone, err := tx.exec(ctx, `DELETE FROM slides WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, "slide", slideVi, slideEn, id)
}
