package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
)

// activated is a sheet in a layout of staff's own: no dictionary has its column. changed are the
// counts that differ from a plain day's.
func activated(t *testing.T, day int, changed map[int]int) (text string, total int) {
	t.Helper()
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Tính đến: %d/11/2024 17:00\nNguồn: Công an thành phố\nĐơn vị;Đã kích hoạt\n", day)
	for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
		n := 50_000 + 377*i + 20*day + changed[i]
		total += n
		fmt.Fprintf(&b, "%s;%d\n", d.Name, n)
	}
	return b.String(), total
}

// pastes puts a sheet into the box and releases it.
func (s studioTab) pastes(text string) {
	s.t.Helper()
	s.Run(chromedp.Navigate(s.a.Address() + "/studio/figures"))
	s.until("the box", `document.querySelector("main textarea[name=pasted]")`)
	s.Eval(fmt.Sprintf(`(document.querySelector("main textarea[name=pasted]").value = %q, true)`, text), new(bool))
	s.presses("Công bố")
}

// presses waits for a button and presses it.
func (s studioTab) presses(button string) {
	s.t.Helper()
	s.until("the button "+button, fmt.Sprintf(`document.readyState === "complete" && Array.from(document.querySelectorAll("main button")).some(b => b.textContent.indexOf(%q) === 0 && b.offsetParent)`, button))
	s.enters(button)
}

// letsOut releases the draft that the page shows, with a reason.
func (s studioTab) letsOut(reason string) {
	s.t.Helper()
	s.Eval(`(document.querySelector("main [name=checked]").checked = true)`, new(bool))
	s.types("main [name=reason]", reason)
	s.presses("Công bố")
	s.says("Đã công bố số liệu")
}

// A sheet of an unknown layout is explained once; the next one asks nothing and waits for a look. A
// warning holds what comes until somebody ticks it, a fall is let out as a correction, and what was
// wrong comes off at once. On a laptop and on a phone.
func TestFiguresFromFirstLayoutToWithdrawal(t *testing.T) {
	t.Parallel()
	a := testkit.Server(t, config.Config{})
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sit(a, link); err != nil {
		t.Fatal(err)
	}
	s := studioTab{testkit.Chromium(t).Open(t, a.Address()+"/studio/signin", 1366, 800), a, t}
	s.signsIn()
	s.until("the studio", `location.pathname === "/studio"`)

	first, total := activated(t, 20, nil)
	s.pastes(first)
	s.says("Không rõ cột “Đã kích hoạt” là gì.")
	s.photographed("figures-asked")
	s.Eval(`(Array.from(document.querySelectorAll("main fieldset")).find(f => f.textContent.includes("Đã kích hoạt")).querySelector("select").value = "value", true)`, new(bool))
	s.types("main [name=total]", fmt.Sprint(total-1))
	s.presses("Xác nhận cách đọc")
	s.says("khác tổng của cột")
	s.types("main [name=total]", fmt.Sprint(total))
	s.presses("Xác nhận cách đọc")
	s.says("Độ phủ: 30/30")
	s.letsOut("Đã so với báo cáo ký")

	s.Run(chromedp.EmulateViewport(390, 800))
	second, _ := activated(t, 21, nil)
	s.pastes(second)
	s.says("Độ phủ: 30/30") // no question: the layout is known
	s.says("(+600)")
	s.photographed("figures-held")
	s.presses("Công bố")
	s.says("Đã công bố số liệu")

	third, _ := activated(t, 22, map[int]int{7: -30})
	s.pastes(third)
	s.says("giảm ở 1 đơn vị")
	s.presses("Công bố")
	s.says("đánh dấu đã kiểm tra")
	s.photographed("figures-warned")
	s.letsOut("Đơn vị đã rà lại")

	s.Run(chromedp.EmulateViewport(1366, 800))
	fourth, _ := activated(t, 22, map[int]int{7: -9_000})
	s.pastes(strings.Replace(fourth, "17:00", "18:00", 1))
	s.says("giảm quá 2 %")
	s.Eval(`(document.querySelector("main select[name=corrects]").selectedIndex = 1, true)`, new(bool))
	s.presses("Kiểm tra lại như bản đính chính")
	s.until("it is looked at as a correction", `location.search.indexOf("corrects=r-") > 0 && document.readyState === "complete"`)
	s.photographed("figures-corrected")
	s.letsOut("Đính chính: nhập thừa")
	s.says("Đã được đính chính")
	s.photographed("figures-released")

	s.Eval(`(document.querySelector("main form[action$='/withdraw'] button").focus(), true)`, new(bool))
	s.presses("Thu hồi")
	s.says("Đã thu hồi đợt số liệu")
	fifth, _ := activated(t, 23, nil)
	s.pastes(fifth)
	s.says("Không rõ cột “Đã kích hoạt” là gì.") // its recipe went with what it had read
}
