package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"ngatu/content"
)

const (
	slideVi = "tấm"
	slideEn = "slide"
)

// SlideKey is a place in the list of slides: by campaign, order, ID. The zero
// SlideKey is its start.
type SlideKey struct {
	Campaign string
	Order    int
	ID       string
}

// KeyOf is where s stands in the list.
func KeyOf(s content.Slide) SlideKey { return SlideKey{s.Campaign, s.Order, s.ID} }

// String writes the key as an address has it; see [SlideKeyOf].
func (k SlideKey) String() string { return strconv.Itoa(k.Order) + " " + k.ID + " " + k.Campaign }

// SlideKeyOf reads what [SlideKey.String] wrote; the start of the list where it cannot be read.
func SlideKeyOf(text string) (k SlideKey) {
	parts := strings.SplitN(text, " ", 3)
	if len(parts) == 3 {
		if n, err := strconv.Atoi(parts[0]); err == nil {
			k = SlideKey{Campaign: parts[2], Order: n, ID: parts[1]}
		}
	}
	return k
}

// SlideQuery picks slides; what is left empty picks all.
type SlideQuery struct {
	Campaign string
	State    content.State // of the slide, or of the draft beside it; content.TakenOff: also what a hold of its own keeps off now
	After    SlideKey      // the last slide of the page before
	Limit    int           // at most [MaxPage], which 0 stands for
}

// Slide is the one with an ID.
func (r libraryReads) Slide(ctx context.Context, id string) (content.Slide, error) {
	s, err := one(ctx, r.conn, document[content.Slide], `SELECT doc FROM slides WHERE id = $1`, id)
	return s, orMissing(err, slideVi, slideEn, id)
}

// Slides lists a page of slides by campaign, order and ID.
func (r libraryReads) Slides(ctx context.Context, q SlideQuery) ([]content.Slide, error) {
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
	switch q.State {
	case "":
	case content.TakenOff:
		and(`(state = $%d OR id IN (`+r.heldNow()+`))`, string(q.State))
	default:
		and(`(state = $%d OR id IN (SELECT id FROM drafts WHERE noun = 'slide' AND state = $%d))`, string(q.State), string(q.State))
	}
	query := `SELECT doc FROM slides`
	if len(where) > 0 {
		query += ` WHERE ` + strings.Join(where, ` AND `)
	}
	return list(ctx, r.conn, document[content.Slide], fmt.Sprintf(`%s ORDER BY campaign, position, id LIMIT %d`, query, page(q.Limit)), args...)
}

// EachSlide visits the slides that q picks, page by page, until visit gives an error.
func (r libraryReads) EachSlide(ctx context.Context, q SlideQuery, visit func(content.Slide) error) error {
	q.Limit = MaxPage
	for {
		page, err := r.Slides(ctx, q)
		if err != nil {
			return err
		}
		for _, s := range page {
			if err := visit(s); err != nil {
				return err
			}
		}
		if len(page) < MaxPage {
			return nil
		}
		q.After = KeyOf(page[len(page)-1])
	}
}

// ApprovedSlides lists every approved slide by campaign and order: what plans are made from.
func (r libraryReads) ApprovedSlides(ctx context.Context) ([]content.Slide, error) {
	return list(ctx, r.conn, document[content.Slide], `SELECT doc FROM slides WHERE state = $1 ORDER BY campaign, position, id`, string(content.Approved))
}

// SlidesFrom lists the slides that came from a source, such as "inbox:Đống Đa/a.jpg";
// at most [MaxPage].
func (r libraryReads) SlidesFrom(ctx context.Context, source string) ([]content.Slide, error) {
	return list(ctx, r.conn, document[content.Slide], `SELECT doc FROM slides WHERE source = $1 AND source <> '' ORDER BY id LIMIT $2`, source, MaxPage)
}

// SlidesWith lists the slides that show a medium; at most [MaxPage].
func (r libraryReads) SlidesWith(ctx context.Context, medium content.Digest) ([]content.Slide, error) {
	return list(ctx, r.conn, document[content.Slide], `SELECT doc FROM slides WHERE medium = $1 AND medium <> '' ORDER BY id LIMIT $2`, string(medium), MaxPage)
}

