package store

import (
	"context"

	"ngatu/content"
	"ngatu/content/mandate"
)

// Drafts beside live versions: at most one for each thing. They bear on nothing that is on air.
// Those of settings, campaigns, takeovers and standing approvals wait for an approver from the
// start, until they are given back; those of slides are submitted.

const (
	besideVi = "bản chờ duyệt của"
	besideEn = "draft of"
)

// SettingDrafts lists the new values of settings that wait, by key.
func (r libraryReads) SettingDrafts(ctx context.Context) ([]content.DraftOf[string], error) {
	return drafts[string](ctx, r.conn, NounSetting)
}

// SettingDraft is the new value of a setting that waits; NotFound where none does.
func (r libraryReads) SettingDraft(ctx context.Context, key string) (content.DraftOf[string], error) {
	return draft[string](ctx, r.conn, NounSetting, key)
}

// PutSettingDraft keeps a new value of a setting.
func (tx libraryWrites) PutSettingDraft(ctx context.Context, d content.DraftOf[string]) error {
	return putDraft(ctx, tx.change, "submit", NounSetting, content.Submitted, d, "")
}

// CampaignDrafts lists the changes of campaigns that wait, by ID.
func (r libraryReads) CampaignDrafts(ctx context.Context) ([]content.DraftOf[content.Campaign], error) {
	return drafts[content.Campaign](ctx, r.conn, NounCampaign)
}

// CampaignDraft is the change of a campaign that waits; NotFound where none does.
func (r libraryReads) CampaignDraft(ctx context.Context, id string) (content.DraftOf[content.Campaign], error) {
	return draft[content.Campaign](ctx, r.conn, NounCampaign, id)
}

// PutCampaignDraft keeps a change of a campaign.
func (tx libraryWrites) PutCampaignDraft(ctx context.Context, d content.DraftOf[content.Campaign]) error {
	return putDraft(ctx, tx.change, "submit", NounCampaign, content.Submitted, d, "")
}

// StaffDrafts lists the mandates of people that wait for another admin, by the person's ID.
func (r libraryReads) StaffDrafts(ctx context.Context) ([]content.DraftOf[[]mandate.Mandate], error) {
	return drafts[[]mandate.Mandate](ctx, r.conn, NounStaff)
}

// StaffDraft is the mandates of a person as they will be once another admin confirms; NotFound
// where nothing waits.
func (r libraryReads) StaffDraft(ctx context.Context, id string) (content.DraftOf[[]mandate.Mandate], error) {
	return draft[[]mandate.Mandate](ctx, r.conn, NounStaff, id)
}

// PutStaffDraft keeps mandates that wait.
func (tx libraryWrites) PutStaffDraft(ctx context.Context, d content.DraftOf[[]mandate.Mandate]) error {
	return putDraft(ctx, tx.change, "submit", NounStaff, content.Submitted, d, "")
}

// TakeoverDrafts lists the changes that are kept beside approved takeovers, by ID.
func (r libraryReads) TakeoverDrafts(ctx context.Context) ([]content.DraftOf[content.Takeover], error) {
	return drafts[content.Takeover](ctx, r.conn, NounTakeover)
}

// TakeoverDraft is what is being written of a takeover: the draft that is kept beside it, or else
// the takeover itself; see [content.WritingTakeover]. NotFound where there is no such takeover.
func (r libraryReads) TakeoverDraft(ctx context.Context, id string) (content.TakeoverDraft, error) {
	live, err := one(ctx, r.conn, document[content.Takeover], `SELECT doc FROM takeovers WHERE id = $1`, id)
	if err != nil {
		return content.TakeoverDraft{}, orMissing(err, "thông báo khẩn", "takeover", id)
	}
	kept, err := draft[content.Takeover](ctx, r.conn, NounTakeover, id)
	switch {
	case content.CodeOf(err) == content.NotFound:
		return content.WritingTakeover(live, nil), nil
	case err != nil:
		return content.TakeoverDraft{}, err
	}
	return content.WritingTakeover(live, &kept), nil
}

// PutTakeoverDraft keeps what was written of a takeover, beside it or as the takeover itself. verb
// says what was done: "change", "submit", "withdraw" or "return".
func (tx libraryWrites) PutTakeoverDraft(ctx context.Context, verb string, d content.TakeoverDraft) error {
	if !d.Beside {
		return tx.putTakeover(ctx, verb, d.Takeover())
	}
	return putDraft(ctx, tx.change, verb, NounTakeover, d.Takeover().State, d.DraftOf, d.Returned)
}

// PutPrepared keeps a takeover that was approved, and ends the draft that it was, in one line of
// the log.
func (tx libraryWrites) PutPrepared(ctx context.Context, t content.Takeover) error {
	if err := tx.noteMade(ctx, DraftKey{NounTakeover, t.ID}); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `DELETE FROM drafts WHERE noun = $1 AND id = $2`, string(NounTakeover), t.ID); err != nil {
		return err
	}
	return tx.putTakeover(ctx, "approve", t)
}

// SlideDrafts lists the drafts that are kept beside slides, by ID.
func (r libraryReads) SlideDrafts(ctx context.Context) ([]content.DraftOf[content.Slide], error) {
	return drafts[content.Slide](ctx, r.conn, NounSlide)
}

