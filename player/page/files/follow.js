// Which programme rules: the last one taken up, one that waits for the slot on the glass to finish,
// and a takeover that lies over both. Every answer is a pure lookup, so the slot to come can be
// asked for as well as the present one.
(function (Ngatu) {
  'use strict';

  var LONGEST = 30000; // ms that a slot may go on after a new programme has come

  class Follow {
    constructor() {
      this.ruling = null;  // {programme, hash, entered}; entered 0: in step since always
      this.waiting = null; // {programme, hash, entered: when it takes over}
      this.takeover = null; // {programme, hash, number, id, drill, from, until, layouts}; from: at the latest when it came
      this.next = null;    // answers which takeover's frame rules at an instant, null: none; called where the present one ends
    }

    // offer takes a new programme up: at once where nothing holds it back, else when the slot on
    // the glass ends. glass is {slide: its ID, end: ms} or null.
    offer(frame, t, glass) {
      var next = { programme: new Ngatu.Programme(frame.body), hash: frame.hash, entered: 0, since: Math.floor(t) };
      if (!this.ruling || !glass || this.takeoverAt(t)) {
        if (this.ruling) { next.entered = Math.floor(t); }
        this.ruling = next;
        this.waiting = null;
        return;
      }
      if (this.ruling.hash === frame.hash) { this.waiting = null; return; }
      if (this.waiting) { next.since = this.waiting.since; } // of several that come while a slot ends, none adds to the wait
      next.entered = this.moment(next, t, glass);
      this.waiting = next;
      this.advance(t);
    }

    // moment is when a programme that came at t is entered. A slide that takes no turns any more,
    // for good or for now, is not finished first.
    moment(next, t, glass) {
      var now = Math.floor(t), programme = next.programme, span = programme.spanAt(now);
      var there = programme.turnsAt(now).some((s) => s.id === glass.slide);
      if (!there || (span && span.exclusive)) { return now; }
      var end = Math.max(now, Math.min(glass.end, next.since + LONGEST));
      return programme.exclusiveAfter(now, end);
    }

    // rule takes the frame of the takeover that rules, or null: a programme lies over the other
    // from now on, or what lay there ends.
    rule(frame, t) {
      var takeover = this.takeover;
      if (!frame) { this.lift(Math.floor(t)); return; }
      if (takeover && takeover.hash === frame.hash && takeover.until === Ngatu.Takeovers.until(frame)) { takeover.number = frame.number || 0; return; }
      this.lay(frame, t);
    }

    // lay lays a takeover over the programme. A server sends one once it is on. One that seems to
    // begin later finds this page's clock behind: to wait for it would let the slide beneath, or a
    // dark glass, flash between two takeovers.
    lay(frame, t) {
      var body = frame.body;
      this.takeover = {
        programme: new Ngatu.Programme(body.programme), hash: frame.hash, number: frame.number || 0, id: body.id,
        drill: !!body.drill, layouts: body.layouts || {},
        from: Math.min(Math.max(frame.from || 0, body.programme.from), Math.floor(t)), until: Ngatu.Takeovers.until(frame)
      };
    }

    // lift ends the takeover at an instant; the programme beneath is entered there, so that no
    // slide begins in its middle.
    lift(at) {
      if (!this.takeover) { return; }
      if (this.takeover.from < at && this.ruling) { this.ruling.entered = Math.max(this.ruling.entered, Math.min(at, this.takeover.until)); }
      this.takeover = null;
    }

    // advance lets what has come to pass count: a programme that waited rules, a takeover
    // that is over is gone.
    advance(t) {
      if (this.waiting && t >= this.waiting.entered) {
        this.ruling = this.waiting;
        this.waiting = null;
      }
      if (!this.takeover || t < this.takeover.until) { return; }
      var next = this.next && this.next(t);
      if (next) { this.lay(next, t); } else { this.lift(this.takeover.until); }
    }

    takeoverAt(t) { return this.takeover && t >= this.takeover.from && t < this.takeover.until ? this.takeover : null; }

    // look is the slot at t: {slide (a Shown or null for the safe card), start, end,
    // begin, by, takeover}. by is what was looked up. known false: only what is true on any
    // day, and nothing expires.
    look(t, known) {
      if (!known) { return this.answer(this.ruling, this.ruling ? this.ruling.programme.evergreenAt(t) : null, null); }
      var takeover = this.takeoverAt(t);
      if (takeover) {
        var laid = takeover.programme.slotAt(Math.max(t, takeover.programme.body.from), 0);
        return this.cut(this.answer(takeover, laid, takeover), takeover.until, t);
      }
      var by = this.waiting && t >= this.waiting.entered ? this.waiting : this.ruling;
      if (!by) { return this.answer(null, null, null); }
      var entered = by.entered;
      if (this.takeover && t >= this.takeover.until) { entered = Math.max(entered, this.takeover.until); }
      var slot = this.answer(by, by.programme.slotAt(t, entered), null);
      if (this.takeover) { this.cut(slot, this.takeover.from, t); }
      if (this.waiting) { this.cut(slot, this.waiting.entered, t); }
      return slot;
    }

    cut(slot, at, t) {
      if (at > t) { slot.end = Math.min(slot.end, at); }
      return slot;
    }

    answer(by, found, takeover) {
      if (!by || !found) { return { slide: null, start: 0, end: Infinity, begin: 0, nth: 0, by: by, takeover: takeover }; }
      return {
        slide: found.slide < 0 ? null : by.programme.slides[found.slide],
        start: found.start, end: found.end, begin: found.begin, nth: found.nth, by: by, takeover: takeover
      };
    }
  }

  Ngatu.Follow = Follow;
})(window.Ngatu = window.Ngatu || {});
