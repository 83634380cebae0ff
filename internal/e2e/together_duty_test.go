package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/internal/store"
)

// aFeed is a feed of warnings at which a message for the city lies.
func (q *quarter) aFeed() {
	q.t.Helper()
	now := time.Now().In(area.Local)
	says := fmt.Sprintf(`<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>DONG-1</identifier><sender>dubao@khituong.example.vn</sender><sent>%s</sent>
<status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>vi-VN</language><category>Met</category><event>Mưa dông</event>
<urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty><expires>%s</expires><headline>Mưa dông lớn, tránh cây to</headline>
<area><areaDesc>Thành phố Hà Nội</areaDesc></area></info></alert>`, now.Add(-time.Minute).Format(time.RFC3339), now.Add(2*time.Hour).Format(time.RFC3339))
	feed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/cap+xml")
		_, _ = w.Write([]byte(says))
	}))
	q.t.Cleanup(feed.Close)
	changed(q.t, q.a, func(ctx context.Context, tx *store.Tx) error {
		return tx.PutFeed(ctx, bulletin.Feed{ID: "f-1", Name: "Đài Khí tượng mẫu", Address: feed.URL, Every: time.Hour})
	})
}

// prepared has the officer on duty put a prepared message on from a telephone, over their own words
// that are on: three touches and one confirmation. A colleague ends both.
func (q *quarter) prepared(own string) {
	q.t.Helper()
	duty := phoneOf(q.duty)
	duty.opens("/studio/takeovers")
	duty.touch("main a.open", "Bão", `location.pathname === "/studio/takeovers/t-storm"`)
	duty.nothingChosen()
	duty.pictured("together-prepared")
	duty.touch("main .press label", "Quận Đống Đa", `document.querySelector("main [name=reach]:checked")`)
	duty.touch("main .choices.short label", "30 phút", `document.querySelector("main [name=minutes]:checked")`)
	duty.touch("main .last button", "Phát thật", `document.querySelector("[data-done]")`)
	if duty.touches != 4 {
		q.t.Errorf("a prepared message takes %d touches with its confirmation", duty.touches)
	}
	q.street.Until("the prepared message in the street", fmt.Sprintf(takeoverShown, "Bão"), time.Minute)
	duty.says("Đã hiện trên 1 / 1 màn hình")
	duty.Eval("window.same = true", nil)
	q.city.opens("/studio/takeovers/t-storm")
	q.city.enters("Dừng ngay")
	duty.until("that a colleague ended it, and its receipts", `window.same && !document.querySelector("[data-done]") &&
		/Lần phát cuối[^]*NGATU-04[^]*sau [\d.]+ ms/.test(document.querySelector("#now").innerText)`)
	duty.pictured("takeover-ended-by-a-colleague")
	q.street.Until("the words that were beneath", fmt.Sprintf(takeoverShown, "Cháy"), time.Minute)
	q.city.opens(own)
	q.city.enters("Dừng ngay")
	q.street.Until("the loop again", fmt.Sprintf("!("+takeoverShown+")", "Cháy"), time.Minute)
}

// warned has the officer on duty find a warning of others on the first page of the telephone, and put
// it on.
func (q *quarter) warned() {
	q.t.Helper()
	duty := phoneOf(q.duty)
	duty.opens("/studio")
	duty.touch("main .found a", "Mưa dông", `location.pathname.indexOf("/studio/bulletins/") === 0`)
	duty.nothingChosen()
	duty.pictured("together-warning")
	duty.touch("main .press label", "Quận Đống Đa", `document.querySelector("main [name=reach]:checked")`)
	duty.touch("main .choices.short label", "1 giờ", `document.querySelector("main [name=minutes]:checked")`)
	duty.touch("main button", "Phát thật", `location.pathname.indexOf("/studio/takeovers/") === 0`)
	if duty.touches != 4 {
		q.t.Errorf("a warning takes %d touches with its confirmation", duty.touches)
	}
	q.street.Until("the warning in the street", fmt.Sprintf(takeoverShown, "Mưa dông"), time.Minute)
	duty.says("Đã hiện trên 1 / 1 màn hình")
	duty.enters("Dừng ngay")
	q.street.Until("the loop after the warning", fmt.Sprintf("!("+takeoverShown+")", "Mưa dông"), time.Minute)
}
