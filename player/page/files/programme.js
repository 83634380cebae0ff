// What is on at an instant: the lookup in a programme. The rules that made the programme are Go's
// alone; this is the same arithmetic as content.Programme.At, held to the same vectors. Times are
// Unix milliseconds by the server's clock.
(function (Ngatu) {
  'use strict';

  var EPOCH = 1704042000000; // Monday, 1 January 2024, 00:00 in Hanoi
  var DAY = 86400000;

  function mod(a, n) { return ((a % n) + n) % n; }

  // last is the index of the last of the rising numbers that is not over x; -1: none.
  function last(numbers, x) {
    var low = 0, high = numbers.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (numbers[middle] <= x) { low = middle + 1; } else { high = middle; }
    }
    return low - 1;
  }

  // slots are the slots of a loop as it is written: a list of slides, or the lists of its
  // campaigns' slides with the turns that they take. A list begins again where it ends.
  function slots(loop) {
    if (!loop || Array.isArray(loop)) { return loop || []; }
    var next = (loop.of || []).map(() => 0);
    return (loop.turns || []).map((turn) => loop.of[turn][next[turn]++ % loop.of[turn].length]);
  }

  // offset is how far into its loop a span begins: "o"; or, with "d", its length for each
  // local day since EPOCH, which are "d" more than days of 24 hours; or what the loop has
  // come to since EPOCH.
  function offset(span, loop, start) {
    if (span.o !== undefined) { return span.o; }
    if (!loop || !(loop.total > 0)) { return 0; }
    return mod(span.d !== undefined ? (Math.floor((start - EPOCH) / DAY) + span.d) * span.ms : start - EPOCH, loop.total);
  }

  // Laid is a loop with its slots' places: starts[i] is where slot i begins, before[i] how many slots
  // of its slide stand before it, all[s] how many there are of slide s, total the length of the loop.
  function laid(slides, loop) {
    var starts = [], before = [], all = {}, total = 0;
    for (var i = 0; i < loop.length; i++) {
      starts.push(total);
      before.push(all[loop[i]] || 0);
      all[loop[i]] = before[i] + 1;
      total += slides[loop[i]].ms;
    }
    return { slides: loop, starts: starts, before: before, all: all, total: total };
  }

  class Programme {
    constructor(body) {
      this.body = body;
      this.slides = body.slides || [];
      this.spans = body.spans || [];
      this.loops = (body.loops || []).map((loop) => laid(this.slides, slots(loop)));
      this.starts = [];
      var at = body.from;
      for (var i = 0; i < this.spans.length; i++) {
        this.starts.push(at);
        at += this.spans[i].ms;
      }
      this.end = at;
    }

    // spanAt is the span that holds t: {start, end, loop, offset, exclusive}; null
    // outside the window.
    spanAt(t) {
      if (t < this.body.from || t >= this.body.until || t >= this.end || !this.spans.length) { return null; }
      var i = last(this.starts, t);
      var span = this.spans[i], start = this.starts[i];
      return {
        start: start, end: start + span.ms, loop: span.l, offset: offset(span, this.loops[span.l], start), exclusive: !!span.x
      };
    }

    // turnsAt are the slides that take turns at t; none where the safe card is shown.
    turnsAt(t) {
      var span = this.spanAt(Math.floor(t)), loop = this.loops[span ? span.loop : this.body.evergreen];
      return this.slides.filter((s, i) => loop && loop.slides.indexOf(i) >= 0);
    }

    // exclusiveAfter is the start of the first exclusive span that begins after t and before
    // limit; limit: none.
    exclusiveAfter(t, limit) {
      for (var i = Math.max(0, last(this.starts, t)); i < this.spans.length && this.starts[i] < limit; i++) {
        if (this.spans[i].x && this.starts[i] > t) { return this.starts[i]; }
      }
      return limit;
    }

    // slotAt is the slot on the glass at t: {slide, start, end, begin, nth}. slide is an index into
    // slides, -1 the safe card; begin is when the slot would have begun, which is where a video's
    // time counts from; nth counts the slots of its slide. entered, where it is not 0, is when this programme was taken up: its span
    // counts as beginning there.
    slotAt(t, entered) {
      t = Math.floor(t);
      var span = this.spanAt(t);
      if (!span) { return this.evergreenAt(t); }
      var loop = this.loops[span.loop];
      if (!loop || !(loop.total > 0)) { return { slide: -1, start: span.start, end: span.end, begin: span.start, nth: 0 }; }
      if (entered > span.start && entered <= t) {
        span.offset += entered - span.start;
        span.start = entered;
      }
      return within(loop, span, t);
    }

    // evergreenAt is the slot of what is true on any day, which rules outside the window.
    evergreenAt(t) {
      t = Math.floor(t);
      var loop = this.loops[this.body.evergreen];
      if (!loop || !(loop.total > 0)) {
        return { slide: -1, start: t, end: t < this.body.from ? this.body.from : t + 60000, begin: t, nth: 0 };
      }
      var s = natural(loop, t - mod(t - EPOCH, loop.total), t);
      return { slide: s.slide, start: s.start, end: s.end, begin: s.start, nth: s.nth };
    }
  }

  // natural is the slot at t when the loop is laid end to end through zero, an instant
  // at which it begins.
  function natural(loop, zero, t) {
    var round = zero + Math.floor((t - zero) / loop.total) * loop.total;
    var i = last(loop.starts, t - round);
    var end = i + 1 < loop.starts.length ? loop.starts[i + 1] : loop.total;
    var slide = loop.slides[i], rounds = Math.floor((round - EPOCH) / loop.total);
    return { slide: slide, start: round + loop.starts[i], end: round + end, nth: rounds * loop.all[slide] + loop.before[i] };
  }

  // within applies the rule of whole slots: a cut head goes to the slot after it, a cut tail to the
  // slot before it, and where no whole slot fits the longer piece fills the span.
  function within(loop, span, t) {
    var zero = span.start - mod(span.offset, loop.total);
    var first = natural(loop, zero, span.start);
    var cut = first.start < span.start;
    var whole = cut ? natural(loop, zero, first.end) : first; // the first slot that is not cut at its start
    if (whole.end > span.end || whole.start >= span.end) {
      var filler = first;
      if (cut && whole.start < span.end && span.end - whole.start > whole.start - span.start) { filler = whole; }
      return { slide: filler.slide, start: span.start, end: span.end, begin: filler.start, nth: filler.nth };
    }
    var now = natural(loop, zero, Math.max(t, whole.start));
    if (now.end > span.end) { now = natural(loop, zero, now.start - 1); }
    var next = natural(loop, zero, now.end);
    return {
      slide: now.slide,
      start: now.start === whole.start ? span.start : now.start,
      end: next.end > span.end ? span.end : now.end,
      begin: now.start,
      nth: now.nth
    };
  }

  Ngatu.Programme = Programme;
  Ngatu.EPOCH = EPOCH;
})(window.Ngatu = window.Ngatu || {});
