// The server's time, as this page knows it: an offset to the monotonic clock, filtered from
// exchanges over the socket.
(function (Ngatu) {
  'use strict';

  var SAMPLES = 64;      // exchanges that are remembered
  var DRIFT = 0.00005;   // how wrong a crystal runs at most: an old sample is worth that much less
  var ROUND = 2;         // ms by which whole milliseconds may make two exchanges contradict each other
  var UNEVEN = 10;       // ms by which exchanges take longer than the quickest, on the whole: the line is uneven
  var STEP = 250;        // ms; from here the clock is set, at a slot change, and below it runs faster or slower
  var SLEW = 0.05;       // at most this much faster or slower
  var WAIT = 30000;      // ms that a great error may wait for a slot change
  var HELD = 180000;     // ms without an answer from which the clock counts as held
  var OLD = 600000;      // ms from which an exchange no longer counts
  var AHEAD = 3600000;   // ms that a change may be ahead of the server's clock as it was kept last
  var KEPT = 'ngatu.clock';

  class Clock {
    constructor() {
      this.samples = [];
      this.target = null;  // best estimate of server time - performance.now(), ms
      this.offset = null;  // the one in use
      this.ticked = performance.now();
      this.stamp = 0;      // performance.now() of the last animation frame's vsync
      this.beat = 1000 / 60; // ms from one vsync to the next
      this.wall = Date.now() - performance.now();
      this.saved = 0;
      this.heard = 0;      // performance.now() of the last answer
      this.wrongSince = 0;
      this.onknown = null; // called when the time has become known
      this.onjump = null;  // called when the monotonic clock stood still, as in a computer that slept
    }

    // restore takes up the machine's own clock, corrected by what was known of it, unless it has
    // gone back or is earlier than the newest change that this page has seen: then the time is
    // not known. A change that lies far ahead of what the server's clock was last is none: a
    // number moves no time.
    restore(newest) {
      var kept = null;
      try { kept = JSON.parse(localStorage.getItem(KEPT)); } catch (e) { kept = null; }
      if (this.offset !== null || !kept || Date.now() < kept.wall - 2000 || (Date.now() + kept.off < newest && newest < kept.wall + kept.off + AHEAD)) { return; }
      this.offset = this.target = Date.now() + kept.off - performance.now();
    }

    known() { return this.offset !== null; }

    // state is synced, held or unknown.
    state() {
      if (!this.known()) { return 'unknown'; }
      return this.samples.length && performance.now() - this.heard < HELD ? 'synced' : 'held';
    }

    // now is the server's time in Unix milliseconds; without one, monotonic milliseconds of the
    // loop's own count. here is an instant by performance.now(), left out: this one.
    now(here) {
      var at = here || performance.now();
      return this.known() ? at + this.offset : Ngatu.EPOCH + at;
    }

    // frame is the instant that an animation frame stands for: half a frame after its vsync, so
    // that what begins at a moment comes with the vsync nearest to it, on every page. It is never
    // earlier than what this clock has told already.
    frame(stamp) {
      var now = performance.now();
      if (!(stamp > now - 1000 && stamp < now + 100)) { this.stamp = now; return now; } // an old browser's other clock
      var beat = stamp - this.stamp;
      this.stamp = stamp;
      if (beat > 3 && beat < 60) { this.beat = Math.min(beat, this.beat + 0.05); } // frames that are left out make it longer
      return Math.max(now, stamp + this.beat / 2);
    }

    // skew is how far, in ms, the time in use is behind the best estimate.
    skew() { return this.known() ? this.target - this.offset : 0; }

    // wrong is how far, in ms, the machine's own clock is ahead of the server's.
    wrong() { return this.known() ? Math.round(Date.now() - this.now()) : 0; }

    // sample takes one exchange: sent and back by performance.now(), got and answered by the
    // server. The way there takes some time, so got - sent is more than the offset, and answered -
    // back is less. The least of the one and the most of the other, each from whichever exchange,
    // are the quickest ways there and back: with jitter that is nearer than any whole exchange.
    sample(sent, got, answered, back) {
      var delay = Math.max(0, (back - sent) - (answered - got));
      this.samples.push({ most: got - sent, least: got - sent - delay, delay: delay, at: back });
      while (this.samples.length > SAMPLES || back - this.samples[0].at > OLD) { this.samples.shift(); }
      this.heard = back;
      this.target = this.estimate(back);
      if (this.offset === null) {
        this.offset = this.target;
        if (this.onknown) { this.onknown(); }
      }
      this.keep();
    }

    estimate(now) {
      for (;;) {
        var most = Infinity, least = -Infinity;
        for (var i = 0; i < this.samples.length; i++) {
          var s = this.samples[i], doubt = (now - s.at) * DRIFT;
          most = Math.min(most, s.most + doubt);
          least = Math.max(least, s.least - doubt);
        }
        if (least <= most + ROUND || this.samples.length === 1) { return (most + least) / 2; }
        this.samples.shift(); // one of the clocks was set: what was before that tells nothing
      }
    }

    // uneven says whether exchanges take longer now and then: there it takes many to
    // know the time well.
    uneven() {
      var sum = 0, quickest = Infinity;
      this.samples.forEach((s) => { sum += s.delay; quickest = Math.min(quickest, s.delay); });
      return sum / this.samples.length - quickest > UNEVEN;
    }

    // tick runs the clock a little faster or slower towards the estimate.
    tick() {
      var now = performance.now(), passed = Math.max(0, now - this.ticked);
      this.ticked = now;
      this.watch(now);
      if (!this.known()) { return; }
      var off = this.skew();
      if (Math.abs(off) < STEP) {
        this.offset += Math.max(-SLEW * passed, Math.min(SLEW * passed, off));
        this.wrongSince = 0;
      } else {
        this.wrongSince = this.wrongSince || now;
        if (now - this.wrongSince > WAIT) { this.change(); } // a slot may last for hours
      }
      if (now - this.saved > 10000) { this.keep(); }
    }

    // change is called at every slot change: the only moment at which the clock may be set.
    change() {
      if (this.known() && Math.abs(this.skew()) >= STEP) { this.offset = this.target; }
      this.wrongSince = 0;
    }

    watch(now) {
      var wall = Date.now() - now, jump = wall - this.wall;
      this.wall = wall;
      if (Math.abs(jump) > 2000) {
        this.samples = [];
        if (this.onjump) { this.onjump(); }
      }
    }

    keep() {
      this.saved = performance.now();
      if (!this.samples.length) { return; }
      try {
        localStorage.setItem(KEPT, JSON.stringify({ wall: Date.now(), off: this.target + performance.now() - Date.now() }));
      } catch (e) { /* a full or forbidden store: the clock will be unknown after a reload without a server */ }
    }
  }

  Ngatu.Clock = Clock;
})(window.Ngatu = window.Ngatu || {});
