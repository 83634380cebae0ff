// The newest frame of each thing that this page holds: screen, programme, takeover and boards. Kept
// on the shelf, so that a reload without a server goes on with the last good ones.
(function (Ngatu) {
  'use strict';

  var BOARDS = 64; // boards remembered at most that no slide binds
  var HELLO = 24;  // things that a hello names at most

  class Frames {
    constructor(shelf, screen) {
      this.shelf = shelf;
      this.room = 'frame/' + screen + '/';
      this.memo = 'ngatu.key/' + screen;
      this.key = ''; // name of the key that signs today, as the last welcome said
      try { this.key = localStorage.getItem(this.memo) || ''; } catch (e) { /* forbidden: the next welcome says it */ }
      this.held = {};
      this.full = null; // called where the shelf has no room: makes some, and answers with a promise
      this.count = 0; // frames taken since the page was loaded
    }

    static thing(frame) { return frame.type + '/' + (frame.for || ''); }

    // restore reads what was kept; a frame that cannot be read is as good as none.
    restore() {
      return this.shelf.names().catch(() => []).then((names) => Promise.all(
        names.filter((n) => n.indexOf(this.room) === 0).map((n) => this.shelf.text(n).then((text) => {
          var frame = JSON.parse(text);
          if (frame && frame.type && frame.body) { this.held[Frames.thing(frame)] = frame; }
        }).catch(() => null))));
    }

    // follow notes which key signs today.
    follow(key) {
      if (!key || key === this.key) { return; }
      this.key = key;
      try { localStorage.setItem(this.memo, key); } catch (e) { /* the next welcome says it again */ }
    }

    // compare is below 0 where frame is older than old: by the key of today, the number,
    // and since when it holds. Who stole a key must not make this screen deaf by a number
    // that nobody reaches.
    compare(frame, old) {
      return this.today(frame) - this.today(old) || (frame.number || 0) - (old.number || 0) || (frame.from || 0) - (old.from || 0);
    }

    // today is 1 for a frame under the key of today, else 0.
    today(f) { return this.key && f.key === this.key ? 1 : 0; }

    // take keeps a frame and says whether it changes anything. An older truth is refused.
    take(frame) {
      var thing = Frames.thing(frame), old = this.held[thing];
      if (old && this.compare(frame, old) < 0) { return false; }
      var same = !!old && !!frame.hash && old.hash === frame.hash && old.from === frame.from && old.until === frame.until;
      this.held[thing] = frame;
      this.count++;
      if (!same || old.number !== frame.number) { this.keep(thing); }
      return !same;
    }

    get(type, what) { return this.held[type + '/' + (what || '')] || null; }

    keep(thing) {
      var put = () => this.shelf.put(this.room + thing, new Blob([JSON.stringify(this.held[thing])]));
      put().catch(() => this.full && this.full().then(put)).catch(() => null);
    }

    drop(thing) {
      delete this.held[thing];
      this.shelf.drop(this.room + thing).catch(() => null);
    }

    // only drops programmes and boards that are no longer this screen's business.
    only(audience, boards) {
      var things = Object.keys(this.held), kept = 0;
      for (var i = 0; i < things.length; i++) {
        var f = this.held[things[i]];
        if (f.type === 'programme' && f.for !== audience) { this.drop(things[i]); }
        if (f.type === 'figures' && !boards[f.for] && ++kept > BOARDS) { this.drop(things[i]); }
      }
    }

    // has is what a hello says: the hash of every thing held, boards last. A hello is a small
    // message, so some boards may be left out: they are sent again.
    has() {
      var out = {};
      Object.keys(this.held).sort((a, b) => (a.indexOf('figures/') === 0) - (b.indexOf('figures/') === 0)).slice(0, HELLO)
        .forEach((thing) => { if (this.held[thing].hash) { out[thing] = this.held[thing].hash; } });
      return out;
    }

    // newest is the highest number under the key of today: the time is not earlier than that.
    newest() { return (this.head() || { number: 0 }).number; }

    // head is the head of the newest frame under the key of today; null where there is none. A
    // server that was set back learns of it from a hello.
    head() {
      var newest = null;
      Object.keys(this.held).sort().forEach((thing) => {
        var f = this.held[thing];
        if (f.sig && f.number && (!this.key || f.key === this.key) && (!newest || f.number > newest.number)) { newest = f; }
      });
      return newest && {
        type: newest.type, for: newest.for, number: newest.number, from: newest.from, until: newest.until, hash: newest.hash,
        key: newest.key, sig: newest.sig
      };
    }
  }

  Ngatu.Frames = Frames;
})(window.Ngatu = window.Ngatu || {});
