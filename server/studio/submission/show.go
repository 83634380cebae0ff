package submission

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

type view struct {
	store.Submission
	By    shell.Text
	Items []itemView
	Mine  int        // that wait for the person here
	Links *linksView // nil: the person here makes none
}

// itemView is one draft, as an approver sees it, or what became of it.
type itemView struct {
	store.Item
	shell.Sight
	Key     string
	Name    shell.Text
	Decided shell.Text // by whom
	Maker   shell.Text // of the account of who decided, or of who may: one of its authors; empty: none was
	Mine    bool       // it waits for the person here
	Numbers bool       // the person here may add the number of its document
	Own     bool       // the person here had a part in it
	Alone   bool       // and may approve it all the same
	Linked  []linked   // other items that it changes or that change it
}

// Show is the page of a submission: all its drafts, one below the other, with what is decided of
// each below its pictures.
func (s *Submissions) Show(c *fiber.Ctx) error {
	v, err := s.viewWithLinks(c.UserContext(), shell.Param(c, "id"), signin.From(c))
	if err != nil {
		return err
	}
	return s.page(c, v)
}

// page shows what waits, with all that an approver sees of each draft.
func (s *Submissions) page(c *fiber.Ctx, v view) error {
	if err := v.draw(c.UserContext(), signin.From(c), true); err != nil {
		return err
	}
	return s.Page(c, pageShow.Titled(v.title()), v)
}

func (s *Submissions) refuse(c *fiber.Ctx, id string, fault error) error {
	v, err := s.viewWithLinks(c.UserContext(), id, signin.From(c))
	if err != nil {
		return err
	}
	return s.refuseWith(c, v, fault)
}

func (s *Submissions) refuseWith(c *fiber.Ctx, v view, fault error) error {
	if err := v.draw(c.UserContext(), signin.From(c), true); err != nil {
		return err
	}
	return s.Refuse(c, fault, pageShow.Titled(v.title()), v)
}

// view is a submission as a person sees it, with the pictures of slides below an address. What the
// page alone shows of each draft is drawn with it.
func (s *Submissions) view(ctx context.Context, id string, p *signin.Person, pictures string) (v view, err error) {
	if v.Submission, err = s.Store.Submission(ctx, id); err != nil {
		return v, err
	}
	v.By = s.NameOf(ctx, v.Submission.By)
	alone, err := signin.Alone(ctx, s.Store.Reader, p.ID)
	if err != nil {
		return v, err
	}
	for _, i := range v.Submission.Items {
		one := itemView{Item: i, Key: keyOf(i.DraftKey), Name: s.titleOf(ctx, i.DraftKey), Decided: s.NameOf(ctx, i.By), Numbers: numbers(i, p)}
		n, known := s.noun(i.Noun)
		if i.Outcome == "" && known {
			if one.Sight, err = n.Gate.Sight(ctx, i.ID, prefixOf(i.DraftKey), pictures); err != nil {
				return v, err
			}
			one.Name, one.Own = one.Title, slices.Contains(one.Sight.By, p.ID)
			one.Mine, one.Alone = decides(p, one.Head, alone), alone
			if one.Made, err = s.Store.MadeAccount(ctx, p.ID, one.Sight.By); err != nil {
				return v, err
			}
		}
		if one.Made != "" {
			one.Maker = s.NameOf(ctx, one.Made)
		}
		if one.Mine {
			v.Mine++
		}
		v.Items = append(v.Items, one)
	}
	link(v.Items)
	return v, nil
}

// draw has each draft that waits for a person give what the page shows of it, and each of others
// too where these are shown.
func (v view) draw(ctx context.Context, p *signin.Person, others bool) (err error) {
	for n := range v.Items {
		i := &v.Items[n]
		if i.Draw == nil || i.Body != nil || !i.Mine && !others {
			continue
		}
		var decides *signin.Person
		if i.Mine {
			decides = p
		}
		if i.Body, err = i.Draw(ctx, decides); err != nil {
			return err
		}
	}
	return nil
}

// linked is another item of the submission.
type linked struct {
	Key  string
	Name shell.Text
}

// link has a setting and the slides that it changes name each other.
func link(items []itemView) {
	for i := range items {
		for j := range items {
			a, b := &items[i], items[j]
			touch := slices.Contains(a.Touches, b.DraftKey) || slices.Contains(b.Touches, a.DraftKey)
			if i != j && touch && a.Waiting() && b.Waiting() {
				a.Linked = append(a.Linked, linked{b.Key, b.Name})
			}
		}
	}
}

// title is the name of the one draft, or how many there are.
func (v view) title() shell.Text {
	if len(v.Items) == 1 {
		return v.Items[0].Name
	}
	return shell.Textf("Gửi duyệt %s mục", "%s drafts to approve", shell.Say(shell.Vietnamese.Count(int64(len(v.Items))), shell.English.Count(int64(len(v.Items)))))
}

// Waiting says whether nothing was decided yet.
func (i itemView) Waiting() bool { return i.Outcome == "" }

var errNothing = &content.Error{
	Code: content.Conflict,
	Vi:   "Không còn mục nào ở đây chờ bạn duyệt. Có thể người khác vừa duyệt, hoặc người gửi vừa rút lại.",
	En:   "Nothing here waits for you any more. Somebody may have decided, or taken it back, a moment ago.",
}
