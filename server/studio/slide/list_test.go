package slide_test

import (
	"context"
	"html"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/studio/studiotest"
)

// The list of one campaign goes by its sequence, page by page, and counts its slides alone.
func TestTheListOfACampaign(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	ctx := context.Background()
	const many = 60
	name := func(i int) string { return "Tấm số " + string(rune('A'+i/26)) + string(rune('a'+i%26)) + "." }
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		c := content.Campaign{ID: "tet", Name: "Tết", Pool: "city", Weight: 1}
		for i := range many {
			id := "s-" + name(i)[len("Tấm số "):len(name(i))-1]
			c.Sequence = append([]string{id}, c.Sequence...) // backwards
			if err := tx.PutSlide(ctx, content.Slide{ID: id, Campaign: "tet", Order: i, Kind: content.Notice, Style: content.Slogan, Title: name(i), State: content.Draft}); err != nil {
				return err
			}
		}
		if err := tx.PutSlide(ctx, content.Slide{ID: "other", Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: "Của nơi khác", State: content.Draft}); err != nil {
			return err
		}
		return tx.PutCampaign(ctx, c)
	}); err != nil {
		t.Fatal(err)
	}
	u.Get("/studio/slides").Says(t, 200, "Mọi chiến dịch", "Của nơi khác", "Tất cả 61")
	p := u.Get("/studio/slides?campaign=tet&state=draft")
	p.Says(t, 200, "Theo thứ tự chiếu", "Tất cả 60", "Bản nháp 60").Lacks(t, "Của nơi khác", name(0))
	first, second := strings.Index(p.HTML, name(many-1)), strings.Index(p.HTML, name(many-2))
	if first < 0 || second < first {
		t.Errorf("the order is not that of the campaign: %d, %d", first, second)
	}
	_, rest, _ := strings.Cut(p.HTML, `<p class="more"><a class="button" href="`)
	next, _, _ := strings.Cut(rest, `"`)
	u.Get(html.UnescapeString(next)).Says(t, 200, name(0), name(many-49)).Lacks(t, name(many-48), "Xem tiếp")
	u.Get("/studio/slides?campaign=none").Says(t, 200, "Chưa có tấm nào ở đây")
}
