package slide_test

import (
	"context"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
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

// The list is narrowed by who had a part in slides or in drafts beside them, by the area that they
// or their campaign are for, and by tag; tabs count what is left, and their addresses keep it.
func TestTheListIsFiltered(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	editor := r.Other("soan", signin.Editor)
	ctx := context.Background()
	id, err := r.Store.StaffByLogin(ctx, "soan")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "dd", Name: "Đống Đa sạch", Pool: "city", Weight: 1, Targets: []content.Target{{Area: "2024-11/006"}}}); err != nil {
			return err
		}
		for _, s := range []content.Slide{
			{ID: "s-mine", Campaign: "main", Title: "Của tôi", Author: "an", Editors: []string{id.ID}, Targets: []content.Target{{Tag: "chợ"}}},
			{ID: "s-ward", Campaign: "main", Title: "Của phường", Author: "an", Targets: []content.Target{{Area: "2024-11/00004"}}},
			{ID: "s-campaign", Campaign: "dd", Title: "Của chiến dịch", Author: "an"},
			{ID: "s-city", Campaign: "main", Title: "Của thành phố", Author: "an"},
		} {
			s.Kind, s.Style, s.State, s.Words = content.Notice, content.Slogan, content.Draft, content.Words{Head: s.Title}
			if err := tx.PutSlide(ctx, s); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	all := []string{"Của tôi", "Của phường", "Của chiến dịch", "Của thành phố"}
	for query, want := range map[string][]string{
		"": all, "author=" + id.ID: {"Của tôi"}, "tag=ch%E1%BB%A3": {"Của tôi"}, "area=2024-11%2F001": {"Của phường"}, "area=2024-11%2F006": {"Của chiến dịch"},
		"area=2024-11%2F006&campaign=dd": {"Của chiến dịch"}, "area=2024-11%2F006&campaign=main": nil, "author=an&tag=ch%E1%BB%A3": {"Của tôi"}, "author=nobody": nil,
	} {
		for _, who := range []*studiotest.User{u, editor} {
			p := who.Get("/studio/slides?state=draft&" + query)
			p.Says(t, 200, fmt.Sprintf("Bản nháp %d", len(want)))
			for _, title := range all {
				if has := strings.Contains(p.HTML, title); has != slices.Contains(want, title) {
					t.Errorf("by %q %q is listed: %v", query, title, has)
				}
			}
		}
	}
	p := u.Get("/studio/slides?tag=ch%E1%BB%A3")
	p.Says(t, 200, "Người soạn", "Mọi người", "Quận Đống Đa", "Phường Trúc Bạch", "Nhãn", "Mọi nhãn")
	if !strings.Contains(p.HTML, `<option value="chợ" selected>`) || !strings.Contains(p.HTML, "/studio/slides?state=approved&amp;tag=ch") {
		t.Error("the page does not keep its filter")
	}
}
