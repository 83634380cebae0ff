// Which of the takeovers that this page holds rules its screen: those of its canvas in its areas
// that the roll does not end. Frames may come in any order, so all of it is asked anew each time.
(function (Ngatu) {
  'use strict';

  var ROLL = '*'; // what the frame is for that says which are on
  var MOST = 12;  // takeovers kept at most

  class Takeovers {
    constructor(frames, code) {
      this.frames = frames;
      this.code = code; // of the screen
    }

    // mine says of a takeover's frame whether it may concern this screen, where it stands now or
    // where it stands next.
    mine(frame) {
      var body = frame.body || {};
      return frame.for === this.code || (frame.for === ROLL ? !!body.roll : !!body.reach);
    }

    all() {
      var held = this.frames.held;
      return Object.keys(held).map((thing) => held[thing]).filter((f) => f.type === 'takeover' && f.for !== ROLL);
    }

    // ruling is the frame of the one that rules a screen at t; null: none does.
    ruling(screen, t, known) {
      return this.all().filter((f) => this.concerns(f, screen) && !this.ended(f, t, known)).sort((a, b) => compare(a, b, screen))[0] || null;
    }

    concerns(f, screen) {
      if (f.for === this.code) { return true; }
      var reach = f.body.reach;
      return !!reach && same(reach.canvas, screen.canvas) && (!reach.area || (screen.areas || []).indexOf(reach.area) >= 0);
    }

    // ended says whether a takeover is over: by its own end, by the roll, or by a frame that says all
    // there is of takeovers on this screen.
    ended(f, t, known) {
      var programme = f.body.programme, frames = this.frames;
      if (!programme || (known && Takeovers.until(f) <= t)) { return true; }
      var roll = frames.get('takeover', ROLL), alone = frames.get('takeover', this.code);
      if (roll && frames.today(roll) >= frames.today(f)) {
        var on = roll.body.roll.on || {}, named = Object.prototype.hasOwnProperty.call(on, f.body.id);
        var earlier = frames.today(roll) > frames.today(f) || (f.number || 0) <= roll.body.roll.number;
        if (earlier && (named ? on[f.body.id] !== programme.from : !roll.body.roll.partly)) { return true; }
      }
      return !!alone && f !== alone && (frames.today(alone) - frames.today(f) || (alone.number || 0) - (f.number || 0)) > 0;
    }

    // tidy drops those that have ended, and of too many those that would rule last.
    tidy(screen, t, known) {
      var some = this.all().filter((f) => f.for !== this.code), left = [];
      some.forEach((f) => { if (this.ended(f, t, known)) { this.drop(f); } else { left.push(f); } });
      left.sort((a, b) => this.concerns(b, screen) - this.concerns(a, screen) || compare(a, b, screen));
      left.slice(MOST).forEach((f) => this.drop(f));
    }

    drop(f) { this.frames.drop(Ngatu.Frames.thing(f)); }

    // until is when a takeover ends by itself.
    static until(f) { return Math.min(f.until || Infinity, f.body.programme.until); }
  }

  // compare is below 0 where a goes before b: by rank, then for the wider area, then the newer.
  function compare(a, b, screen) {
    var x = a.body, y = b.body;
    return (y.rank || 0) - (x.rank || 0) || width(y.reach, screen) - width(x.reach, screen) ||
      y.programme.from - x.programme.from || (x.id < y.id ? -1 : 1);
  }

  // width is how wide an area of a screen's a takeover is for: wider ones stand further back.
  function width(reach, screen) {
    var areas = screen.areas || [];
    return reach && reach.area ? areas.indexOf(reach.area) : areas.length;
  }

  function same(a, b) {
    return !!a && !!b && a.width === b.width && a.height === b.height && a.pitch_mm === b.pitch_mm && a.distance_m === b.distance_m;
  }

  Ngatu.Takeovers = Takeovers;
})(window.Ngatu = window.Ngatu || {});
