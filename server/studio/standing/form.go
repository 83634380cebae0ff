package standing

import (
	"context"
	"crypto/rand"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// Bounds of what can be proposed.
const (
	maxShare   = 1000
	longest    = 366 * 24 * time.Hour
	maxDespite = 300 // characters
)

// form is what the form is filled with.
type form struct {
	content.Standing
	Draft    string // ID of the one that was given back and is changed; "": it is new
	Returned string // why
	Moved    bool   // what is in force for its folder became another one since
	Changes  []shell.Difference
	Reach    care.Reach
	People   []store.Staff // who may answer for a folder
}

// New shows the form. It begins with what was given back, where the address names it; else with the
// person here and, where they have one, their own area: nobody fills the whole city by default.
func (s *Standings) New(c *fiber.Ctx) error {
	draft, before := shell.Query(c, "draft"), form{}
	one := content.Standing{Editor: signin.From(c).ID, Share: 1, Kinds: []content.Kind{content.Picture}}
	if draft != "" {
		d, err := s.Store.StandingDraft(c.UserContext(), draft)
		if err != nil {
			return err
		}
		live, err := liveOf(c.UserContext(), s.Store.Reader, d.Doc.Folder)
		if err != nil {
			return err
		}
		one, before.Returned, before.Moved = d.Again(live), d.Returned, d.Moved(live)
		before.Changes = s.changes(c.UserContext(), live, one)
	}
	f, err := s.form(c, one, draft != "")
	if err != nil {
		return err
	}
	f.Draft, f.Returned, f.Moved, f.Changes = draft, before.Returned, before.Moved, before.Changes
	return s.Page(c, pageNew, f)
}

func (s *Standings) form(c *fiber.Ctx, one content.Standing, chosen bool) (f form, err error) {
	f = form{Standing: one, Reach: care.ReachOfTargets(s.Shell, c, signin.Edit, chosen, one.Targets)}
	all, err := s.Store.AllStaff(c.UserContext(), "", store.MaxPage)
	for _, p := range all {
		edits := slices.ContainsFunc(p.Mandates, func(m mandate.Mandate) bool { return m.Role == signin.Editor && m.Holds(s.Now()) })
		if !p.Disabled && edits {
			f.People = append(f.People, p)
		}
	}
	return f, err
}

// Propose has one wait for an approver, who is neither who answers for the folder nor who proposes
// it.
func (s *Standings) Propose(c *fiber.Ctx) error {
	ctx, who, draft := c.UserContext(), signin.From(c).ID, shell.FormOf(c).Field("draft")
	var had content.DraftOf[content.Standing]
	var err error
	if draft != "" {
		if had, err = s.Store.StandingDraft(ctx, draft); err != nil {
			return err
		}
		live, err := liveOf(ctx, s.Store.Reader, had.Doc.Folder)
		if err != nil {
			return err
		}
		had.Doc = had.Again(live)
	}
	one, err := s.read(shell.FormOf(c), had.Doc)
	if err == nil {
		if one.ID = draft; draft == "" {
			one.ID = "st-" + strings.ToLower(rand.Text()[:16])
		}
		_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
			if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfStanding(one)); err != nil {
				return err
			}
			if err := s.answers(ctx, tx, one); err != nil {
				return shell.At("editor", err)
			}
			d := content.DraftOf[content.Standing]{ID: one.ID}
			if draft != "" {
				if d, err = tx.StandingDraft(ctx, draft); err != nil {
					return err
				}
				if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfStanding(d.Doc)); err != nil {
					return err
				}
			}
			live, err := liveOf(ctx, tx.Reader, one.Folder)
			if err != nil {
				return err
			}
			return tx.PutStandingDraft(ctx, d.Saved(one, live, who, tx.Time()).Sent(one.Editor))
		})
	}
	if err != nil {
		f, other := s.form(c, one, false)
		if other != nil {
			return other
		}
		f.Draft = draft
		return s.Refuse(c, err, pageNew, f)
	}
	return shell.Done(c, shell.PathStandings, "submitted")
}

// liveOf is the standing approval of exactly this folder; the zero one where it has none.
func liveOf(ctx context.Context, r store.Reader, folder string) (content.Standing, error) {
	all, err := r.Standings(ctx)
	for _, one := range all { // the newest first
		if one.Folder == folder {
			return one, err
		}
	}
	return content.Standing{}, err
}

// answers refuses somebody who could not put such things on an approver's desk themselves.
func (s *Standings) answers(ctx context.Context, tx *store.Tx, one content.Standing) error {
	b, err := tx.Bearer(ctx, one.Editor)
	if err != nil {
		return err
	}
	if mandate.May(b, signin.Edit, mandate.OfStanding(one), tx.Time(), s.Areas) {
		return nil
	}
	return &content.Error{
		Code: content.Invalid,
		Vi:   "Người phụ trách phải có quyền biên tập ở phạm vi này. Hãy chọn người khác hoặc thu hẹp phạm vi.",
		En:   "Whoever answers for the folder has to be an editor for this area. Choose somebody else, or a smaller area.",
	}
}

// read is what the form says; had is what was given back and is changed, or the zero one.
func (s *Standings) read(f shell.Form, had content.Standing) (one content.Standing, err error) {
	var bad shell.Faults
	bad.Add(f.Again())
	one.Folder = f.Field("folder")
	if one.Folder != "" {
		clean := path.Clean(strings.ReplaceAll(one.Folder, `\`, "/"))
		if strings.HasPrefix(clean, "/") || strings.HasPrefix(clean, ".") || utf8.RuneCountInString(clean) > 200 {
			bad.Add(shell.At("folder", shell.Invalid(
				"Ghi tên thư mục trong hộp thả tệp, ví dụ: Đống Đa. Để trống: cả hộp thả tệp.", "Write the name of a folder in the inbox, such as Đống Đa. Empty: the whole inbox.")))
		}
		one.Folder = clean
	}
	if one.Editor = f.Field("editor"); one.Editor == "" {
		bad.Add(shell.At("editor", shell.Invalid("Hãy chọn người phụ trách.", "Choose who answers for it.")))
	}
	for _, kind := range []content.Kind{content.Picture, content.Video} {
		if f.Has(string(kind)) {
			one.Kinds = append(one.Kinds, kind)
		}
	}
	if len(one.Kinds) == 0 {
		bad.Add(shell.At("picture", shell.Invalid("Hãy chọn ít nhất một loại tệp.", "Choose at least one kind of file.")))
	}
	period, _ := area.PeriodAt(s.Now())
	one.Targets, err = care.ReadTargets(f, s.Areas, period, had.Targets)
	bad.Add(err)
	share, err := f.Number("share", shell.Say("Tỷ trọng", "The share"), 1, maxShare, 1)
	bad.Add(err)
	one.Share = int(share)
	span, err := f.Span("from", "until")
	bad.Add(err)
	one.From, one.Until = span.From, span.Until
	if until := one.Until; until.IsZero() || !until.After(s.Now()) || until.After(s.Now().Add(longest)) {
		bad.Add(shell.At("until", shell.Invalid(
			"Hãy chọn ngày kết thúc, trong vòng một năm tới.", "Choose an end within the next year.")))
	}
	if one.Despite = f.Field("despite"); utf8.RuneCountInString(one.Despite) > maxDespite {
		bad.Add(shell.At("despite", shell.Invalid("Lý do dài quá 300 ký tự.", "The reason is longer than 300 characters.")))
	}
	return one, bad.Err()
}
