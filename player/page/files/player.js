// The player: joins the parts for one screen, gives each frame to whom it concerns, and
// says what it lacks.
(function (Ngatu) {
  'use strict';

  var NOTE = 10000;    // ms that a screen identifies itself
  var AHEAD = 400;     // slots looked ahead to see which media are needed first
  var DONE = 'ngatu.done.';
  var COMMANDS = ['identify', 'reload', 'dim']; // what a page can do

  class Player {
    constructor(me, shelf) {
      this.me = me;
      this.screen = {};
      this.window = 0; // end of what the screen's frame tells about opening hours
      this.clock = new Ngatu.Clock();
      this.stage = Ngatu.stage;
      this.follow = new Ngatu.Follow();
      this.frames = new Ngatu.Frames(shelf, me.screen);
      this.takeovers = new Ngatu.Takeovers(this.frames, me.screen);
      this.follow.next = (t) => this.takeovers.ruling(this.screen, t, true);
      this.media = new Ngatu.Media(shelf, me.screen);
      this.plays = new Ngatu.Plays(me.screen);
      this.link = new Ngatu.Link(() => this.hello(), this.clock, (f) => this.got(f));
      this.status = new Ngatu.Status(() => this.state(), (body) => this.link.up && this.link.send('status', body));
      this.show = new Ngatu.Show({
        stage: this.stage, follow: this.follow, media: this.media, frames: this.frames, clock: this.clock, plays: this.plays,
        report: (what) => this.status.report(what), changed: () => { this.night(); this.status.changed(); this.look(); }
      });
      this.fresh = new Ngatu.Fresh(this.show);
      this.line = new Ngatu.Line(me.screen);
      this.dimmed = Ngatu.night.dimmed(me.screen); // another brightness for a while: {level, until}
      this.kiosk = new Ngatu.Kiosk({
        media: this.media, follow: this.follow, frames: this.frames, clock: this.clock,
        cover: (is) => this.covered(is), dark: () => !!this.show.closed
      });
      this.join();
    }

    join() {
      this.media.onhere = () => { this.status.changed(); this.kiosk.read(); };
      this.plays.onrun = () => this.sendPlays();
      this.frames.full = () => this.media.prune(0);
      this.clock.onjump = () => this.link.exchange(5);
      this.clock.onknown = () => this.fetch();
      this.link.onbuild = (build) => { if (build !== this.fresh.newer) { this.fresh.heard(build); } };
      this.link.ondown = () => { this.plays.link(false); this.status.changed(); };
      // Beside an agent this is a page of the screen that its computer was before.
      this.link.onrefused = () => { if (Ngatu.behindAgent()) { Ngatu.enrol.reopen(); } else { this.line.refused = true; this.look(); } };
      this.link.onup = (welcome) => {
        this.line.refused = false;
        this.look();
        this.frames.follow(welcome.key);
        this.fresh.heard(welcome.build);
        this.media.again();
        this.plays.link(true);
        this.status.say();
        this.sendPlays();
      };
      document.addEventListener('keydown', (e) => this.kiosk.key(e));
      window.addEventListener('resize', () => this.show.settings(this.screen));
      setInterval(() => { this.night(); this.look(); }, 500);
      setInterval(() => this.fetch(), 300000);
    }

    // start takes up what was kept, then connects.
    start() {
      return Promise.all([this.frames.restore(), this.media.restore()]).then(() => {
        this.clock.restore(this.frames.newest());
        var screen = this.frames.get('screen', this.me.screen);
        if (screen) { this.settings(screen); }
        this.rule();
        this.show.start();
        this.link.open();
      });
    }

    // look has the line for staff say how the way to the server is.
    look() { this.line.look(this.link.up, !this.show.shown || !this.show.shown.slide, this.stage); }

    hello() {
      var dpr = window.devicePixelRatio || 1;
      return {
        v: 1, ranks: true, screen: this.me.screen, token: this.me.token || undefined, has: this.frames.has(), head: this.frames.head() || undefined,
        w: Math.round(window.innerWidth * dpr), h: Math.round(window.innerHeight * dpr), build: this.fresh.mine || ''
      };
    }

    // got gives a frame to whom it concerns; what is not this screen's is not taken.
    got(frame) {
      if (frame.type === 'acked') { if (this.plays.acked(frame.body)) { this.sendPlays(); } return; }
      if (frame.type === 'command') { this.command(frame); return; }
      if (frame.type === 'released') { Ngatu.enrol.released(frame, this.me); return; }
      if (frame.type === 'line') { this.line.upstream = frame.body.state; this.look(); return; }
      if (frame.type === 'screen' && frame.for !== this.me.screen || frame.type === 'takeover' && !this.takeovers.mine(frame)) { return; }
      if (['screen', 'programme', 'takeover', 'figures'].indexOf(frame.type) < 0 || !this.frames.take(frame)) { return; }
      if (frame.type === 'screen') { this.settings(frame); }
      if (frame.type === 'programme') { this.programme(frame); }
      if (frame.type === 'takeover') { this.rule(); this.night(); this.fetch(); this.kiosk.tick(); }
      if (frame.type === 'figures') { this.show.figures(frame.for); this.kiosk.figures(); }
      this.status.changed();
    }

    // rule has the takeover lie over the programme that rules now.
    rule() {
      var t = this.clock.now(), known = this.clock.known();
      this.takeovers.tidy(this.screen, t, known);
      this.follow.rule(this.takeovers.ruling(this.screen, t, known), t);
    }

    settings(frame) {
      this.screen = frame.body;
      this.window = frame.until || 0;
      this.rule();
      this.show.settings(this.screen);
      if (this.screen.fold && !this.stage.fold && !this.stage.fit) { this.status.report('page: the pieces of the canvas cannot be shown; it is shown whole'); }
      this.night();
      this.kiosk.settings(this.screen);
      this.fetch();
      var programme = this.frames.get('programme', this.screen.audience);
      if (programme) { this.programme(programme); }
    }

    programme(frame) {
      if (frame.for !== this.screen.audience) { return; }
      if (this.follow.ruling && this.follow.ruling.hash === frame.hash && !this.follow.waiting) { return; }
      var first = !this.follow.ruling, slot = this.show.slot, shown = this.show.shown;
      var glass = slot && shown && shown.slide && this.clock.known() && shown.rank < 3 ? { slide: slot.slide.id, end: slot.end } : null;
      this.follow.offer(frame, this.clock.now(), glass);
      var boards = {};
      (frame.body.slides || []).forEach((s) => { if (s.b) { boards[s.b] = true; } });
      this.frames.only(this.screen.audience, boards);
      if (first) { this.show.settings(this.screen); }
      this.fetch();
    }

    // fetch says which media are needed: small stills first, then in the order in
    // which they come on.
    fetch() {
      var stills = [], refs = [], rest = [], bys = [this.follow.takeover, this.follow.waiting, this.follow.ruling];
      bys.forEach((by) => {
        if (!by) { return; }
        var t = Math.max(this.clock.now(), by.entered || 0), seen = {};
        for (var i = 0; i < AHEAD; i++) {
          var slot = by.programme.slotAt(t, by.entered || 0), s = by.programme.slides[slot.slide];
          if (s && !seen[s.id]) { seen[s.id] = true; refs.push(s.m); if (s.s) { stills.push(s.s); } }
          if (!(slot.end > t)) { break; }
          t = slot.end;
        }
        by.programme.slides.forEach((s) => { rest.push(s.m); if (s.s) { stills.push(s.s); } });
      });
      var inside = this.follow.takeover ? this.follow.takeover.layouts : {};
      this.media.want(refs.slice(0, 1).concat(stills, this.screen.touch ? this.screen.guides || [] : [], refs, rest).filter((r) => r && !inside[r.d]));
    }

    // night darkens the glass by the hour; a takeover lights it as soon as it is what would be
    // seen, a drill does not.
    night() {
      if (!this.clock.known()) { this.closed(false); this.stage.dim(100); return; }
      var t = this.clock.now();
      this.follow.advance(t);
      var takeover = this.follow.takeoverAt(t);
      var until = this.window || (this.follow.ruling ? this.follow.ruling.programme.body.until : 0);
      var lit = takeover && !takeover.drill && (!this.show.closed || this.drawn(takeover));
      this.closed(Ngatu.night.dark(this.screen, t, until) && !lit);
      if (this.dimmed && t >= this.dimmed.until) { this.dim(0, 0); }
      this.stage.dim(this.dimmed ? this.dimmed.level : Ngatu.night.level(this.screen, t));
    }

    // drawn says whether the layer in front holds a takeover.
    drawn(takeover) { return !!this.show.slot && this.show.slot.takeover === takeover && !this.show.due; }

    // dim sets another brightness in percent until an instant, by the server's time; 0 gives the
    // screen's own back.
    dim(level, until) { this.dimmed = Ngatu.night.dim(this.me.screen, level, until, this.clock.now()); }

    closed(is) {
      if (!!this.show.closed === is) { return; }
      if (is) { this.show.ended(this.clock.now()); }
      this.show.closed = is;
      this.show.from = this.clock.now();
      this.stage.dark(is);
      if (this.show.shown) { this.show.mark(this.clock.now()); }
    }

    // covered notes that somebody uses the kiosk: what the loop shows beneath it is no play.
    covered(is) {
      if (is) { this.show.ended(this.clock.now()); }
      this.show.covered = is;
      this.show.from = this.clock.now();
    }

    sendPlays() {
      var due = this.plays.due();
      if (due && this.link.up) { this.plays.going(due); this.link.send('plays', due); }
    }

    state() {
      var takeover = this.follow.takeoverAt(this.clock.now()), by = takeover || this.follow.ruling;
      var out = { clock: this.clock.state(), offset: this.clock.wrong(), missing: this.media.missing() };
      if (this.link.up && this.link.polling) { out.link = 'poll'; }
      if (this.follow.ruling) { out.programme = this.follow.ruling.hash; }
      if (this.show.shown && this.show.shown.slide) { out.slide = this.show.shown.slide.id; }
      if (takeover && this.drawn(takeover) && !this.show.closed) { out.takeover = takeover.number; }
      if (by && this.show.painted[by.hash]) { out.painted = this.show.painted[by.hash]; }
      return out;
    }

    // command carries out a command once; one that has expired, is another screen's, or is for a
    // screen's computer is dropped: beside an agent a page must not say that it was done.
    command(frame) {
      var body = frame.body, done = [];
      if (COMMANDS.indexOf(body.kind) < 0) { return; }
      if (frame.for !== this.me.screen || !body.id || (frame.until && this.clock.known() && this.clock.now() >= frame.until)) { return; }
      try { done = JSON.parse(localStorage.getItem(DONE + this.me.screen)) || []; } catch (e) { done = []; }
      if (done.indexOf(body.id) < 0) {
        try { localStorage.setItem(DONE + this.me.screen, JSON.stringify(done.concat([body.id]).slice(-20))); } catch (e) { return; }
        if (body.kind === 'identify') { this.identify(); }
        if (body.kind === 'reload') { this.fresh.reload(); }
        if (body.kind === 'dim') { this.dim(body.level || 0, body.until || 0); this.night(); }
      }
      this.status.carried(body.id);
    }

    identify() {
      this.stage.note(Ngatu.card.identify(this.stage.w, this.stage.h, this.screen.name || '', this.me.screen));
      clearTimeout(this.noteTimer);
      this.noteTimer = setTimeout(() => this.stage.note(null), NOTE);
    }
  }

  Ngatu.Player = Player;
})(window.Ngatu = window.Ngatu || {});
