package campaign_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/intake"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// Pages of documents and guides whose text names the old end are listed and held like slides whose
// own words do, at the desk too; a file that another took the place of counts for nothing.
func TestFilesThatNameTheOldEnd(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	ctx := t.Context()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	end := time.Date(time.Now().Year()+1, 11, 21, 0, 0, 0, 0, area.Local)
	old := fmt.Sprintf("20/11/%d", end.Year()) // midnight ends the day before
	guide := func(id, says string) store.Medium {
		m, err := intake.KeepGuide(ctx, r.Media, protocol.Guide{
			ID: id, Kind: protocol.GuidePages, Title: protocol.Both{Vi: "Hỏi", En: "Ask"}, Pages: []protocol.GuidePage{{Steps: []protocol.Both{{Vi: says, En: says}}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	page := func(says string) store.Medium {
		return store.Medium{Digest: content.DigestOf([]byte(says)), Bytes: 9, Type: "image/png", Width: 320, Height: 200, Text: says}
	}
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		c, err := tx.Campaign(ctx, "main")
		if err != nil {
			return err
		}
		c.Valid.Until = end
		if err := tx.PutCampaign(ctx, c); err != nil {
			return err
		}
		for id, m := range map[string]store.Medium{
			"g-old": guide("g-old", "Nộp trước ngày "+old), "g-other": guide("g-other", "Đến quầy số 1"),
			"p-old": page("Hạn cuối: 20 tháng 11"), "p-other": page("Gọi 1022 từ 20/10"),
		} {
			kind := content.Picture
			if id[0] == 'g' {
				kind = content.Guide
			}
			if err := tx.PutMedium(ctx, m); err != nil {
				return err
			}
			if err := tx.PutSlide(ctx, content.Slide{ID: id, Campaign: "main", Kind: kind, Title: "Tấm " + id, Medium: m.Digest, State: content.Approved}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const at = "/studio/campaigns/main"
	moved := local(end.Add(72 * time.Hour))
	editor.Post(at, "name", "Tháng cao điểm", "weight", "1", "until", moved, "reach", "all", "at_once", "yes").Says(t, 200, "Ghi ngày kết thúc cũ", "Tấm g-old", "Tấm p-old")
	all, err := r.Store.Submissions(ctx)
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	desk := "/studio/submissions/" + all[0].ID
	named := approver.Get(desk).Says(t, 200, "tạm ngừng đến khi có người xem lại: Tấm g-old , Tấm p-old")

	// What the approval holds is not offered to be shown at once with it, though it stands first.
	if named.Value("campaign:main.at_once") != "p-other" {
		t.Errorf("offered is %q", named.Value("campaign:main.at_once"))
	}

	// The page gets another file: what was seen is no more so.
	_, err = r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		s, err := tx.Slide(ctx, "p-old")
		if err != nil {
			return err
		}
		m := page("Không hạn")
		if err := tx.PutMedium(ctx, m); err != nil {
			return err
		}
		s.Medium = m.Digest
		return tx.PutSlide(ctx, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	const seen = "campaign:main.seen"
	approver.Post(desk, "do", "approve campaign:main", seen, named.Value(seen)).Says(t, 409, "vừa được sửa")

	// A file that cannot be read now is no file without words: it is named, and nothing is approved.
	away, err := r.Store.Slide(ctx, "g-old")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := r.Media.Read(ctx, away.Medium)
	if err == nil {
		err = r.Media.Delete(away.Medium)
	}
	if err != nil {
		t.Fatal(err)
	}
	const unread = "không đọc được tệp, nên chưa biết có ghi ngày kết thúc cũ không và chưa duyệt được: Tấm g-old"
	approver.Get(at).Says(t, 200, unread)
	approver.Post(desk, "do", "approve campaign:main", seen, approver.Get(desk).Says(t, 200, unread).Value(seen)).Says(t, 503, "không đọc được tệp của tấm “Tấm g-old”")
	if _, err := r.Media.PutBytes(ctx, kept); err != nil {
		t.Fatal(err)
	}
	approver.Post(desk, "do", "approve campaign:main", seen, approver.Get(desk).Value(seen)).Says(t, 200, "Đã ghi quyết định")
	holds, err := r.Store.Holds(ctx)
	if err != nil || !slices.EqualFunc(holds, []string{"g-old"}, func(h content.Hold, id string) bool { return h.Slide == id }) {
		t.Errorf("held are %+v, %v", holds, err)
	}
}
