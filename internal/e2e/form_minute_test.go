package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// fillsAForm: a form was approved before. Somebody of a district opens it, fills two fields by the
// keyboard, presses once, and a screen has the copy in its programme. A minute is what all of it may
// take: the machine here, hands and thoughts of somebody who makes no mistakes by the keystroke-level
// model, and every word of the page read once. No clerk was timed.
func fillsAForm(t *testing.T, s studioTab, campaign, district, approver string, glass *testkit.Tab) {
	t.Helper()
	changed(t, s.a, func(ctx context.Context, tx *store.Tx) error {
		boss, err := tx.StaffByLogin(ctx, approver)
		if err != nil {
			return err
		}
		return tx.PutForm(ctx, content.Form{
			ID: "f-tiep-dan", Name: "Tiếp công dân", Days: 10, Until: tx.Time().Add(60 * 24 * time.Hour), Targets: []content.Target{{Area: district}}, By: boss.ID, At: tx.Time(), Despite: "Đã duyệt nội dung chung",
			Slide: content.Slide{
				Kind: content.Notice, Campaign: campaign, Style: content.Event, Title: "Tiếp công dân",
				Words: content.Words{Head: "Chủ tịch phường tiếp công dân", Brief: "Tiếp công dân", Number: "{thứ ngày}", Lines: []string{"Buổi {buổi}", "Phòng {phòng}"}},
			},
			Fields: []content.FormField{
				{Name: "ngày", Kind: content.FieldDay, Ahead: 7}, {Name: "buổi", Kind: content.FieldChoice, Options: []string{"sáng", "chiều"}}, {Name: "phòng", Kind: content.FieldChoice, Options: []string{"101", "202"}},
			},
		})
	})
	s.opens("/studio/forms")
	w := newcomer{studioTab: s, read: map[string]int{}}
	began := time.Now()
	w.clicks("Điền biểu mẫu này", `location.pathname === "/studio/forms/f-tiep-dan" && document.querySelector("main [name=v2]")`)
	for _, f := range [][2]string{{"v1", "c"}, {"v2", "2"}} { // tomorrow is there already
		w.Run(chromedp.Focus("main [name="+f[0]+"]", chromedp.ByQuery), chromedp.KeyEvent(f[1]))
		w.did(aPointing + aPress + 2*aHand + w.typed(f[1]))
	}
	w.holds("v1", "chiều")
	w.holds("v2", "202")
	w.Run(chromedp.Evaluate(`document.querySelector("main form .primary").focus()`, nil), chromedp.KeyEvent(kb.Enter))
	w.did(aPointing + aPress)
	w.says("không phải chờ duyệt")
	var at string
	w.Eval("location.pathname", &at)
	glass.Until("the copy in the programme", fmt.Sprintf(`(Ngatu.player.follow.waiting || Ngatu.player.follow.ruling).programme.slides.some(function (s) { return s.id === %q; })`,
		strings.TrimPrefix(at, "/studio/slides/")), time.Minute)
	machine := time.Since(began)
	told := fmt.Sprintf("the machine %v, hands and thoughts %v in %d steps, the words on the way %v", machine.Round(time.Millisecond), w.took, w.steps, w.reading().Round(time.Second))
	if all := w.took + w.reading(); all > time.Minute { // the machine's share depends on what else it does
		t.Errorf("a person takes %v: %s", all, told)
	}
	t.Log(told)
}
