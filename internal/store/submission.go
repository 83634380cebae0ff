package store

import (
	"context"
	"crypto/rand"
	"math"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
)

// Submission is drafts that go to the approver together. A draft that is submitted is in exactly
// one of them: of its own, until it is gathered with others.
type Submission struct {
	ID    string
	By    string // who sent it
	At    time.Time
	Step  time.Time // when it had waited too long and went one step on; zero: it did not
	Items []Item    // in the order in which they were gathered
}

// DraftKey names something that is being written.
type DraftKey struct {
	Noun Noun
	ID   string
}

// Item is a draft in a submission, with what became of it.
type Item struct {
	DraftKey
	Submission string
	After      string  // ID of the submission in which it was returned before; "": of none
	Outcome    Outcome // "": it waits
	By         string  // who decided
	At         time.Time
	Why        string // it was returned
	Via        string // by which way it was decided: [ViaLink]; "": in the studio
	Made       string // staff ID of an author who made the approver's account, or could sign in as them; "": none
	Document   string // the number of the document that the approval of a campaign or setting rests on; see [NumberItem]
}

// Outcome is what became of an item.
type Outcome string

// The outcomes of items.
const (
	ItemApproved  Outcome = "approved"
	ItemReturned  Outcome = "returned"
	ItemWithdrawn Outcome = "withdrawn" // it was edited, taken back, or sent with others
)

// Waits are the items without an outcome.
func (s Submission) Waits() (out []Item) {
	for _, i := range s.Items {
		if i.Outcome == "" {
			out = append(out, i)
		}
	}
	return out
}

const itemColumns = `submission, noun, id, after, outcome, who, at, why, via, made, document`

func scanItem(row scanner) (Item, error) {
	var i Item
	var when int64
	err := row.Scan(&i.Submission, &i.Noun, &i.ID, &i.After, &i.Outcome, &i.By, &when, &i.Why, &i.Via, &i.Made, &i.Document)
	i.At = at(when)
	return i, err
}

func scanSubmission(row scanner) (Submission, error) {
	var s Submission
	var when, step int64
	err := row.Scan(&s.ID, &s.By, &when, &step)
	s.At, s.Step = at(when), at(step)
	return s, err
}

// Submission is the one with an ID.
func (r libraryReads) Submission(ctx context.Context, id string) (Submission, error) {
	s, err := one(ctx, r.conn, scanSubmission, `SELECT id, who, at, step FROM submissions WHERE id = $1`, id)
	if err != nil {
		return s, orMissing(err, "lần gửi duyệt", "submission", id)
	}
	s.Items, err = list(ctx, r.conn, scanItem, `SELECT `+itemColumns+` FROM submission_items WHERE submission = $1 ORDER BY position, noun, id`, id)
	return s, err
}

// Submissions lists those of which something waits, the oldest first, at most [MaxPage].
func (r libraryReads) Submissions(ctx context.Context) ([]Submission, error) {
	return r.submissions(ctx, `SELECT id, who, at, step FROM submissions
		WHERE id IN (SELECT submission FROM submission_items WHERE outcome = '') ORDER BY at, id LIMIT $1`, MaxPage)
}

// DecidedSubmissions lists the newest of which nothing waits any more, from the one after last on:
// from the first for the zero Submission.
func (r libraryReads) DecidedSubmissions(ctx context.Context, last Submission, limit int) ([]Submission, error) {
	before := int64(math.MaxInt64)
	if !last.At.IsZero() {
		before = ms(last.At)
	}
	return r.submissions(ctx, `SELECT id, who, at, step FROM submissions
		WHERE id NOT IN (SELECT submission FROM submission_items WHERE outcome = '') AND (at < $1 OR at = $1 AND id > $2)
		ORDER BY at DESC, id LIMIT $3`, before, last.ID, page(limit))
}

