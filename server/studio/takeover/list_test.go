package takeover_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// askedAgain is by what the list asks whether it still is so.
var askedAgain = regexp.MustCompile(`mark=([0-9a-f]+)`)

// The list is narrowed by state, kind, area, people and words, by its address alone, has pages, and
// never hides in silence what is on.
func TestTheListIsNarrowed(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Other("truc", signin.Operator)
	officer, err := r.Store.StaffByLogin(t.Context(), "truc")
	if err != nil {
		t.Fatal(err)
	}
	const baDinh, dongDa = "2024-11/001", "2024-11/006"
	put := func(id, title string, change func(*content.Takeover, time.Time)) {
		t.Helper()
		_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
			one := content.Takeover{ID: id, Title: title, Gravity: content.Danger, Words: content.Words{Head: title}, State: content.Approved}
			change(&one, tx.Time())
			return tx.PutTakeover(context.Background(), one)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	press := func(in string, drill bool, began, lasts time.Duration) func(*content.Takeover, time.Time) {
		return func(one *content.Takeover, now time.Time) {
			one.Press = content.Press{Begun: now.Add(-began), Confirmed: now.Add(-began), By: officer.ID, Lasts: lasts, In: in, Drill: drill}
		}
	}
	put("soan", "Cháy lớn", func(one *content.Takeover, _ time.Time) { one.Targets = []content.Target{{Area: baDinh}} })
	put("phat", "Bão số 9", press(dongDa, false, time.Minute, time.Hour))
	put("tap", "Ngập úng", press(baDinh, true, 48*time.Hour, time.Hour))
	for i := range 32 {
		put(fmt.Sprintf("cu-%02d", i), fmt.Sprintf("Mất nước đợt %02d", i), func(one *content.Takeover, now time.Time) {
			press(dongDa, false, time.Duration(100+i)*time.Hour, time.Hour)(one, now)
			one.Free, one.Reviewed = true, content.Signed{By: "test", At: now}
		})
	}
	list := func(query string) studiotest.Page { t.Helper(); return u.Get("/studio/takeovers" + query) }
	const hidden = "không có trong danh sách này"
	p := list("").Says(t, 200, "Tất cả 35", "Đang phát 1", "Đã soạn 2", "Đã kết thúc 33", "Bão số 9", "Ngập úng", "Xem tiếp")
	p.Lacks(t, hidden, "Mất nước đợt 31")
	list("?skip=30").Says(t, 200, "Mất nước đợt 31", hidden).Lacks(t, "Bão số 9", "Ngập úng", "Xem tiếp")
	list("?state=on").Says(t, 200, "Bão số 9").Lacks(t, "Ngập úng", "Cháy lớn", hidden)
	list("?state=prepared").Says(t, 200, "Cháy lớn", "Ngập úng", "Đang phát 1 thông báo khẩn").Lacks(t, "Mất nước")
	list("?state=ended").Says(t, 200, "Ngập úng", "Mất nước đợt 00").Lacks(t, "Cháy lớn")
	list("?was=drill").Says(t, 200, "Ngập úng", hidden).Lacks(t, "Mất nước", "Cháy lớn", "Bão số 9")
	list("?area="+strings.ReplaceAll(baDinh, "/", "%2F")+"&state=prepared").Says(t, 200, "Cháy lớn", "Ngập úng")
	list("?area=2024-11%2F009&q=chay").Says(t, 200, "Không có thông báo khẩn nào ở đây", hidden)
	list("?by="+officer.ID+"&was=real").Says(t, 200, "Bão số 9", "Mất nước đợt 00").Lacks(t, "Cháy lớn", "Ngập úng")
	got := list("?q=mat+nuoc&state=ended").Says(t, 200, "Mất nước đợt 00", "Đã kết thúc 32", hidden)
	got.Lacks(t, "Ngập úng")
	if !regexp.MustCompile(`href="/studio/takeovers\?q=mat\S*nuoc&amp;skip=30&amp;state=ended"`).MatchString(got.HTML) {
		t.Error("the next page forgets the filter")
	}
	if p := list("?q=mat+nuoc&state=ended&mark=" + askedAgain.FindStringSubmatch(got.HTML)[1]); p.Status != 204 {
		t.Errorf("a list that is up to date is answered with %d", p.Status)
	}
	ward := r.Other("phuong", signin.Operator)
	r.Bound("phuong", mandate.Mandate{Role: signin.Operator, Area: dongDa})
	put("toan", "Động đất", func(*content.Takeover, time.Time) {})
	put("nhap", "Lốc xoáy", func(one *content.Takeover, _ time.Time) { one.State = content.Draft })
	put("cu", "Lũ quét", func(one *content.Takeover, now time.Time) { one.Approval.Valid.Until = now.Add(-time.Hour) })
	ward.Get("/studio/takeovers?state=prepared").Says(t, 200, "Động đất").Lacks(t, "Cháy lớn", "Lốc xoáy", "Lũ quét") // what may be put on in a part
	list("?state=nonsense&was=x&skip=-4").Says(t, 200, "Tất cả 38", "Bão số 9")
}
