// The show: on every frame it looks up which slot is on, and keeps the glass at it. The next slide
// is made ready on the layer behind before its time; the glass changes only to what is ready.
(function (Ngatu) {
  'use strict';

  var GRACE = 1500;   // ms that a slide may stay while the next one's medium is on its way
  var SLOW = 4000;    // ms after which a slide that will not get ready is passed over
  var LOOK = 300;     // ms between looks whether something better has arrived
  var FADING = 300;   // ms before a slot's end in which nothing better is begun

  class Show {
    // parts: {stage, follow, media, frames, clock, plays, report, changed}
    constructor(parts) {
      Object.assign(this, parts);
      this.screen = {};
      this.slot = null;      // the slot that should be on
      this.name = '';        // its identity
      this.shown = null;     // the pick on the glass
      this.due = false;      // the glass does not show the slot yet
      this.dueSince = 0;
      this.looked = 0;
      this.begins = 0;       // begin of the clip on the glass
      this.behind = null;    // {pick, begin, since} on the layer behind
      this.painted = {};     // first painted instants, by hash
      this.changes = [];     // the last changes of the glass, for tests
      this.reload = null;    // set: called between slots
      this.covered = false;  // somebody uses the kiosk: the loop is not seen
    }

    start() {
      var beat = 0;
      var frame = (stamp) => {
        beat = performance.now();
        this.safely(stamp);
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      setInterval(() => { if (performance.now() - beat > 900) { this.safely(); } }, 1000); // a page out of sight has no frames
    }

    // safely: whatever goes wrong in a frame, the picture stays and the next frame comes.
    safely(stamp) {
      try { this.tick(stamp); } catch (e) { this.report('page: ' + e.message); }
    }

    tick(stamp) {
      this.clock.tick();
      this.stage.tick();
      var t = this.time = this.clock.now(stamp && this.clock.frame(stamp));
      this.known = this.clock.known();
      if (this.known) { this.follow.advance(t); }
      var slot = this.follow.look(t, this.known);
      if (naming(slot, this.known) !== this.name) { this.begin(slot, t); }
      this.slot.end = slot.end;
      var changing = this.due;
      if (changing) { this.change(t); } else { this.improve(t); }
      if (!this.due && !(stamp && changing)) { this.prepare(t); } // the frame of a change has no other work
      this.play(t);
      if (this.stage.fold) { this.stage.fold.draw(this.stage); }
    }

    // begin notes that another slot is on from now; the glass follows as soon as
    // its picture is ready.
    begin(slot, t) {
      this.ended(Math.min(t, this.slot ? this.slot.end : t));
      if (this.reload && !this.covered) { this.reload(); }
      this.slot = slot;
      this.name = naming(slot, this.known);
      this.sure = this.known; // a slot that began without the time has no place in the journal
      this.from = t;
      this.due = true;
      this.dueSince = performance.now();
      this.clock.change();
      this.changed();
    }

    // ended tells the journal about the slot that is over.
    ended(t) {
      var s = this.slot;
      if (!s || !s.by || this.closed || this.covered || !this.shown) { return; }
      var dated = this.known && this.sure;
      if (!dated && (this.sure || !Ngatu.behindAgent())) { return; } // an agent finds out later when it was; nobody else does
      if (!dated) { t = Math.min(s.end, Ngatu.EPOCH + performance.now()); }
      var except = null;
      var late = this.due && !(this.shown.slide && s.slide && this.shown.slide.id === s.slide.id); // it never came on the glass
      if (s.slide && (this.shown.rank > 0 || late)) {
        var here = this.media.has(s.slide.m.d) || !!s.takeover, why = here || this.media.isBad(s.slide.m.d) ? 'broken' : 'missing';
        except = { start: Math.floor(s.start), shown: this.shown.slide ? this.shown.slide.id : '', why: why };
      }
      var what = { audience: this.screen.audience || '', hash: s.by.hash, entered: dated && s.by.entered || 0, clock: dated ? this.clock.state() : 'unknown' };
      this.plays.shown(what, Math.max(s.start, this.from - 100), t, except);
    }

    about(t) {
      return {
        media: this.media, follow: this.follow, time: t, known: this.known, screen: this.screen,
        gone: (slide) => this.values(slide).gone || Infinity, w: this.stage.w, h: this.stage.h
      };
    }

    // change brings the slot's picture on the glass, if it is ready.
    change(t) {
      var pick = Ngatu.pick(this.slot, this.about(t)), waited = performance.now() - this.dueSince;
      if (pick.rank > 0 && waited < GRACE && this.mayWait()) { return; }
      if (this.same(pick, this.slot)) { this.due = false; this.shown = pick; this.paintedFirst(t); return; }
      if (this.stage.busy()) {
        if (!this.slot.takeover) { return; }
        this.stage.settle(); // a takeover waits for no fade
      }
      var behind = this.behind;
      if (!behind || behind.pick.key !== pick.key || (pick.film && behind.begin !== this.slot.begin)) {
        this.load(pick, this.slot, t);
        return;
      }
      if (this.stage.back.ready) { this.swap(pick, t); return; }
      if (performance.now() - Math.max(behind.since, this.dueSince) > SLOW) { this.failed(pick, new Error('slow')); }
    }

    // mayWait says whether what is on the glass may stay for a moment because the slot's own
    // medium is being fetched.
    mayWait() {
      var slide = this.slot.slide, shown = this.shown;
      if (!slide || !this.media.coming(slide.m.d) || this.slot.takeover || !shown || !shown.slide) { return false; }
      return this.slot.by.programme.slides.some((s) => s.id === shown.slide.id);
    }

    // same says whether the glass already shows a pick; a clip that begins again
    // is another picture.
    same(pick, slot) {
      return !!this.shown && this.shown.key === pick.key && !this.stage.stale && (!pick.film || Math.abs(this.begins - slot.begin) < 50);
    }

    swap(pick, t) {
      var held = Ngatu.held.there(), cut = !this.shown || held || pick.film || this.shown.film || !!this.slot.takeover || this.cutNext === true;
      var fresh = this.stage.back;
      if (fresh.values) { fresh.figures(this.values(pick.slide), false, t); }
      this.cutNext = false;
      this.stage.swap(cut);
      Ngatu.held.beneath(!!pick.slide);
      this.shown = pick;
      if (pick.ref && !pick.film) { this.media.good(pick.ref.d); } // a clip has yet to run
      this.begins = this.slot.begin;
      this.behind = null;
      this.due = false;
      this.paintedFirst(t);
      this.mark(t);
      this.changed();
    }

    // paintedFirst notes when something of a programme or takeover was first seen; one confirmed
    // again finds its picture on the glass.
    paintedFirst(t) {
      var hash = this.slot.by ? this.slot.by.hash : '', keys = Object.keys(this.painted);
      if (!hash || this.painted[hash]) { return; }
      if (keys.length > 16) { delete this.painted[keys[0]]; }
      this.painted[hash] = Math.floor(t);
    }

    mark(t) {
      var root = document.documentElement, id = this.shown.slide ? this.shown.slide.id : '';
      root.setAttribute('data-slide', id);
      root.setAttribute('data-state', this.closed ? 'dark' : this.slot.takeover ? 'takeover' : id ? 'slide' : 'safe');
      this.changes.push({ slide: id, rank: this.shown.rank, start: this.slot.start, at: t, wall: Date.now(), vsync: this.clock.stamp, done: performance.now() });
      if (this.changes.length > 64) { this.changes.shift(); }
    }

    // improve exchanges a fallback for the slot's own medium when that has arrived.
    improve(t) {
      var now = performance.now();
      if (now - this.looked < LOOK || !this.shown || this.shown.rank === 0 || this.slot.end - t < FADING) { return; }
      this.looked = now;
      var pick = Ngatu.pick(this.slot, this.about(t));
      if (pick.rank < this.shown.rank || (pick.rank === 4 && pick.key !== this.shown.key)) { this.due = true; this.dueSince = 0; }
    }

    // prepare makes the next slot's slide ready behind the glass.
    prepare(t) {
      if (this.stage.busy() || !this.shown || this.slot.end === Infinity || !this.slot.by) { return; }
      var next = this.follow.look(this.slot.end, this.known);
      var pick = Ngatu.pick(next, this.about(this.slot.end));
      if (!pick.film && pick.key === this.shown.key) { return; }
      var behind = this.behind;
      if (behind && behind.pick.key === pick.key && (!pick.film || behind.begin === next.begin)) { return; }
      this.load(pick, next, this.slot.end);
    }

    load(pick, slot, t) {
      var position = Math.max(0, Math.max(t, slot.start) - slot.begin) / 1000;
      var behind = this.behind = { pick: pick, begin: slot.begin, since: performance.now() };
      this.stage.back.load(pick, {
        media: this.media, screen: this.screen, time: t, position: position, slot: timing(slot), figures: () => this.values(pick.slide)
      }).catch((e) => { if (this.behind === behind && e.message !== 'stopped') { this.failed(pick, e); } });
    }

    failed(pick, e) {
      this.behind = null;
      this.stage.back.clear();
      if (!pick.ref) { return; }
      this.report('medium ' + pick.ref.d.slice(0, 12) + ': ' + e.message);
      this.changed();
      if (e.message === 'slow') { this.media.slow(pick.ref.d); return; }
      // The shelf may have spoilt the bytes, so they are fetched again; once, because they may also
      // have come like that.
      if (this.media.fail(pick.ref.d) && e.message !== 'gone') { this.media.refetch(pick.ref.d); }
    }

    // play keeps what is on the glass moving, and brings a fallback for a clip that has stalled.
    play(t) {
      if (!this.shown) { return; }
      if (this.stage.front.tick(t, (t - this.begins) / 1000, this.due ? null : timing(this.slot))) { return; }
      this.media.fail(this.shown.ref.d);
      this.report('clip ' + this.shown.ref.d.slice(0, 12) + ': stalled');
      this.stage.front.rolling = false;
      this.due = true;
      this.dueSince = 0;
    }

    // values are the figures of the board that a slide binds.
    values(slide) {
      var frame = slide && slide.b ? this.frames.get('figures', slide.b) : null;
      return frame ? frame.body : {};
    }

    // figures is called when a board has new figures.
    figures(board) {
      var t = this.clock.now();
      if (this.shown && this.shown.slide && this.shown.slide.b === board) { this.stage.front.figures(this.values(this.shown.slide), true, t); }
      if (this.behind && this.behind.pick.slide && this.behind.pick.slide.b === board) {
        this.stage.back.figures(this.values(this.behind.pick.slide), false, t);
      }
    }

    // settings is called when the screen's own frame has changed: its size, its fills, its codes.
    settings(screen) {
      this.screen = screen;
      this.behind = null;
      var remade = this.stage.place(screen, this.follow.ruling && this.follow.ruling.programme.body.canvas);
      if (remade) { this.due = !!this.slot; this.dueSince = 0; this.cutNext = true; return; }
      this.stage.back.clear();
      var front = this.stage.front;
      if (front.values) { front.values.screen = screen; front.paint(this.clock.now()); }
    }
  }

  // timing is what the pages of a slide turn by.
  function timing(slot) { return { begin: slot.begin, nth: slot.nth, ms: slot.slide ? slot.slide.ms : 0 }; }

  // naming is a slot's identity: two looks at the same slot have the same. A safe card is one slot
  // however long it stands.
  function naming(slot, known) {
    return known + '|' + (slot.by ? slot.by.hash : '') + '|' + (slot.slide ? slot.slide.id + '|' + slot.start : 'safe');
  }

  Ngatu.Show = Show;
})(window.Ngatu = window.Ngatu || {});