func (r libraryReads) submissions(ctx context.Context, query string, args ...any) ([]Submission, error) {
	all, err := list(ctx, r.conn, scanSubmission, query, args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var in []string
	var ids []any
	place := map[string]int{}
	for i, one := range all {
		in, ids, place[one.ID] = append(in, "$"+strconv.Itoa(i+1)), append(ids, one.ID), i
	}
	items, err := list(ctx, r.conn, scanItem, `SELECT `+itemColumns+` FROM submission_items WHERE submission IN (`+strings.Join(in, ", ")+`)
		ORDER BY position, noun, id`, ids...)
	for _, one := range items {
		of := &all[place[one.Submission]]
		of.Items = append(of.Items, one)
	}
	return all, err
}

// Waiting is the item in which a draft waits; NotFound where it does not.
func (r libraryReads) Waiting(ctx context.Context, d DraftKey) (Item, error) {
	i, err := one(ctx, r.conn, scanItem, `SELECT `+itemColumns+` FROM submission_items WHERE noun = $1 AND id = $2 AND outcome = ''`, string(d.Noun), d.ID)
	return i, orMissing(err, "bản chờ duyệt của", "waiting draft of", d.ID)
}

// Decided is the item in which a draft was decided last; NotFound where it never was.
func (r libraryReads) Decided(ctx context.Context, d DraftKey) (Item, error) {
	i, err := one(ctx, r.conn, scanItem, `SELECT `+itemColumns+` FROM submission_items WHERE noun = $1 AND id = $2 AND outcome <> ''
		ORDER BY at DESC, submission LIMIT 1`, string(d.Noun), d.ID)
	return i, orMissing(err, "lần duyệt của", "decision on", d.ID)
}

// StepSubmission notes that a submission has waited too long, and lies on the desks of others (to,
// by staff ID) as well.
func (tx libraryWrites) StepSubmission(ctx context.Context, id string, to []string) error {
	if _, err := tx.exec(ctx, `UPDATE submissions SET step = $2 WHERE id = $1`, id, tx.now); err != nil {
		return err
	}
	return tx.did(ctx, "step", NounSubmission, id, map[string][]string{"to": to})
}

// NumberItem keeps the number of the document that an approval rests on; see [content.NumberedBy].
func NumberItem(ctx context.Context, tx *Tx, i Item, number string) error {
	_, err := tx.exec(ctx, `UPDATE submission_items SET document = $1 WHERE submission = $2 AND noun = $3 AND id = $4`, number, i.Submission, string(i.Noun), i.ID)
	if err != nil {
		return err
	}
	return tx.did(ctx, VerbNumber, NounSubmission, i.Submission, map[string]string{"noun": string(i.Noun), "id": i.ID, "document": number})
}

// Gather sends drafts that wait, each by itself or among others, to the approver together, and
// gives the ID of their submission. Conflict where one of them does not wait.
func (tx libraryWrites) Gather(ctx context.Context, all []DraftKey) (string, error) {
	id := newSubmission()
	for n, d := range all {
		i, err := tx.Waiting(ctx, d)
		if content.CodeOf(err) == content.NotFound {
			return "", &content.Error{
				Code: content.Conflict, Vi: "Có mục vừa được rút lại hoặc duyệt. Hãy xem lại rồi gửi.",
				En: "Something was withdrawn or decided a moment ago. Look again, then send.",
			}
		}
		if err != nil {
			return "", err
		}
		old, err := tx.Submission(ctx, i.Submission)
		if err != nil {
			return "", err
		}
		if len(all) == 1 && len(old.Items) == 1 {
			return old.ID, nil
		}
		if err := tx.leave(ctx, old, i); err != nil {
			return "", err
		}
		if err := tx.putItem(ctx, id, n+1, d, i.After); err != nil {
			return "", err
		}
	}
	if _, err := tx.exec(ctx, `INSERT INTO submissions (id, who, at) VALUES ($1, $2, $3)`, id, tx.who, tx.now); err != nil {
		return "", err
	}
	return id, tx.did(ctx, "submit", NounSubmission, id, all)
}

// leave has a draft leave the submission in which it waits. One of its own is then forgotten.
func (tx libraryWrites) leave(ctx context.Context, old Submission, i Item) error {
	if len(old.Items) > 1 {
		return tx.decide(ctx, i.DraftKey, ItemWithdrawn, "")
	}
	if _, err := tx.exec(ctx, `DELETE FROM submission_items WHERE submission = $1`, old.ID); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `DELETE FROM submissions WHERE id = $1`, old.ID)
	return err
}

func newSubmission() string { return "d-" + strings.ToLower(rand.Text()[:16]) }

func (tx *change) putItem(ctx context.Context, submission string, position int, d DraftKey, after string) error {
	_, err := tx.exec(ctx, `INSERT INTO submission_items (`+itemColumns+`, position) VALUES ($1, $2, $3, $4, '', '', 0, '', '', '', '', $5)`,
		submission, string(d.Noun), d.ID, after, position)
	return err
}

func (tx *change) decide(ctx context.Context, d DraftKey, how Outcome, why string) error {
	_, err := tx.exec(ctx, `UPDATE submission_items SET outcome = $1, who = $2, at = $3, why = $4, via = $5 WHERE noun = $6 AND id = $7 AND outcome = ''`,
		string(how), tx.who, tx.now, why, tx.via, string(d.Noun), d.ID)
	return err
}

// follow keeps the items of submissions true to what a verb has just done to a draft: one that is
// submitted waits, also what was decided before; one that is not waits no more. Mandates wait for
// an admin.
func (tx *change) follow(ctx context.Context, verb string, d DraftKey, submitted bool, why string) error {
	if d.Noun == NounStaff {
		return nil
	}
	how := ItemWithdrawn
	switch verb {
	case "approve":
		how = ItemApproved
	case "return":
		how = ItemReturned
	}
	if err := tx.decide(ctx, d, how, why); err != nil || !submitted {
		return err
	}
	last, err := list(ctx, tx.conn, scanItem, `SELECT `+itemColumns+` FROM submission_items
		WHERE noun = $1 AND id = $2 ORDER BY at DESC, submission LIMIT 1`, string(d.Noun), d.ID)
	if err != nil {
		return err
	}
	after := ""
	for _, i := range last {
		switch i.Outcome {
		case ItemReturned:
			after = i.Submission
		case ItemWithdrawn:
			after = i.After
		}
	}
	id := newSubmission()
	if _, err := tx.exec(ctx, `INSERT INTO submissions (id, who, at) VALUES ($1, $2, $3)`, id, tx.who, tx.now); err != nil {
		return err
	}
	return tx.putItem(ctx, id, 1, d, after)
}

// followLive does so for a slide or takeover that is its own draft; while another waits beside it,
// that is what waits.
func (tx libraryWrites) followLive(ctx context.Context, verb string, d DraftKey, state content.State, returned string) error {
	var beside bool
	err := tx.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM drafts WHERE noun = $1 AND id = $2 AND state = 'submitted')`, string(d.Noun), d.ID).Scan(&beside)
	if err != nil || beside {
		return tx.explain(err)
	}
	return tx.follow(ctx, verb, d, state == content.Submitted, returned)
}
