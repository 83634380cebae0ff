package campaign_test

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

func local(at time.Time) string { return at.In(area.Local).Format("2006-01-02T15:04") }

func live(t *testing.T, r *studiotest.Rig) content.Campaign {
	t.Helper()
	c, err := r.Store.Campaign(context.Background(), "main")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The end of a campaign moves while it is on air: one proposes, another approves what was seen, and
// one approval renews the slides whose own ends earlier.
func TestAnEndMoves(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	editor, approver, other := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver), r.Other("duyet2", signin.Approver, signin.Editor)
	soon, later := time.Now().Add(24*time.Hour).Truncate(time.Minute), time.Now().Add(48*time.Hour).Truncate(time.Minute)
	short := content.Slide{
		ID: "short", Campaign: "main", Kind: content.Notice, Title: "Tấm ngắn hạn", State: content.Approved, Author: "test", // who made the approver's account
		Words:    content.Words{Head: "Đến hết " + later.Add(24*time.Hour-time.Millisecond).In(area.Local).Format("2/1/2006")},
		Approval: content.Approval{By: "y", At: time.Now(), Document: "1/GP"},
	}
	short.Approval.Valid.Until = soon
	r.Put(short)
	r.Put(content.Slide{ID: "open", Campaign: "main", Kind: content.Notice, Title: "Tấm dài hạn", State: content.Approved})

	boss.Get("/studio/campaigns").Says(t, 200, "Tháng cao điểm", "2 tấm đã duyệt", "không có thời hạn")
	fill := func(until time.Time) []string {
		return []string{"name", "Tháng cao điểm", "weight", "3", "until", local(until), "reach", "all"}
	}
	approver.Post("/studio/campaigns/main", fill(later)...).Says(t, 403)
	editor.Post("/studio/campaigns/main", fill(time.Now().Add(-time.Hour))...).Says(t, 422, "đã qua")
	editor.Post("/studio/campaigns/main", "name", "", "weight", "0", "from", "hôm nay").Says(t, 422, "Tên chiến dịch", "Tỷ trọng", "không đọc được")
	editor.Post("/studio/campaigns/main", fill(later)...).Says(t, 200, "Đã gửi duyệt", "Đang chờ người khác duyệt", "Tấm ngắn hạn")
	if c := live(t, r); c.Weight != 1 || !c.Valid.Until.IsZero() {
		t.Fatalf("one person has changed the campaign: %+v", c)
	}
	page := approver.Get("/studio/campaigns/main").Says(t, 200, "Chờ duyệt", "Phê duyệt riêng hết hạn sớm hơn chiến dịch", "Tấm ngắn hạn")
	seen := page.Value("seen")
	editor.Post("/studio/campaigns/main/approve", "seen", seen).Says(t, 403)
	other.Post("/studio/campaigns/main", fill(later.Add(24*time.Hour))...).Says(t, 200)
	other.Post("/studio/campaigns/main/approve", "seen", other.Get("/studio/campaigns/main").Value("seen")).Says(t, 403, "không tự duyệt")
	approver.Post("/studio/campaigns/main/approve", "seen", seen, "renew", "yes").Says(t, 409, "vừa được sửa")
	seen = approver.Get("/studio/campaigns/main").Value("seen")
	approver.Post("/studio/campaigns/main/approve", "seen", seen, "renew", "yes", "document", "2/GP").Says(t, 200, "Đã duyệt").Lacks(t, "Bản sửa chờ")
	later = later.Add(24 * time.Hour)
	if c := live(t, r); c.Weight != 3 || !c.Valid.Until.Equal(later) || !c.Detached {
		t.Errorf("approved is %+v", c)
	}
	s, err := r.Store.Slide(context.Background(), "short")
	if err != nil || s.Approval.Document != "2/GP" || !s.Approval.Valid.Until.Equal(later) || s.State != content.Approved {
		t.Errorf("renewed: %+v, %v", s.Approval, err)
	}
	if i, err := r.Store.Decided(context.Background(), store.DraftKey{Noun: store.NounCampaign, ID: "main"}); err != nil || i.Made != "test" {
		t.Errorf("the record of the slides that were renewed: %+v, %v", i, err)
	}
	approver.Post("/studio/campaigns/main/approve", "seen", seen).Says(t, 404)

	// Moved once more, slides that name the old end in their words are named; returned, nothing is
	// left.
	editor.Post("/studio/campaigns/main", fill(later.Add(96*time.Hour))...).Says(t, 200, "Ghi ngày kết thúc cũ")
	approver.Post("/studio/campaigns/main/return", "why", "Chưa có văn bản").Says(t, 200, "Đã trả lại", "trả lại").Lacks(t, "Chờ duyệt")
	editor.Post("/studio/campaigns/main", fill(later.Add(96*time.Hour))...).Says(t, 200, "Đã gửi duyệt")
	editor.Post("/studio/campaigns/main/withdraw").Says(t, 200).Lacks(t, "Chờ duyệt")
	if c := live(t, r); !c.Valid.Until.Equal(later) {
		t.Errorf("returned, and the end moved: %+v", c.Valid)
	}

	// Approved, those slides are held until somebody has looked.
	editor.Post("/studio/campaigns/main", fill(later.Add(96*time.Hour))...).Says(t, 200, "tạm ngừng đến khi có người xem lại")
	approver.Approve("/studio/campaigns/main").Says(t, 200, "Đã duyệt")
	holds, err := r.Store.Holds(context.Background())
	if err != nil || len(holds) != 1 || holds[0].Slide != "short" || !holds[0].On(time.Now().Add(time.Minute)) {
		t.Errorf("held are %+v, %v", holds, err)
	}
	approver.Get("/studio/holds/"+holds[0].ID).Says(t, 200, "Tấm ngắn hạn", "Ghi ngày kết thúc cũ", "names the old end of its campaign")
}

