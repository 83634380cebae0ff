package page
import ("testing";"time";"os";"net/http";"fmt";"ngatu/content";"ngatu/player/protocol";"github.com/chromedp/chromedp")
func TestZZ(t *testing.T){
	for _, s := range [][2]int64{{432,216},{192,96},{320,160},{1080,1920}} {
	o := newOrigin(t)
	o.screen(func(sc *protocol.Screen){ sc.Canvas=content.Canvas{Width:int(s[0]),Height:int(s[1])}; sc.Safe.Area="Phường Văn Miếu - Quốc Tử Giám" })
	o.enrol = func(w http.ResponseWriter, r *http.Request){ fmt.Fprint(w, `{"code":"K7M-2PQ","poll":"x","expires":1}`)}
	p := newTab(t, s[0], s[1], "").open(o, "?screen="+code)
	time.Sleep(1500*time.Millisecond)
	var b []byte
	p.run(chromedp.CaptureScreenshot(&b)); os.WriteFile(fmt.Sprintf("/tmp/pg-safe-%d.png", s[0]), b, 0o644)
	p.run(evaluate(`Ngatu.player.identify()`)); 
	p.run(chromedp.CaptureScreenshot(&b)); os.WriteFile(fmt.Sprintf("/tmp/pg-id-%d.png", s[0]), b, 0o644)
	p.open(o, "")
	time.Sleep(1500*time.Millisecond)
	p.run(chromedp.CaptureScreenshot(&b)); os.WriteFile(fmt.Sprintf("/tmp/pg-code-%d.png", s[0]), b, 0o644)
	}
}