// CountSlides is how many slides stand in each state; CountSlideDrafts counts the drafts beside
// them.
func (r libraryReads) CountSlides(ctx context.Context) (map[content.State]int, error) {
	return countStates(ctx, r.conn, `SELECT state, count(*) FROM slides GROUP BY state`)
}

// CountSlideDrafts is how many drafts that are kept beside slides stand in each state.
func (r libraryReads) CountSlideDrafts(ctx context.Context) (map[content.State]int, error) {
	return countStates(ctx, r.conn, `SELECT state, count(*) FROM drafts WHERE noun = 'slide' GROUP BY state`)
}

func countStates(ctx context.Context, r conn, query string) (map[content.State]int, error) {
	type count struct {
		state content.State
		n     int
	}
	counts, err := list(ctx, r, func(row scanner) (c count, err error) {
		err = row.Scan(&c.state, &c.n)
		return c, err
	}, query)
	states := make(map[content.State]int)
	for _, c := range counts {
		states[c.state] = c.n
	}
	return states, err
}

// PutSlide makes or changes a slide. Whether its state may become what it is was decided by
// [content.Submit], [content.Approve] or [content.FileGone]; the log says which of them it was.
func (tx libraryWrites) PutSlide(ctx context.Context, s content.Slide) error {
	verb, err := tx.slideVerb(ctx, s)
	if err != nil {
		return err
	}
	if err := refitted(ctx, tx, s); err != nil {
		return err
	}
	return tx.putSlide(ctx, verb, s)
}

func (tx libraryWrites) putSlide(ctx context.Context, verb string, s content.Slide) error {
	doc, err := written(apart(s))
	if err != nil {
		return err
	}
	again, err := approvedAgain(ctx, tx, s)
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
	if err := tx.followLive(ctx, verb, DraftKey{NounSlide, s.ID}, s.State, s.Returned); err != nil {
		return err
	}
	if err := tx.did(ctx, verb, NounSlide, s.ID, s); err != nil {
		return err
	}
	if again {
		if err := tx.Unseen(ctx, s, tx.Time()); err != nil {
			return err
		}
	}
	return tx.cardsFollow(ctx, s)
}

// slideVerb says in one word what a put does to a slide.
func (tx libraryWrites) slideVerb(ctx context.Context, s content.Slide) (string, error) {
	if err := plain(s.ID); err != nil {
		return "", err
	}
	var before content.State
	err := tx.q.QueryRowContext(ctx, `SELECT state FROM slides WHERE id = $1`, s.ID).Scan(&before)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if s.State == content.Submitted {
			return "submit", nil // it came by the inbox, straight onto somebody's desk
		}
		return "create", nil
	case err != nil:
		return "", tx.explain(err)
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

// DeleteSlide removes a slide for good, and the drafts of its cards; the log keeps that they were
// there. Conflict where cards of it wait for approval or were approved.
func (tx libraryWrites) DeleteSlide(ctx context.Context, id string) error {
	cards, err := tx.CardsOf(ctx, id)
	if err != nil {
		return err
	}
	for _, one := range cards {
		switch one.State {
		case content.TakenOff:
			continue
		case content.Draft:
			err = tx.DeleteSlide(ctx, one.ID)
		default:
			err = &content.Error{
				Code: content.Conflict,
				Vi:   "Có thẻ của trang này đang chờ duyệt hoặc đã duyệt: “" + one.Title + "”. Hãy rút hoặc gỡ các thẻ trước, rồi xóa trang.",
				En:   "Cards of this page wait to be approved, or were: “" + one.Title + "”. Take them back or off first, then delete the page.",
			}
		}
		if err != nil {
			return err
		}
	}
	if err := tx.follow(ctx, "delete", DraftKey{NounSlide, id}, false, ""); err != nil {
		return err
	}
	gone, err := tx.exec(ctx, `DELETE FROM slides WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounSlide, slideVi, slideEn, id)
}

// NextOrder is the place behind the last slide of a campaign: 1 where it has none.
func (r libraryReads) NextOrder(ctx context.Context, campaign string) (n int, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT COALESCE(MAX(position), 0) + 1 FROM slides WHERE campaign = $1`, campaign).Scan(&n)
	return n, r.explain(err)
}
