package readable

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/card"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// Choose keeps what was chosen for each size of screen: the page is left out where the cards take
// its place, and the cards are drafts behind each other, for that size alone.
func (r *Readable) Choose(c *fiber.Ctx) error {
	v, _, err := r.view(c)
	if err != nil {
		return err
	}
	f := shell.FormOf(c)
	var ids []string
	chosen, err := read(v.Shapes, f)
	if err == nil {
		ids, err = r.keep(c.UserContext(), signin.From(c).ID, v, content.Digest(f.Field("revision")), chosen)
	}
	switch {
	case err != nil:
		return r.Refuse(c, err, page.Titled(shell.Same(v.Title)), v)
	case len(ids) == 0:
		return shell.Done(c, shell.SlidePath(v.ID), "saved")
	case len(ids) > card.Most:
		return shell.Done(c, shell.SlidePath(v.ID)+"/readable", "made_readable")
	}
	return c.Redirect(together(ids)+"&done=made_readable", fiber.StatusSeeOther)
}

// read is what a form chooses, by shape.
func read(shapes []shape, f shell.Form) ([]choice, error) {
	out := make([]choice, len(shapes))
	var bad shell.Faults
	bad.Add(f.Again())
	for i, s := range shapes {
		switch out[i] = choice(f.Field(s.Key())); out[i] {
		case keepPage:
			if s.Fixed() {
				bad.Add(shell.At(s.Key(), sentCards(s)))
			}
		case takeDeck, takeBoth:
			if len(s.Cards) == 0 {
				bad.Add(shell.At(s.Key(), shell.Invalidf("Không có thẻ cho màn hình %s.", "There are no cards for a screen of %s.", s.Canvas)))
			}
		default:
			bad.Add(shell.At(s.Key(), shell.Invalidf("Hãy chọn cho màn hình %s.", "Choose for a screen of %s.", s.Canvas)))
		}
	}
	return out, bad.Err()
}

// sentCards is why the page cannot be kept alone.
func sentCards(s shape) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Màn hình " + s.Canvas.String() + " có thẻ đang chờ duyệt hoặc đã duyệt. Hãy rút hoặc gỡ các thẻ đó trước, rồi chọn giữ trang.",
		En:   "On a screen of " + s.Canvas.String() + " cards wait to be approved, or were. Take them back or off first, then keep the page.",
	}
}

// drop deletes the cards of a size that nobody has submitted: the page stays there alone.
func (r *Readable) drop(ctx context.Context, tx *store.Tx, who string, page content.Slide, s shape) error {
	cards, _, err := made(ctx, tx.Reader, page, s.Size())
	for _, one := range cards {
		if err := r.SignIn.AskSlide(ctx, tx, who, signin.Edit, one); err != nil {
			return err
		}
		if one.State != content.Draft {
			return sentCards(s) // somebody has sent it meanwhile
		}
		if err := tx.DeleteSlide(ctx, one.ID); err != nil {
			return err
		}
	}
	return err
}

// keep writes the page and the cards in one change, and gives the drafts that were made, with the
// page's where that is one.
func (r *Readable) keep(ctx context.Context, who string, v view, from content.Digest, chosen []choice) (ids []string, err error) {
	_, err = r.Store.Change(ctx, who, func(tx *store.Tx) error {
		ids = nil
		now, err := tx.SlideDraft(ctx, v.ID)
		if err != nil {
			return err
		}
		changed := now.Doc
		for i, s := range v.Shapes {
			changed.Sizes = changed.Sizes.Without(s.Size(), chosen[i] == takeDeck)
		}
		if err := r.SignIn.AskSlide(ctx, tx, who, signin.Edit, now.Live, now.Doc, changed); err != nil {
			return err
		}
		if now.Doc.Medium != v.Medium || from != "" && now.Sight(nil) != from {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Có người vừa sửa tấm “" + now.Doc.Title + "”. Chưa lưu gì: hãy xem lại rồi chọn lần nữa.",
				En:   "Somebody has just changed “" + now.Doc.Title + "”. Nothing was kept: look again, then choose once more.",
			}
		}
		wrote := content.SightOf(changed.Document()) != content.SightOf(now.Doc.Document())
		if wrote {
			if err := store.WriteSlideDraft(ctx, tx, now.Save(changed, who, tx.Time())); err != nil {
				return err
			}
		}
		for i, s := range v.Shapes {
			if chosen[i] == keepPage {
				if err := r.drop(ctx, tx, who, now.Doc, s); err != nil {
					return err
				}
				continue
			}
			cards, err := r.put(ctx, tx, who, now.Doc, s)
			if err != nil {
				return err
			}
			ids = append(ids, cards...)
		}
		moved, err := r.follow(ctx, tx, who, now.Doc)
		if err != nil {
			return err
		}
		ids = append(ids, moved...)
		shown := len(v.Easy) > 0 || stays(chosen)
		// a change of what is on air waits beside it: without that, page and cards run side by side
		if now.Beside && (wrote || now.Begun()) || !now.Beside && now.Doc.State == content.Draft && shown {
			if len(ids) > 0 {
				ids = append([]string{v.ID}, ids...)
			}
		}
		return nil
	})
	return ids, err
}

// stays says whether the page is still shown somewhere.
func stays(chosen []choice) bool {
	for _, c := range chosen {
		if c != takeDeck {
			return true
		}
	}
	return false
}

// put writes the cards of a page for a size, unless they are there. Those that ended with the same
// picture are drafts again and say what they said.
func (r *Readable) put(ctx context.Context, tx *store.Tx, who string, page content.Slide, s shape) (ids []string, err error) {
	before, cards, err := made(ctx, tx.Reader, page, s.Size())
	if err != nil || len(before) > 0 {
		return nil, err
	}
	if len(cards) == 0 {
		cards = cardsOf(page, s)
	}
	for _, one := range cards {
		one = one.Redrafted(who).Following(page)
		if err := r.SignIn.AskSlide(ctx, tx, who, signin.Edit, one); err != nil {
			return nil, err
		}
		if err := tx.PutSlide(ctx, one); err != nil {
			return nil, err
		}
		ids = append(ids, one.ID)
	}
	return ids, nil
}

// follow has cards that are there run as their page does. That is a change of each, which passes the
// gate; one that is on air stays as it is until then.
func (r *Readable) follow(ctx context.Context, tx *store.Tx, who string, page content.Slide) (ids []string, err error) {
	apart, err := tx.CardsApart(ctx, page)
	for _, one := range apart {
		doc := one.Offered().Following(page)
		if err := r.SignIn.AskSlide(ctx, tx, who, signin.Edit, one.Live, one.Doc, doc); err != nil {
			return nil, err
		}
		if err := store.WriteSlideDraft(ctx, tx, one.Save(doc, who, tx.Time())); err != nil {
			return nil, err
		}
		ids = append(ids, one.ID)
	}
	return ids, err
}

// cardsOf are the cards of a page for a size as slides. They have the page's place in the campaign,
// and IDs by which they stand behind it in their order.
func cardsOf(page content.Slide, s shape) (out []content.Slide) {
	for i, c := range s.Cards {
		one := picture.CardSlide(page.Document(), c, s.Size())
		one.ID = fmt.Sprintf("%s-%s-%02d-%s", page.ID, string(s.Size()), i+1, strings.ToLower(rand.Text()[:8]))
		one.Source = content.CardSource(page.ID, page.Medium, s.Size())
		one.Title = fmt.Sprintf("%s · %s · %d/%d", page.Title, s.Canvas, i+1, len(s.Cards))
		out = append(out, one)
	}
	return out
}
