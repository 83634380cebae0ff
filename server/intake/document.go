package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/rendition"
)

// document makes drafts of the pages of a PDF, or of the words and pictures of a deck or a text.
func (in *Intake) document(ctx context.Context, who string, u Upload, kind media.Document, tell func(done, of int)) (made Made, err error) {
	first := in.Draft(u, store.Medium{Kind: content.Picture})
	first.Author, first.Source = cmp.Or(u.Author, who), "studio"
	if first.Label, err = Label(ctx, in.Store.Reader, u.AI, store.Medium{}); err != nil {
		return made, err
	}
	pages, notices, err := in.pages(ctx, who, u, kind, first, func(done, of int) error {
		if u.Slide != "" && of > 1 {
			return onePage(u.Name, of)
		}
		tell(done, of)
		return nil
	})
	if err != nil {
		return made, err
	}
	if u.Slide != "" && (len(pages) > 1 || pages[0].Medium.Digest == "") {
		return made, noPicture(u.Name)
	}
	_, err = in.Store.Change(ctx, who, func(tx *store.Tx) error {
		made = Made{Notices: notices}
		if u.Slide != "" {
			now, err := in.putInstead(ctx, tx, who, u, pages[0].Medium)
			made.Slides = append(made.Slides, now.Slide())
			return err
		}
		return in.putPages(ctx, tx, u, first, pages, &made)
	})
	return made, err
}

// pages are those of a document, with what staff should know of it.
func (in *Intake) pages(ctx context.Context, who string, u Upload, kind media.Document, first content.Slide, tell func(done, of int) error) (pages []rendition.Page, notices []store.Notice, err error) {
	if kind == media.Office {
		return in.Renditions.Document(ctx, who, u.Name, u.Reader, u.Size, first, tell)
	}
	drawn, err := in.Renditions.Pages(ctx, who, u.Name, u.Reader, u.Size, first, tell)
	for _, m := range drawn {
		pages = append(pages, rendition.Page{Medium: m})
	}
	return pages, nil, err
}

// putPages writes the slides of pages behind each other. A page that is there already, because the
// document was sent before, stays as it is.
func (in *Intake) putPages(ctx context.Context, tx *store.Tx, u Upload, first content.Slide, pages []rendition.Page, made *Made) error {
	fits, err := u.fits(ctx, tx)
	if err != nil {
		return err
	}
	if err := in.OpenCampaign(ctx, tx, first.Campaign); err != nil {
		return err
	}
	order, err := tx.NextOrder(ctx, first.Campaign)
	if err != nil {
		return err
	}
	cards, err := cardsOf(ctx, tx.Reader, first.Campaign, pages)
	if err != nil {
		return err
	}
	used := map[string]bool{}
	for i, p := range pages {
		s := p.Slide(first)
		s.ID, s.Title, s.Order = newID(), PageTitle(first.Title, i, len(pages)), order+i
		others, err := cards, error(nil)
		if s.Medium != "" {
			others, err = tx.SlidesWith(ctx, s.Medium)
			made.know(others)
		}
		var same content.Slide
		var ok bool
		if err == nil {
			same, ok, err = u.same(ctx, tx, others, s, used)
		}
		if err == nil && !ok {
			err = u.may(ctx, tx, s)
			if u.AtOnce {
				s.AtOnce = tx.Time()
			}
			if err == nil {
				err = tx.PutSlide(ctx, s)
			}
			same, made.fresh = s, append(made.fresh, s)
		}
		if err != nil {
			return err
		}
		used[same.ID] = true
		made.Slides = append(made.Slides, same)
	}
	if len(made.fresh) == 0 {
		return nil
	}
	if err := fits(nil); err != nil {
		return err
	}
	return u.note(ctx, tx, *made)
}

// cardsOf are the slides of a campaign that show no medium, where one of the pages is such a card.
// They are read once for all pages: nobody else writes while they are put.
func cardsOf(ctx context.Context, r store.Reader, campaign string, pages []rendition.Page) (cards []content.Slide, err error) {
	if !slices.ContainsFunc(pages, func(p rendition.Page) bool { return p.Medium.Digest == "" }) {
		return nil, nil
	}
	err = r.EachSlide(ctx, store.SlideQuery{Campaign: campaign}, func(s content.Slide) error {
		if s.Medium == "" && s.State != content.TakenOff {
			cards = append(cards, s)
		}
		return nil
	})
	return cards, err
}

// PageTitle is what staff see of a page, which is counted from zero, of so many.
func PageTitle(title string, page, of int) string {
	if of == 1 {
		return title
	}
	return fmt.Sprintf("%s (%d)", title, page+1)
}

func onePage(name string, pages int) error {
	return &content.Error{
		Code: content.Invalid, Err: errors.New("intake: several pages for one slide"),
		Vi: fmt.Sprintf("“%s” có %d trang, mà tấm này chỉ thay được bằng một trang. Hãy lưu trang cần dùng thành một tệp PDF riêng, hoặc tải cả tệp lên thành các tấm mới.", name, pages),
		En: fmt.Sprintf("“%s” has %d pages, and this slide shows one. Save the page that you mean as a PDF of its own, or upload the file as new slides.", name, pages),
	}
}

func noPicture(name string) error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("“%s” không thành đúng một hình nên không thay được tệp của tấm này. Hãy lưu trang cần dùng thành PDF hoặc ảnh, hoặc tải cả tệp lên thành các tấm mới.", name),
		En:   fmt.Sprintf("“%s” does not become just one picture, so it takes the place of none. Save the page that you mean as a PDF or a picture, or upload the file as new slides.", name),
	}
}
