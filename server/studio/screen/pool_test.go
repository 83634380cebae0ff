package screen_test

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// Shares of a screen's airtime are changed by whoever looks after it for everybody who has some; a
// campaign then chooses whose airtime it uses.
func TestSharesOfAirtime(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	city, both := r.Other("thanhpho", signin.Operator), r.Other("cahai", signin.Operator)
	r.Bound("cahai", mandate.Mandate{Role: signin.Operator}, mandate.Mandate{Role: signin.Operator, Pool: "vincom"})
	form := func(pools ...string) url.Values {
		v := url.Values{
			"code": {"VC-01"}, "name": {"LED Vincom"}, "area": {"2024-11/006"}, "venue": {"mall"}, "kind": {"led"}, "width": {"432"}, "height": {"216"}, "pitch": {"5"}, "distance": {"15"},
		}
		for i := 0; i < len(pools); i += 2 {
			v.Add("pool", pools[i])
			v.Add("pool_percent", pools[i+1])
		}
		return v
	}
	is := func(want ...content.Pool) {
		t.Helper()
		one, err := r.Store.Screen(context.Background(), "VC-01")
		if err != nil {
			t.Fatal(err)
		}
		if got := one.Places[0].Pools; !slices.Equal(got, want) {
			t.Errorf("the shares are %v, not %v", got, want)
		}
	}
	city.PostForm("/studio/screens/new", form("", "", "", "")).Says(t, 200, "LED Vincom")
	is()
	boss.Get("/studio/campaigns/main").Lacks(t, "Của ai")
	city.PostForm("/studio/screens/VC-01", form("city", "60", "vincom", "0")).Says(t, 422, "từ 1 đến 100 phần trăm")
	city.PostForm("/studio/screens/VC-01", form("city", "60", "city", "40")).Says(t, 422, "ghi hai lần")
	city.PostForm("/studio/screens/VC-01", form("city", "60", "vincom", "40")).Says(t, 200)
	is(content.Pool{ID: "city", Percent: 60}, content.Pool{ID: "vincom", Percent: 40})
	city.PostForm("/studio/screens/VC-01", form("city", "90", "vincom", "10")).Says(t, 403, "ngoài phạm vi")
	city.PostForm("/studio/screens/VC-01", form("", "")).Says(t, 403, "ngoài phạm vi")
	city.PostForm("/studio/screens/VC-01", form("city", "60", "vincom", "40")).Says(t, 200) // anything else of it
	both.PostForm("/studio/screens/VC-01", form("city", "50 %", "vincom", "50")).Says(t, 200)
	is(content.Pool{ID: "city", Percent: 50}, content.Pool{ID: "vincom", Percent: 50})

	boss.Get("/studio/campaigns/main").Says(t, 200, "Của ai", "vincom")
	boss.Post("/studio/campaigns/main", "name", "Tháng cao điểm", "weight", "1", "reach", "all", "pool", "vincom").Says(t, 403, "ngoài phạm vi")
	r.Other("chu", signin.Editor)
	r.Bound("chu", mandate.Mandate{Role: signin.Editor}, mandate.Mandate{Role: signin.Editor, Pool: "vincom"})
	chu := r.Browser()
	chu.Post("/studio/signin", "login", "chu", "password", studiotest.Password)
	chu.Post("/studio/campaigns/main", "name", "Tháng cao điểm", "weight", "1", "reach", "all", "pool", "vincom").Says(t, 200, "vincom")
	if d, err := r.Store.CampaignDraft(context.Background(), "main"); err != nil || d.Doc.Pool != "vincom" {
		t.Errorf("it waits with %q, %v", d.Doc.Pool, err)
	}
}
