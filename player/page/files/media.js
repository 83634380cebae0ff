// The media of this screen: fetched once by digest, checked, kept on the shelf. What is wanted
// soonest is fetched first; what no programme names goes first when room is short.
(function (Ngatu) {
  'use strict';

  var PREFIX = 'medium/';
  var AT_ONCE = 2;                         // downloads at the same time
  var SILENT = 20000;                      // ms without a byte after which a download is given up
  var SPARE = 300;                         // media kept that nothing names
  var IN_MEMORY = 64 * 1024 * 1024;        // bytes held when the shelf is full
  var SOON = 10000;                        // ms after which a medium that was slow to get ready is tried again
  var NEEDS = 'ngatu.needs.';

  class Media {
    constructor(shelf, screen) {
      this.shelf = shelf;
      this.screen = screen;
      this.here = {};     // digests on the shelf
      this.memory = {};   // blobs that the shelf had no room for
      this.wanted = [];   // refs, the soonest needed first
      this.loading = {};  // digests under way
      this.later = {};    // digest → {at, wait}: not to be tried before
      this.bad = {};      // digest → {until, wait}: could not be shown
      this.doubt = {};    // digests on the shelf that are fetched again: their bytes may be spoilt
      this.onhere = null; // called when something arrived
      this.timer = 0;
    }

    restore() {
      return this.shelf.names().catch(() => []).then((names) => {
        names.forEach((n) => { if (n.indexOf(PREFIX) === 0) { this.here[n.slice(PREFIX.length)] = true; } });
      });
    }

    has(digest) { return !!this.here[digest] || !!this.memory[digest]; }

    // usable says whether a medium is here and could be shown when it was last tried.
    usable(digest) {
      var bad = this.bad[digest];
      return this.has(digest) && !(bad && performance.now() < bad.until);
    }

    // slow notes a medium that did not get ready in time: the machine may have had much to do, so
    // it is soon tried again.
    slow(digest) {
      this.bad[digest] = { until: performance.now() + SOON, wait: this.bad[digest] ? this.bad[digest].wait : 0 };
    }

    // fail notes a medium that could not be shown; it is tried again after a while, each time a
    // longer one. It says whether this is the first time.
    fail(digest) {
      var before = this.bad[digest] ? this.bad[digest].wait : 0, first = !before;
      var wait = Math.min(3600000, (before || 30000) * 2);
      this.bad[digest] = { until: performance.now() + wait, wait: wait };
      return first;
    }

    // good notes that a medium came on the glass.
    good(digest) { delete this.bad[digest]; }

    // retry lets a medium be tried at once; how often it has failed is not forgotten.
    retry(digest) { if (this.bad[digest]) { this.bad[digest].until = 0; } }

    isBad(digest) { return !!this.bad[digest] && performance.now() < this.bad[digest].until; }

    coming(digest) { return !!this.loading[digest]; }

    missing() { return this.wanted.filter((r) => !this.has(r.d)).length; }

    // want says what is needed, the soonest first, and begins to fetch it.
    want(refs) {
      var seen = {};
      this.wanted = refs.filter((r) => {
        if (!/^[0-9a-f]{64}$/.test(r.d) || seen[r.d]) { return false; }
        seen[r.d] = true;
        return true;
      });
      try {
        localStorage.setItem(NEEDS + this.screen, JSON.stringify(this.wanted.map((r) => r.d)));
      } catch (e) { /* then pruning asks for more than it must */ }
      this.settle();
      this.pull();
    }

    pull() {
      clearTimeout(this.timer);
      var now = performance.now(), soonest = Infinity;
      for (var i = 0; i < this.wanted.length; i++) {
        // What is on now waits for nobody; everything else takes its turn.
        if (Object.keys(this.loading).length >= (i ? AT_ONCE : 2 * AT_ONCE)) { break; }
        var ref = this.wanted[i], later = this.later[ref.d];
        if ((this.has(ref.d) && !this.doubt[ref.d]) || this.loading[ref.d]) { continue; }
        if (later && later.at > now) { soonest = Math.min(soonest, later.at); continue; }
        this.fetch(ref);
      }
      if (soonest < Infinity) { this.timer = setTimeout(() => this.pull(), Math.max(100, soonest - now)); }
    }

    // again forgets the waits: a connection has come back.
    again() {
      this.later = {};
      this.pull();
    }

    fetch(ref) {
      this.loading[ref.d] = true;
      download('/media/' + ref.d)
        .then((blob) => check(blob, ref))
        .then((blob) => this.keep(ref, blob))
        .then(() => {
          if (this.doubt[ref.d]) { delete this.doubt[ref.d]; this.retry(ref.d); }
          delete this.later[ref.d];
          delete this.loading[ref.d];
          if (this.onhere) { this.onhere(ref.d); }
          this.pull();
        }, () => {
          var wait = Math.min(300000, this.later[ref.d] ? this.later[ref.d].wait * 2 : 1000);
          this.later[ref.d] = { at: performance.now() + wait * (0.5 + Math.random()), wait: wait };
          delete this.loading[ref.d];
          this.pull();
        });
    }

    // keep puts a medium on the shelf; without room, what nothing names makes way, and at
    // last memory takes it.
    keep(ref, blob) {
      var name = PREFIX + ref.d, typed = blob.type === ref.t ? blob : blob.slice(0, blob.size, ref.t);
      return this.shelf.put(name, typed)
        .catch(() => this.prune(0).then(() => this.shelf.put(name, typed)))
        .then(() => {
          this.here[ref.d] = true;
          delete this.memory[ref.d];
          if (Object.keys(this.here).length > this.wanted.length + SPARE) { return this.prune(SPARE / 2); }
          return null;
        }, () => {
          var held = Object.keys(this.memory).reduce((sum, d) => sum + this.memory[d].size, 0);
          if (held + typed.size > IN_MEMORY) { throw new Error('no room'); }
          this.memory[ref.d] = typed;
        });
    }

    // settle tries to bring to the shelf what memory has taken, for that does not outlive a reload;
    // what nothing names goes.
    settle() {
      var needed = {};
      this.wanted.forEach((r) => { needed[r.d] = true; });
      Object.keys(this.memory).forEach((d) => {
        var blob = this.memory[d];
        if (!needed[d]) { delete this.memory[d]; return; }
        this.shelf.put(PREFIX + d, blob).then(() => {
          this.here[d] = true;
          if (this.memory[d] === blob) { delete this.memory[d]; }
        }).catch(() => null);
      });
    }

    // prune drops media that no screen of this browser needs, all but some.
    prune(spare) {
      var needed = {};
      this.wanted.forEach((r) => { needed[r.d] = true; });
      try {
        for (var i = 0; i < localStorage.length; i++) {
          var key = localStorage.key(i);
          if (key.indexOf(NEEDS) === 0) { JSON.parse(localStorage.getItem(key)).forEach((d) => { needed[d] = true; }); }
        }
      } catch (e) { /* what this screen needs is known in any case */ }
      var idle = Object.keys(this.here).filter((d) => !needed[d]);
      return Promise.all(idle.slice(0, Math.max(0, idle.length - spare)).map((d) => {
        delete this.here[d];
        return this.shelf.drop(PREFIX + d).catch(() => null);
      }));
    }

    blob(digest, type) {
      if (this.memory[digest]) { return Promise.resolve(this.memory[digest]); }
      return this.shelf.get(PREFIX + digest).then((blob) => {
        if (!blob) { delete this.here[digest]; this.pull(); throw new Error('gone'); }
        return !type || blob.type === type ? blob : blob.slice(0, blob.size, type);
      });
    }

    text(digest) {
      return this.blob(digest, '').then((blob) => reading(blob, (r) => r.readAsText(blob)));
    }

    // refetch fetches a medium whose bytes may be spoilt once more. What is here stays until then:
    // it may have been the decoder that failed, and the server may be away.
    refetch(digest) {
      this.doubt[digest] = true;
      this.pull();
    }
  }

  function reading(blob, act) {
    return new Promise((resolve, reject) => {
      var reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      act(reader);
    });
  }

  function download(path) {
    return new Promise((resolve, reject) => {
      var x = new XMLHttpRequest(), timer = 0;
      var alive = () => { clearTimeout(timer); timer = setTimeout(() => x.abort(), SILENT); };
      x.open('GET', path);
      x.responseType = 'blob';
      x.onprogress = alive;
      x.onload = () => { clearTimeout(timer); if (x.status === 200) { resolve(x.response); } else { reject(new Error('status')); } };
      x.onerror = x.onabort = () => { clearTimeout(timer); reject(new Error('network')); };
      alive();
      x.send();
    });
  }

  // check refuses bytes that are not what the digest says; where the browser cannot compute it,
  // the length has to do.
  function check(blob, ref) {
    if (ref.n && blob.size !== ref.n) { return Promise.reject(new Error('size')); }
    if (!window.crypto || !crypto.subtle) { return Promise.resolve(blob); }
    return reading(blob, (r) => r.readAsArrayBuffer(blob)).then((bytes) => crypto.subtle.digest('SHA-256', bytes)).then((sum) => {
      var hex = Array.from(new Uint8Array(sum)).map((b) => (b < 16 ? '0' : '') + b.toString(16)).join('');
      if (hex !== ref.d) { throw new Error('digest'); }
      return blob;
    });
  }

  Ngatu.Media = Media;
})(window.Ngatu = window.Ngatu || {});
