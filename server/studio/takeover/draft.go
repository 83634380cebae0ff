package takeover

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// item is what is written of a takeover, as an approver sees it.
type item struct {
	content.TakeoverDraft
	Prefix      string // of the names of an approver's fields
	Name, Where shell.Text
	On          bool               // what it takes the place of is on
	Ends        bool               // approved, it ends: it is on in an area that this is not for
	Differences []shell.Difference // from the version that is approved
	Seen        content.Digest     // what an approval now would be of
	Previews    []picture.Preview
}

func (s *Takeovers) item(ctx context.Context, d content.TakeoverDraft, prefix string) (i item, err error) {
	i = item{TakeoverDraft: d, Prefix: prefix, Name: gravityName(d.Doc.Gravity), Where: s.where(d.Doc), On: d.Live.On(s.Now()), Ends: d.Leaves(s.Now(), within(s.Areas))}
	if d.Beside {
		i.Differences = s.differences(d.Live, d.Offered())
	}
	if i.Seen, err = sightOf(ctx, s.Store.Reader, d); err != nil {
		return i, err
	}
	i.Previews, err = s.pictures.Takeover(ctx, d.Doc)
	return i, err
}

// differences are what a version of a takeover changes of another.
func (s *Takeovers) differences(was, is content.Takeover) (out []shell.Difference) {
	for _, one := range []shell.Difference{
		{Name: shell.Say("Tên", "Title"), Was: shell.Same(was.Title), Is: shell.Same(is.Title)},
		{Name: shell.Say("Mức độ", "Gravity"), Was: gravityName(was.Gravity), Is: gravityName(is.Gravity)},
		{Name: shell.Say("Nội dung", "Message"), Was: shell.Same(was.Words.Head), Is: shell.Same(is.Words.Head)},
		{Name: shell.Say("Bản ngắn", "In brief"), Was: shell.Same(was.Words.Brief), Is: shell.Same(is.Words.Brief)},
		{Name: shell.Say("Chân trang", "Foot"), Was: shell.Same(was.Words.Foot), Is: shell.Same(is.Words.Foot)},
		{Name: shell.Say("Màn hình", "Screens"), Was: s.where(was.Document()), Is: s.where(is.Document())},
	} {
		if one.Was != one.Is {
			out = append(out, one)
		}
	}
	return out
}

// sightOf is the digest of what an approver sees of what is written.
func sightOf(ctx context.Context, r store.Reader, d content.TakeoverDraft) (content.Digest, error) {
	printed, err := r.SettingValues(ctx, d.Doc.Asks().Prints())
	return d.Sight(printed), err
}

// written is what is written of a takeover, as its page shows it to a person.
type written struct {
	item
	Author  shell.Text
	OwnWork bool        // the person here had a part in it
	Sent    *store.Item // how it waits; nil: it does not
}

func (s *Takeovers) written(ctx context.Context, d content.TakeoverDraft, p *signin.Person) (w written, err error) {
	if w.item, err = s.item(ctx, d, ""); err != nil {
		return w, err
	}
	if n := len(d.By); n > 0 {
		w.Author = s.NameOf(ctx, d.By[n-1])
	}
	w.OwnWork = slices.Contains(d.By, p.ID)
	sent, err := s.Store.Waiting(ctx, store.DraftKey{Noun: store.NounTakeover, ID: d.ID})
	if content.CodeOf(err) == content.NotFound {
		return w, nil
	}
	w.Sent = &sent
	return w, err
}