// What was approved in the meantime is not overwritten, and a slide that changed since the page was
// opened is not renewed unseen.
func TestAChangeThatIsOld(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	editor.Post("/studio/campaigns/main", "name", "Tên mới", "weight", "1", "reach", "area", "area", "2024-11/006").Says(t, 200, "Quận Đống Đa")
	seen := approver.Get("/studio/campaigns/main").Value("seen")
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		c, err := tx.Campaign(context.Background(), "main")
		if err != nil {
			return err
		}
		c.Weight = 9
		return tx.PutCampaign(context.Background(), c)
	})
	if err != nil {
		t.Fatal(err)
	}
	approver.Post("/studio/campaigns/main/approve", "seen", seen).Says(t, 409, "đã đổi từ khi bắt đầu bản sửa")
	if c := live(t, r); c.Name != "Tháng cao điểm" || c.Weight != 9 {
		t.Errorf("%+v", c)
	}

	// It goes back to its author, who finds it in the form, on top of what is live by now.
	approver.Post("/studio/campaigns/main/return", "why", "Xem lại tỷ trọng").Says(t, 200, "Người duyệt trả lại: Xem lại tỷ trọng").Lacks(t, "Chờ duyệt")
	page := editor.Get("/studio/campaigns/main").Says(t, 200, "đã đổi từ khi bắt đầu bản sửa", "Tên Tháng cao điểm Tên mới")
	if name, weight := page.Value("name"), page.Value("weight"); name != "Tên mới" || weight != "9" {
		t.Fatalf("the form has %q and %q", name, weight)
	}
	editor.Post("/studio/submissions/new", "item", "campaign:main").Says(t, 409, "xem lại từng chỗ")
	editor.Post("/studio/campaigns/main", "name", "Tên mới", "weight", page.Value("weight"), "reach", "all").Says(t, 200, "Đã gửi duyệt")
	approver.Post("/studio/campaigns/main/approve", "seen", approver.Get("/studio/campaigns/main").Value("seen")).Says(t, 200, "Đã duyệt")
	if c := live(t, r); c.Name != "Tên mới" || c.Weight != 9 {
		t.Errorf("approved: %+v", c)
	}
	editor.Post("/studio/campaigns/main", "name", "Tên khác", "weight", "9", "reach", "all").Says(t, 200, "Đã gửi duyệt")
	editor.Post("/studio/campaigns/main/withdraw").Says(t, 200, "Đã rút lại", "Tên khác")
	editor.Post("/studio/campaigns/main/withdraw", "discard", "yes").Says(t, 200, "Đã bỏ bản sửa").Lacks(t, "Tên khác")
}
