package campaign_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// The form offers areas as a tree of those in which screens stand, each with its screens; what is
// chosen below is open on the page afterwards.
func TestAreasAreATree(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor := r.Other("soan", signin.Editor)
	if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		for code, areas := range map[string][]string{
			"NGATU-01": {"2024-11/00004", "2024-11/001", "2024-11/01"}, "NGATU-02": {"2024-11/00001", "2024-11/001", "2024-11/01"}, "NGATU-03": {"2024-11/006", "2024-11/01"},
		} {
			if err := tx.PutScreen(t.Context(), content.Screen{Code: code, Name: code, Places: []content.Place{{
				Area: areas[0], Areas: areas, Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
				Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			}}}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	const page = "/studio/campaigns/main"
	first := editor.Get(page).Says(t, 200, "Thành phố Hà Nội · 11–12/2024 3 màn hình 2 đơn vị bên dưới Quận Ba Đình 2 màn hình 2 đơn vị bên dưới "+
		"Phường Phúc Xá 1 màn hình Phường Trúc Bạch 1 màn hình Quận Đống Đa 1 màn hình")
	if strings.Contains(branches(first), "<details open") {
		t.Error("nothing is chosen, and a branch is open")
	}
	typed := url.Values{"name": {"Tháng cao điểm"}, "weight": {"1"}, "reach": {"area"}, "area": {"2024-11/00004", "2024-11/006"}}
	editor.PostForm(page+"/look", typed).Says(t, 200, "2 màn hình: 2 chưa ghép")
	sent := editor.PostForm(page, typed).Says(t, 200, "Đã gửi duyệt", "Phường Trúc Bạch", "Quận Đống Đa")
	d, err := r.Store.CampaignDraft(t.Context(), "main")
	if err != nil || !slices.Equal(d.Doc.Targets, []content.Target{{Area: "2024-11/00004"}, {Area: "2024-11/006"}}) {
		t.Errorf("it is for %+v, %v", d.Doc.Targets, err)
	}
	tree := branches(sent)
	for key, chosen := range map[string]bool{"2024-11/00004": true, "2024-11/006": true, "2024-11/001": false, "2024-11/00001": false, "2024-11/01": false} {
		_, box, _ := strings.Cut(tree, `value="`+key+`"`)
		if box, _, _ = strings.Cut(box, ">"); strings.Contains(box, "checked") != chosen {
			t.Errorf("%s has%q", key, box)
		}
	}
	if n := strings.Count(tree, "<details open"); n != 2 { // the city's and the district's
		t.Errorf("%d branches are open", n)
	}
}

// branches is the tree of areas of a page.
func branches(p studiotest.Page) string {
	_, tree, _ := strings.Cut(p.HTML, `<div class="where">`)
	tree, _, _ = strings.Cut(tree, `name="area_name"`)
	return tree
}
