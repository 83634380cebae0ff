// Package copies makes copies of forms: notices whose few fields somebody fills in, and that are on
// air at once where they lie within what was approved.
//
// It owns the one operation behind the studio and the API. It must not decide what is within the
// bounds: that is content's and mandate's; nor how a request looks.
package copies

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/content/preflight"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// Outcome is what became of a copy. The words are sent to programs, so they never change.
type Outcome string

// The outcomes. All but Live are drafts, which wait to be submitted.
const (
	Live    Outcome = "live"
	Beyond  Outcome = "beyond"  // it goes beyond the bounds
	Lapsed  Outcome = "lapsed"  // its form is over, or whoever approved that may not any more
	Checked Outcome = "checked" // the checks object
)

// Options are what copies are made with.
type Options struct {
	Store  *store.Store
	SignIn *signin.Signin
	Areas  *area.Set
	Now    func() time.Time
	// Facts are what the checks judge of a slide.
	Facts func(ctx context.Context, s content.Slide, texts []string, whole bool) (preflight.Facts, error)
}

// Copies makes them.
type Copies struct{ Options }

// New makes copies with the options.
func New(o Options) *Copies { return &Copies{o} }

// Filled is what somebody filled in.
type Filled struct {
	Form    content.Form // as they saw it
	Values  content.Filled
	Targets []content.Target
	By      string // staff ID: who answers for it
	As      string // whom the log names; "": By
}

// Make stores a copy. What is in force in that moment counts, and the time of the change is the
// copy's. A value that is none is Invalid, a form that was changed meanwhile Conflict, what the
// person may not write Denied.
func (m *Copies) Make(ctx context.Context, in Filled) (one content.Slide, what Outcome, err error) {
	one, bad := in.Form.Fill(in.Values, m.Now(), area.Local)
	if err := fault(bad); err != nil {
		return one, "", err
	}
	one.Targets = in.Targets
	objects, despite, err := m.objects(ctx, in.Form, one)
	if err != nil {
		return one, "", err
	}
	id, as := "s-"+strings.ToLower(rand.Text()[:16]), in.As
	if as == "" {
		as = in.By
	}
	_, err = m.Store.Change(ctx, as, func(tx *store.Tx) error {
		if one, what, err = m.judge(ctx, tx, in, objects); err != nil {
			return err
		}
		if one.ID = id; what == Live {
			one.Despite = despite
			one = in.Form.Copy(one, tx.Time())
		}
		return tx.PutSlide(ctx, one)
	})
	return one, what, err
}

// fault is the first thing wrong with values that is more than going beyond the bounds.
func fault(bad []content.FieldFault) error {
	for _, one := range bad {
		if !one.Beyond {
			return one.Err
		}
	}
	return nil
}

// judge fills the form in as the change sees it, and says what that is.
func (m *Copies) judge(ctx context.Context, tx *store.Tx, in Filled, objects bool) (one content.Slide, what Outcome, err error) {
	f, err := tx.Form(ctx, in.Form.ID)
	if err != nil {
		return one, "", err
	}
	if content.SightOf(f) != content.SightOf(in.Form) {
		return one, "", &content.Error{
			Code: content.Conflict, Vi: "Biểu mẫu vừa được đổi. Hãy xem lại các ô rồi làm lần nữa.", En: "The form has just been changed. Look at the fields, then do it again.",
		}
	}
	c, err := tx.Campaign(ctx, f.Slide.Campaign)
	if content.CodeOf(err) == content.NotFound {
		return one, "", &content.Error{
			Code: content.Conflict, Vi: "Chiến dịch của biểu mẫu không còn. Hãy nhờ người phụ trách đổi biểu mẫu.", En: "The form's campaign is gone. Ask who is in charge to change the form.",
		}
	} else if err != nil {
		return one, "", err
	}
	one, bad := f.Fill(in.Values, tx.Time(), area.Local)
	if err := fault(bad); err != nil {
		return one, "", err
	}
	one.Targets, one.Author = in.Targets, in.By
	if one.Order, err = tx.NextOrder(ctx, one.Campaign); err != nil {
		return one, "", err
	}
	if err := m.SignIn.AskSlide(ctx, tx, in.By, signin.Edit, one); err != nil {
		return one, "", err
	}
	lapsed, err := m.Lapsed(ctx, tx.Reader, f, mandate.OfSlide(one, c))
	switch {
	case err != nil:
		return one, "", err
	case len(bad) > 0 || mandate.OutsideForm(f, one, c, m.Areas):
		return one, Beyond, nil
	case lapsed || !f.Holds(tx.Time()):
		return one, Lapsed, nil
	case objects:
		return one, Checked, nil
	}
	return one, Live, nil
}

// objects says whether the checks keep a copy off the air, or why it is shown although they warn.
func (m *Copies) objects(ctx context.Context, f content.Form, one content.Slide) (objects bool, despite string, err error) {
	facts, err := m.Facts(ctx, one, nil, true)
	if err != nil {
		return false, "", err
	}
	found := preflight.Check(facts)
	if len(preflight.Of(preflight.Warning, found)) > 0 {
		despite, objects = f.Despite, f.Despite == ""
	}
	return objects || len(preflight.Of(preflight.Error, found)) > 0, despite, nil
}

// Lapsed says whether who approved a form may no longer approve what it is for.
func (m *Copies) Lapsed(ctx context.Context, r store.Reader, f content.Form, of mandate.Subject) (bool, error) {
	b, err := r.Bearer(ctx, f.By)
	if content.CodeOf(err) == content.NotFound {
		return true, nil
	}
	return err == nil && !mandate.May(b, signin.Approve, of, m.Now(), m.Areas), err
}