// SlideDraft is what is being written of a slide: the draft that is kept beside it, or else the
// slide itself; see [content.Writing]. NotFound where there is no such slide.
func (r libraryReads) SlideDraft(ctx context.Context, id string) (content.SlideDraft, error) {
	live, err := r.Slide(ctx, id)
	if err != nil {
		return content.SlideDraft{}, err
	}
	kept, err := draft[content.Slide](ctx, r.conn, NounSlide, id)
	switch {
	case content.CodeOf(err) == content.NotFound:
		return content.Writing(live, nil), nil
	case err != nil:
		return content.SlideDraft{}, err
	}
	return content.Writing(live, &kept), nil
}

// PutSlideDraft keeps what was written of a slide, beside it or as the slide itself. verb says what
// was done: "write", "submit", "withdraw" or "return".
func (tx libraryWrites) PutSlideDraft(ctx context.Context, verb string, d content.SlideDraft) error {
	if !d.Beside {
		return tx.putSlide(ctx, verb, d.Slide())
	}
	return putDraft(ctx, tx.change, verb, NounSlide, d.Doc.State, d.DraftOf, d.Doc.Returned)
}

// WriteSlideDraft keeps what somebody wrote: in the slide, or in the draft beside it.
func WriteSlideDraft(ctx context.Context, tx *Tx, d content.SlideDraft) error {
	if d.Beside {
		return tx.PutSlideDraft(ctx, "write", d)
	}
	return tx.PutSlideDraft(ctx, "change", d)
}

// PutLive puts an approved slide on air, and ends the draft that it was, in one line of the log.
func (tx libraryWrites) PutLive(ctx context.Context, s content.Slide) error {
	if err := tx.noteMade(ctx, DraftKey{NounSlide, s.ID}); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `DELETE FROM drafts WHERE noun = $1 AND id = $2`, string(NounSlide), s.ID); err != nil {
		return err
	}
	return tx.putSlide(ctx, "approve", s)
}

// PutNumbered keeps a live slide whose approval has the number of its document by now; see
// [content.Numbered].
func (tx libraryWrites) PutNumbered(ctx context.Context, s content.Slide) error {
	return tx.putSlide(ctx, VerbNumber, s)
}

// VerbNumber is the verb of [libraryWrites.PutNumbered] in the log.
const VerbNumber = "number"

// GiveBack keeps a draft that waits for an approver no more, beside a live version. verb says how:
// "return", with the reason in it, or "withdraw".
func GiveBack[T any](ctx context.Context, tx *Tx, verb string, noun Noun, d content.DraftOf[T]) error {
	return putDraft(ctx, tx.change, verb, noun, content.Draft, d, d.Returned)
}

// EndDraft ends the wait of a draft: verb says how, "approve", "return" or "discard", and why.
// NotFound where none waits, TooLarge where the reason is too long.
func (tx libraryWrites) EndDraft(ctx context.Context, verb string, noun Noun, id, why string) error {
	if err := content.CheckWhy(why); err != nil {
		return err
	}
	if verb == "approve" {
		if err := tx.noteMade(ctx, DraftKey{noun, id}); err != nil {
			return err
		}
	}
	gone, err := tx.exec(ctx, `DELETE FROM drafts WHERE noun = $1 AND id = $2`, string(noun), id)
	if err != nil {
		return err
	}
	if gone == 0 {
		return missing(besideVi, besideEn, id)
	}
	if err := tx.follow(ctx, verb, DraftKey{noun, id}, false, why); err != nil {
		return err
	}
	if err := tx.did(ctx, verb, noun, id, map[string]string{"why": why}); err != nil || noun != NounSlide {
		return err
	}
	live, err := tx.Slide(ctx, id)
	if content.CodeOf(err) == content.NotFound { // a draft beside nothing has no cards
		return nil
	}
	if err != nil {
		return err
	}
	return tx.cardsFollow(ctx, live) // those of what was drawn there
}

func drafts[T any](ctx context.Context, r conn, noun Noun) ([]content.DraftOf[T], error) {
	return list(ctx, r, document[content.DraftOf[T]], `SELECT doc FROM drafts WHERE noun = $1 ORDER BY id`, string(noun))
}

func draft[T any](ctx context.Context, r conn, noun Noun, id string) (content.DraftOf[T], error) {
	d, err := one(ctx, r, document[content.DraftOf[T]], `SELECT doc FROM drafts WHERE noun = $1 AND id = $2`, string(noun), id)
	return d, orMissing(err, besideVi, besideEn, id)
}

func putDraft[T any](ctx context.Context, tx *change, verb string, noun Noun, state content.State, d content.DraftOf[T], why string) error {
	doc, err := written(stored(d))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO drafts (noun, id, state, doc) VALUES ($1, $2, $3, $4)
		ON CONFLICT (noun, id) DO UPDATE SET state = excluded.state, doc = excluded.doc`, string(noun), d.ID, string(state), doc)
	if err != nil {
		return err
	}
	if err := tx.follow(ctx, verb, DraftKey{noun, d.ID}, state == content.Submitted, why); err != nil {
		return err
	}
	return tx.did(ctx, verb, noun, d.ID, d)
}
