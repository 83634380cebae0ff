package slide

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/studio/shell"
)

// standsAlone refuses a slide that needs something which itself waits for an approver: its
// campaign, or a setting that it prints. Of what is approved together that comes first.
func standsAlone(ctx context.Context, r store.Reader, one content.Slide) error {
	c, err := r.Campaign(ctx, one.Campaign)
	switch {
	case content.CodeOf(err) == content.NotFound:
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Tấm “" + one.Title + "” thuộc một chiến dịch chưa được duyệt hoặc đã xóa. Hãy duyệt chiến dịch trước hoặc cùng lúc, hoặc trả lại tấm.",
			En:   "“" + one.Title + "” is of a campaign that is not approved yet, or is gone. Approve the campaign first or together with it, or return the slide.",
		}
	case err != nil:
		return err
	}
	now, err := r.Now(ctx)
	if err != nil {
		return err
	}
	if until := c.Valid.Until; !until.IsZero() && !until.After(now) {
		if d, err := r.CampaignDraft(ctx, c.ID); err == nil && !d.Kept {
			return waitsFor(one, shell.Textf("bản sửa của chiến dịch “%s”", "the change of the campaign “%s”", d.Doc.Name))
		} else if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
	}
	values, err := r.SettingValues(ctx, one.Needs)
	if err != nil {
		return err
	}
	for i, key := range one.Needs {
		if values[i] != "" {
			continue
		}
		if d, err := r.SettingDraft(ctx, key); err == nil && !d.Kept {
			return waitsFor(one, shell.Textf("cài đặt “%s”", "the setting “%s”", shell.SettingNames[key]))
		} else if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
	}
	return nil
}

func waitsFor(one content.Slide, what shell.Text) error {
	said := shell.Textf("Tấm “%s” cần %s, còn đang chờ duyệt. Hãy duyệt mục đó trước hoặc cùng lúc.",
		"“%s” needs %s, which still awaits approval. Approve that first, or together with it.", one.Title, what)
	return &content.Error{Code: content.Conflict, Vi: said.Vi, En: said.En}
}

// unseen refuses a slide that prints a setting which is approved in the same change: nobody has
// seen the slide with that value.
func unseen(ctx context.Context, tx *store.Tx, one content.Slide) error {
	for _, key := range one.Prints() {
		set, err := tx.Setting(ctx, key)
		if content.CodeOf(err) == content.NotFound || err == nil && !set.At.Equal(tx.Time()) {
			continue
		}
		if err != nil {
			return err
		}
		said := shell.Textf("Tấm “%s” in cài đặt “%s”, cũng đang chờ duyệt ở đây. Hãy duyệt cài đặt trước, xem lại tấm với giá trị mới rồi duyệt.",
			"“%s” prints the setting “%s”, which waits here, too. Approve the setting first, look at the slide with the new value, then approve it.", one.Title, shell.SettingNames[key])
		return &content.Error{Code: content.Conflict, Vi: said.Vi, En: said.En}
	}
	return nil
}
