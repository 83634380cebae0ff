// Proof of play as runs: "followed this programme from then to then, except for these slots".
// Finished runs are sent until the server says that they are stored; the one that is open is
// written down too, so that a power cut costs seconds.
(function (Ngatu) {
  'use strict';

  var LONGEST = 300000; // ms after which a run is finished and sent
  var ALONE = 21600000; // ms while there is nobody to send to: a month of it must fit
  var WIRE = 200000;    // characters of a plays frame at most
  var FIRST = 60000;    // ms for the first run after a start, so that a new screen is soon heard of
  var MOST = 400;       // runs kept at most, the newest
  var EXCEPTS = 500;    // exceptions in a run at most
  var GAP = 1500;       // ms between slots that still count as one stretch

  class Plays {
    constructor(screen) {
      this.key = 'ngatu.plays.' + screen;
      var kept = null;
      try { kept = JSON.parse(localStorage.getItem(this.key)); } catch (e) { kept = null; }
      if (!kept || !kept.journal || !Array.isArray(kept.runs)) { kept = { journal: name(), seq: 0, runs: [], open: null, sent: 0 }; }
      this.kept = kept;
      this.first = true;
      this.linked = false;
      this.onrun = null; // called when there is something to send
      if (kept.open) { this.finish(); }
    }

    // shown takes every slot that has ended: what was followed {audience, hash, entered, clock},
    // from and until in ms, and except {start, shown, why} where something else was shown.
    shown(what, from, until, except) {
      from = Math.floor(from);
      until = Math.floor(until);
      var open = this.kept.open;
      if (!(until > from)) { return; }
      if (open && (open.programme !== what.hash || open.audience !== what.audience || open.entered !== what.entered ||
          open.clock !== what.clock || Math.abs(from - open.until) > GAP || (open.except || []).length >= EXCEPTS)) {
        this.finish();
        open = null;
      }
      if (!open) {
        open = this.kept.open = {
          seq: ++this.kept.seq, audience: what.audience, programme: what.hash, entered: what.entered,
          from: from, until: until, clock: what.clock
        };
      }
      open.until = Math.max(open.until, until);
      if (except) { (open.except = open.except || []).push(except); }
      if (open.until - open.from >= (!this.linked ? ALONE : this.first ? FIRST : LONGEST)) { this.finish(); return; }
      this.save();
    }

    // finish closes the open run; from then on it never changes, for it may have been stored.
    finish() {
      if (!this.kept.open) { return; }
      this.first = false;
      this.kept.runs.push(this.kept.open);
      this.kept.open = null;
      if (this.kept.runs.length > MOST) { this.renew(); }
      this.save();
      if (this.onrun) { this.onrun(); }
    }

    // renew gives the oldest run up. What is left begins a new journal, numbered from 1: in the old
    // one there would be a gap, and nothing behind it would ever count as stored. What was sent may
    // be stored, so it goes under no second name.
    renew() {
      var left = this.kept.runs.slice(1).filter((r) => r.seq > (this.kept.sent || 0));
      left.forEach((r, i) => { r.seq = i + 1; });
      this.kept = { journal: name(), seq: left.length, runs: left, open: null, sent: 0 };
    }

    // going notes, before a plays frame goes out, that its runs may be stored from now on.
    going(due) {
      var last = due.runs[due.runs.length - 1].seq;
      if (last > (this.kept.sent || 0)) { this.kept.sent = last; this.save(); }
    }

    // due is the body of a plays frame, or null.
    due() {
      var runs = [], size = 0;
      for (var i = 0; i < this.kept.runs.length; i++) {
        size += JSON.stringify(this.kept.runs[i]).length;
        if (runs.length && size > WIRE) { break; }
        runs.push(this.kept.runs[i]);
      }
      return runs.length ? { journal: this.kept.journal, runs: runs } : null;
    }

    // link says whether there is a connection to send on.
    link(up) {
      var open = this.kept.open;
      this.linked = up;
      if (up && open && open.until - open.from >= FIRST) { this.finish(); }
    }

    // acked drops what the server has stored; it says whether there is more to send.
    acked(body) {
      if (body.journal !== this.kept.journal) { return false; }
      var before = this.kept.runs.length;
      this.kept.runs = this.kept.runs.filter((r) => r.seq > body.seq);
      this.save();
      return this.kept.runs.length > 0 && this.kept.runs.length < before;
    }

    save() {
      try { localStorage.setItem(this.key, JSON.stringify(this.kept)); } catch (e) { /* kept in memory until the page goes */ }
    }
  }

  function name() {
    var bytes = new Uint8Array(12);
    crypto.getRandomValues(bytes);
    return Array.from(bytes).map((b) => (b < 16 ? '0' : '') + b.toString(16)).join('');
  }

  Ngatu.Plays = Plays;
})(window.Ngatu = window.Ngatu || {});
