// The kiosk: what a touch screen offers beyond the loop. It lies over the stage, where the loop
// goes on in step beneath it, and clears itself when nobody touches it any more. It keeps nothing,
// sends nothing and leads nowhere else.
(function (Ngatu) {
  'use strict';

  var IDLE = 45000;    // ms without a touch until it asks whether somebody is there
  var LEAVING = 10000; // ms from the question to the loop
  var PATIENCE = 20000; // ms that guides which are here wait for the others
  var TOUCHES = ['pointerdown', 'touchstart', 'mousedown', 'keydown', 'click'];

  class Kiosk {
    // parts: {media, follow, frames, clock, cover, dark}; cover is called when the loop is covered
    // and when it is seen again.
    constructor(parts) {
      Object.assign(this, parts);
      this.areas = new Ngatu.Areas(parts);
      this.sheet = new Ngatu.Sheet(document.getElementById('kiosk'), (name) => this.press(name));
      this.invite = document.getElementById('invite');
      this.screen = {};
      this.guides = [];
      this.loaded = '';    // digests of the guides that were read
      this.isOpen = false;
      this.idle = IDLE;
      this.leaving = LEAVING;
      this.invite.appendChild(Ngatu.make('span', '', Ngatu.say('invite', 'vi') + ' · ' + Ngatu.say('invite', 'en')));
      this.invite.addEventListener('click', () => this.open());
      TOUCHES.forEach((name) => document.addEventListener(name, () => this.touched(), true));
      setInterval(() => this.tick(), 250);
      this.reset();
    }

    reset() {
      this.lang = 'vi';
      this.big = false;
      this.trail = [];     // what leads back: functions that draw
      this.draw = null;
      this.reading = false;
      this.asking = false;
      Ngatu.voice.stop();
    }

    // settings takes the screen's own frame; guides are read when they have arrived.
    settings(screen) {
      this.screen = screen;
      this.patience = performance.now() + PATIENCE;
      this.read();
      setTimeout(() => this.read(), PATIENCE);
    }

    read() {
      var refs = this.screen.touch ? this.screen.guides || [] : [];
      var here = refs.filter((r) => r.t === Ngatu.GUIDE && this.media.has(r.d)), all = here.map((r) => r.d).join(' ');
      if (!refs.length) { this.guides = []; this.loaded = ''; }
      this.able();
      // A guide on its way is waited for, and what somebody reads is not changed under the hand.
      if (all === this.loaded || this.isOpen || (here.length < refs.length && !this.guides.length && performance.now() < this.patience)) { return; }
      this.loaded = all;
      Promise.all(here.map((r) => this.media.text(r.d).then((t) => JSON.parse(t)).catch(() => null))).then((guides) => {
        if (all !== this.loaded) { return; }
        this.guides = guides.filter((g) => g && g.id && g.title);
        this.able();
      });
    }

    able() {
      var can = !!this.screen.touch && this.guides.length > 0;
      if (this.invite.hidden === can) { this.invite.hidden = !can; }
      if (!can) { this.close(); }
    }

    open() {
      var t = this.clock.now();
      if (this.isOpen || !this.guides.length || this.follow.takeoverAt(t) || this.dark()) { return; }
      this.isOpen = true;
      this.reset();
      this.touchedAt = performance.now();
      this.cover(true);
      this.invite.hidden = true;
      document.getElementById('stage').setAttribute('aria-hidden', 'true');
      document.documentElement.setAttribute('data-kiosk', 'open');
      this.sheet.box.hidden = false;
      this.go(() => this.home());
    }

    // close clears everything; the loop beneath has gone on in step.
    close() {
      if (!this.isOpen) { return; }
      this.isOpen = false;
      this.reset();
      this.sheet.clear();
      this.sheet.box.hidden = true;
      document.getElementById('stage').removeAttribute('aria-hidden');
      document.documentElement.removeAttribute('data-kiosk');
      this.cover(false);
      this.read();
    }

    touched() {
      this.touchedAt = performance.now();
      if (this.asking) { this.asking = false; this.sheet.ask(null); }
    }

    // tick asks after a while whether somebody is still there, and goes when nobody says so. A
    // takeover goes before it.
    tick() {
      if (!this.isOpen) { return; }
      if (this.follow.takeoverAt(this.clock.now()) || this.dark()) { this.close(); return; }
      var still = performance.now() - this.touchedAt;
      if (still >= this.idle + this.leaving) { this.close(); return; }
      if (still < this.idle) { return; }
      this.asking = true;
      this.sheet.ask(this, Math.ceil((this.idle + this.leaving - still) / 1000));
    }

    // go shows another sheet and remembers the way back.
    go(draw) {
      this.trail.push(draw);
      this.show();
    }

    show() {
      Ngatu.voice.stop();
      this.reading = false;
      this.sheet.begin(this);
      this.trail[this.trail.length - 1]();
      this.sheet.finish(this);
    }

    press(name) {
      if (name === 'home') { this.trail.splice(1); }
      if (name === 'back' && this.trail.length > 1) { this.trail.pop(); }
      if (name === 'other') { this.lang = this.lang === 'vi' ? 'en' : 'vi'; }
      if (name === 'big') { this.big = !this.big; }
      if (name === 'read') { this.aloud(); return; }
      this.show();
    }

    aloud() {
      var was = this.reading;
      Ngatu.voice.stop();
      this.reading = !was;
      if (this.reading) {
        Ngatu.voice.read(this.sheet.words(), this.lang, () => { this.reading = false; this.sheet.bar(this); });
      }
      this.sheet.bar(this);
    }

    say(name, numbers) { return Ngatu.say(name, this.lang, numbers); }
    both(text) { return Ngatu.both(text, this.lang); }

    home() {
      this.sheet.head(this.say('welcome'), this.say('choose'));
      this.guides.slice(0, 4).forEach((g) => {
        this.sheet.choice(g.icon, this.both(g.title), this.both(g.brief), () => this.go(() => this.guide(g)));
      });
    }

    guide(g) {
      if (g.kind === 'area') { this.progress(g); return; }
      if (g.kind === 'questions') { this.questions(g); return; }
      this.pages(Ngatu.guide.shown(g, this.screen.codes || {}), this.both(g.title), 0);
    }

    // pages shows one sheet of some pages; the others are reached from it and lead
    // back past all of them.
    pages(pages, title, at) {
      var codes = this.screen.codes || {};
      this.sheet.head(title, '');
      this.sheet.turning();
      var sheets = Ngatu.guide.sheets(pages, this.lang, codes, this.sheet.body);
      if (!sheets.length) { return; }
      at = Math.min(at, sheets.length - 1);
      var turn = (to) => () => this.turn(() => this.pages(pages, title, to));
      this.sheet.sub(this.both(sheets[at].page.title), sheets.length > 1 ? this.say('page', { n: at + 1, m: sheets.length }) : '');
      Ngatu.guide.lay(sheets[at], this.lang, codes, this.sheet.body);
      if (sheets.length > 1) { this.sheet.turns(this, at > 0 ? turn(at - 1) : null, at < sheets.length - 1 ? turn(at + 1) : null); }
    }

    // turn shows another part of the same sheet: the way back leads past all of them.
    turn(draw) {
      this.trail[this.trail.length - 1] = draw;
      this.show();
    }

    // questions lists titles to choose from, as many as fit; firsts are where the parts of the list
    // before this one begin.
    questions(g, firsts) {
      var all = g.pages || [], first = (firsts || []).slice(-1)[0] || 0, before = (firsts || []).slice(0, -1), i = first;
      this.sheet.head(this.both(g.title), this.both(g.brief));
      if (first) { this.sheet.turning(); }
      for (; i < all.length; i++) {
        if (!this.question(all[i])) { break; }
      }
      if (first === 0 && i === all.length) { return; }
      this.sheet.turns(this, firsts ? () => this.turn(() => this.questions(g, before.length ? before : null)) : null,
        i < all.length && i > first ? () => this.turn(() => this.questions(g, (firsts || []).concat([i]))) : null);
      while (this.sheet.full() && i > first + 1) { i--; this.sheet.body.removeChild(this.sheet.body.lastChild); }
    }

    // question adds one, or says that there is no room for it.
    question(p) {
      var act = () => this.go(() => this.pages([{ body: p.body, steps: p.steps, items: p.items, code: p.code }], this.both(p.title), 0));
      var line = this.sheet.line(this.both(p.title), act);
      if (this.sheet.full() && line.previousSibling) { this.sheet.body.removeChild(line); return false; }
      return true;
    }

    // progress lets an area be picked; the one where the screen stands is offered first.
    progress(g) {
      var drawn = this.trail[this.trail.length - 1], ask = (g.pages || [])[0] || {}, nothing = (g.pages || [])[1] || ask;
      this.sheet.head(this.both(g.title), this.both(ask.title));
      this.areas.read().then((all) => {
        if (this.trail[this.trail.length - 1] !== drawn) { return; } // somebody has gone on
        if (!all) { this.pages([nothing], this.both(g.title), 0); return; }
        var own = this.areas.own(all.rows, (this.screen.fills || {})['screen.area']);
        var choose = (r) => this.go(() => this.area(g, r.name));
        var picker = new Ngatu.Picker(this.lang, all.rows, choose);
        this.sheet.type = picker;
        if (own) { this.sheet.line(this.say('here') + ': ' + own.name, () => choose(own)); }
        this.sheet.picker(picker);
      });
    }

    // area shows how far one has come, with as-of time, source and every mark that
    // belongs to its figures.
    area(g, name) {
      var drawn = this.trail[this.trail.length - 1];
      this.sheet.head(name, this.both(g.title));
      this.areas.read().then((all) => {
        var row = all && all.rows.filter((r) => r.name === name)[0];
        if (this.trail[this.trail.length - 1] === drawn && row) { this.sheet.figure(row, all, row.delta ? this.say('grown', { n: row.delta }) : ''); }
      });
    }

    // figures is called when a board has new figures: an open sheet shows them.
    figures() {
      if (this.isOpen && this.sheet.shows === 'figure') { this.show(); }
    }

    key(e) {
      var type = this.isOpen && this.sheet.type;
      if (e.ctrlKey || e.altKey || e.metaKey || !type) { return; }
      if (/^[a-z]$/i.test(e.key)) { type.type(e.key.toLowerCase()); }
      if (e.key === 'Backspace') { type.erase(); }
    }
  }

  Ngatu.GUIDE = 'application/vnd.ngatu.guide+json';
  Ngatu.Kiosk = Kiosk;
})(window.Ngatu = window.Ngatu || {});
