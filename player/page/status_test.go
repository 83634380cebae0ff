package page

import (
	"testing"
	"time"
)

// decoding lets every picture take a second and a half to decode, as on a slow computer.
const decoding = `(function (decode) {
	HTMLImageElement.prototype.decode = function () {
		var image = this;
		return new Promise(function (done) { setTimeout(done, 1500); }).then(function () { return decode.call(image); });
	};
})(HTMLImageElement.prototype.decode);`

// That a first slide is on the glass is told when it is, also where its picture took its time after
// everything else had been told, and not only with the next minute's word.
func TestTheFirstSlideIsTold(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("p", 3_000_000, red)))
	p := newTab(t, 432, 216, decoding).open(o, "?screen="+code)
	p.shows("p")
	on := time.Now()
	until(p.ctx, t, "the slide is told", func() bool { return o.lastStatus().Slide == "p" })
	if took := time.Since(on); took > 30*time.Second {
		t.Errorf("it was told %v after it came on the glass", took)
	}
}
