package page

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// newer takes away what came after Chrome 51, the WebView of Android 7, before the page's own
// scripts run. Syntax is held to ES2015 by a test of its own.
const newer = `(function () {
	var gone = function (of, names) { names.split(' ').forEach(function (n) { try { delete of[n]; } catch (e) {} if (of && n in of) { try { Object.defineProperty(of, n, { value: undefined }); } catch (e) {} } }); };
	gone(Object, 'entries values fromEntries hasOwn getOwnPropertyDescriptors groupBy');
	gone(Array.prototype, 'flat flatMap at findLast findLastIndex toSorted toReversed toSpliced with');
	gone(String.prototype, 'padStart padEnd trimStart trimEnd matchAll replaceAll at isWellFormed');
	gone(Promise.prototype, 'finally');
	gone(Promise, 'allSettled any try withResolvers');
	gone(Element.prototype, 'append prepend before after replaceWith replaceChildren toggleAttribute animate getAttributeNames checkVisibility');
	gone(Document.prototype, 'append prepend replaceChildren');
	gone(Node.prototype, 'isConnected getRootNode');
	gone(Blob.prototype, 'text arrayBuffer stream bytes');
	gone(HTMLImageElement.prototype, 'decode');
	gone(HTMLVideoElement.prototype, 'requestVideoFrameCallback');
	gone(CanvasRenderingContext2D.prototype, 'roundRect fontKerning textRendering letterSpacing imageSmoothingQuality getTransform reset');
	gone(Intl.DateTimeFormat.prototype, 'formatToParts formatRange');
	gone(Performance.prototype, 'timeOrigin');
	gone(Navigator.prototype, 'storage wakeLock locks userAgentData');
	gone(IDBFactory.prototype, 'databases');
	gone(Crypto.prototype, 'randomUUID');
	gone(window, 'globalThis AbortController AbortSignal ResizeObserver IntersectionObserver PointerEvent BigInt WeakRef structuredClone queueMicrotask requestIdleCallback ' +
		'BroadcastChannel OffscreenCanvas ReadableStream WritableStream TransformStream CompressionStream visualViewport scheduler trustedTypes cookieStore');
})();`

// The page once more as an old WebView sees it: the loop with all that is drawn, a clip, a
// takeover, long polling, a reload without the server, and the kiosk.
func TestThePageRunsOnAnOldWebView(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, 432, 768, newer)
	o := k.o
	for _, name := range []string{"Object.entries", "Promise.prototype.finally", "Element.prototype.append", "window.AbortController", "HTMLImageElement.prototype.decode"} {
		if eval[bool](k.tab, `!!`+name) {
			t.Errorf("%s is still there", name)
		}
	}
	l := layout.Layout{Width: 432, Height: 216, Ground: "#14a03c", Words: "Thông báo", Elements: []layout.Element{
		{Op: layout.Text, X: 20, Y: 80, Size: 30, Weight: 800, C: "#ffffff", T: "Cài đặt iHanoi"},
		{Op: layout.Bar, X: 20, Y: 100, W: 300, H: 12, R: 6, C: "#ffd25e", C2: "#0c3266", Bind: "gauge.bar"},
	}}
	clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: 1000, Medium: o.store("video/mp4", must(os.ReadFile("testdata/clip.mp4")))}
	o.programme(o.looping(o.picture("one", 1000, red), clip, o.laid("n", content.Notice, 1000, l)))
	for _, id := range []string{"one", "clip", "n"} {
		k.shows(id)
	}
	o.alarm()
	until(k.ctx, t, "the takeover", func() bool { return k.state() == "takeover" })
	o.say(protocol.Frame{Type: protocol.TypeTakeover, For: code}, protocol.Takeover{ID: "t1"})
	until(k.ctx, t, "the loop again", func() bool { return k.state() == "slide" })
	// A proxy that knows no websockets comes between.
	o.proxied.Store(true)
	o.mu.Lock()
	for c := range o.conns {
		_ = c.Close()
	}
	o.mu.Unlock()
	until(k.ctx, t, "long polling", func() bool { return eval[bool](k.tab, `Ngatu.debug.polling`) })
	until(k.ctx, t, "the status by polling", func() bool { return o.lastStatus().Link == "poll" })
	var active bool
	k.run(awaited(`navigator.serviceWorker.ready.then(function (r) { return !!r.active; })`, &active))
	o.stop()
	k.run(chromedp.Reload())
	k.shows("one")
	k.shows("n")
	until(k.ctx, t, "the invitation", func() bool { return eval[bool](k.tab, `!document.getElementById('invite').hidden`) })
	k.tap("Chạm")
	k.tap("Tiến độ")
	time.Sleep(300 * time.Millisecond)
	k.tap("Quay lại")
	if !strings.Contains(k.says(), "Bạn cần gì?") {
		t.Errorf("the kiosk says %q", k.says())
	}
	k.run(evaluate(`Ngatu.player.kiosk.close()`))
	if got := eval[string](k.tab, `Ngatu.debug.clock + Ngatu.debug.trouble`); got != "held" && !strings.HasSuffix(got, ": slow") { // a busy machine's decoder
		t.Errorf("clock and trouble: %s", got)
	}
}
