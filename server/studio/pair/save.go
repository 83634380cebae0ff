package pair

import (
	"cmp"
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/crop"
	"ngatu/server/studio/shell"
)

// Look shows what the form makes of the two pictures, without storing anything.
func (s *Pairs) Look(c *fiber.Ctx) error {
	v, err := s.typed(c)
	if err != nil {
		return err
	}
	if v.Looks, err = s.pictures.Slide(c.UserContext(), v.Slide, care.Place(c)); err != nil {
		return err
	}
	return s.Part(c, "preview", v.Looks)
}

// Save writes the pair as a draft of the slide, or takes it apart again.
func (s *Pairs) Save(c *fiber.Ctx) error {
	if shell.FormOf(c).Field("act") == "part" {
		return s.part(c)
	}
	v, err := s.typed(c)
	if err == nil && shell.FormOf(c).Field("act") == "look" { // without scripts
		if v.Looks, err = s.pictures.Slide(c.UserContext(), v.Slide, care.Place(c)); err == nil {
			return s.Page(c, page.Titled(shell.Same(v.Title)), v)
		}
	}
	if err == nil {
		err = s.write(c, v.ID, func(ctx context.Context, tx *store.Tx, doc content.Slide) (content.Slide, error) {
			doc.Pair, doc.Fit, doc.FocusX, doc.FocusY, doc.Focuses = v.Pair, content.Cover, v.FocusX, v.FocusY, v.Focuses
			if err := store.AskPairs(ctx, tx.Reader); err != nil {
				return doc, err
			}
			if v.With == "" {
				return doc, nil
			}
			other, err := tx.SlideDraft(ctx, v.With)
			if err != nil {
				return doc, err
			}
			doc.Label = cmp.Or(doc.Label, other.Doc.Label) // what AI made says so wherever it is seen
			drop, who := content.Digest(shell.FormOf(c).Field("drop")), signin.From(c).ID
			if drop == "" {
				return doc, nil
			}
			if drop != v.Drops || drop != other.Sight(nil) || !spare(other, who) {
				return doc, &content.Error{
					Code: content.Conflict,
					Vi:   "Bản nháp “" + other.Live.Title + "” của ảnh sau đã có người khác sửa, nên không xóa. Chưa lưu gì: hãy mở lại trang này rồi ghép lần nữa.",
					En:   "Somebody has written in “" + other.Live.Title + "”, the draft of the second picture, so it is not deleted. Nothing was saved: open this page again, then put the pictures together once more.",
				}
			}
			if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, other.Live); err != nil {
				return doc, err
			}
			return doc, tx.DeleteSlide(ctx, other.ID)
		})
	}
	if err != nil {
		return s.Refuse(c, err, page.Titled(shell.Same(v.Title)), v)
	}
	return shell.Done(c, shell.SlidePath(v.ID), "paired")
}

// part takes the second picture away.
func (s *Pairs) part(c *fiber.Ctx) error {
	v, err := s.view(c, "")
	if err != nil {
		return err
	}
	err = s.write(c, v.ID, func(_ context.Context, _ *store.Tx, doc content.Slide) (content.Slide, error) {
		doc.Pair = nil
		return doc, nil
	})
	if err != nil {
		return s.Refuse(c, err, page.Titled(shell.Same(v.Title)), v)
	}
	return shell.Done(c, shell.SlidePath(v.ID), "parted")
}

// typed is the page with what its form says.
func (s *Pairs) typed(c *fiber.Ctx) (v view, err error) {
	f := shell.FormOf(c)
	if v, err = s.view(c, f.Field("with")); err != nil {
		return v, err
	}
	if v.Pair == nil {
		return v, shell.Invalid("Hãy chọn ảnh sau.", "Choose the picture of after.")
	}
	if from := f.Field("revision"); from != "" {
		v.Revision = content.Digest(from)
	}
	of := *v.Pair
	of.Was, of.Is = f.Field("was"), f.Field("is")
	var bad shell.Faults
	bad.Add(f.Again())
	if err := of.Check(); err != nil {
		bad.Add(shell.At("was", err))
	}
	number := func(name string, to *float64) {
		n, err := f.Number(name, shell.Say("Điểm cần giữ", "The focal point"), 0, 1, 0.5)
		bad.Add(err)
		*to = n
	}
	number("focus_x", &v.FocusX)
	number("focus_y", &v.FocusY)
	number("after_x", &of.FocusX)
	number("after_y", &of.FocusY)
	v.Focuses, err = crop.Read(f, v.Focuses)
	bad.Add(err)
	of.Focuses, err = crop.ReadAfter(f, of.Focuses)
	bad.Add(err)
	v.Pair, v.Fit = &of, content.Cover
	return v, bad.Err()
}

// write keeps what the form makes of a draft, unless somebody else has written it since the form was
// filled.
func (s *Pairs) write(c *fiber.Ctx, id string, change func(context.Context, *store.Tx, content.Slide) (content.Slide, error)) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	from := content.Digest(shell.FormOf(c).Field("revision"))
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.SlideDraft(ctx, id)
		if err != nil {
			return err
		}
		if from != "" && now.Sight(nil) != from {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Có người vừa sửa hoặc duyệt tấm “" + now.Live.Title + "”. Chưa lưu gì: hãy mở lại trang này rồi ghép lần nữa.",
				En:   "Somebody has just changed or approved “" + now.Live.Title + "”. Nothing was saved: open this page again, then put the pictures together once more.",
			}
		}
		doc, err := change(ctx, tx, now.Offered())
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, now.Live, now.Doc, doc); err != nil {
			return err
		}
		return store.WriteSlideDraft(ctx, tx, now.Save(doc, who, tx.Time()))
	})
	return err
}
