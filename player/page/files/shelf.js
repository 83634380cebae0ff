// What outlives a reload: named texts and blobs, in Cache Storage where the origin is secure,
// else in IndexedDB, else in memory. Everything answers with promises; a shelf that cannot keep
// says so by rejecting.
(function (Ngatu) {
  'use strict';

  var ROOM = 'ngatu-kept';
  var PREFIX = '/play/kept/';

  class CacheShelf {
    constructor(cache) { this.cache = cache; }
    put(name, blob) { return this.cache.put(PREFIX + encodeURIComponent(name), new Response(blob)); }
    get(name) {
      return this.cache.match(PREFIX + encodeURIComponent(name)).then((r) => (r ? r.blob() : null));
    }
    text(name) {
      return this.cache.match(PREFIX + encodeURIComponent(name)).then((r) => (r ? r.text() : null));
    }
    drop(name) { return this.cache.delete(PREFIX + encodeURIComponent(name)); }
    names() {
      return this.cache.keys().then((requests) => requests.map((r) => {
        var path = new URL(r.url).pathname;
        return decodeURIComponent(path.slice(PREFIX.length));
      }));
    }
  }

  class BaseShelf {
    constructor(base) { this.base = base; }
    // ask opens the base once more where the browser has closed it, as it may when room is short.
    ask(mode, act) {
      return this.once(mode, act).catch((e) => {
        if (!e || e.name !== 'InvalidStateError') { throw e; }
        return openBase().then((base) => { this.base = base; return this.once(mode, act); });
      });
    }
    once(mode, act) {
      return new Promise((resolve, reject) => {
        var t = this.base.transaction('kept', mode);
        var request = act(t.objectStore('kept'));
        t.oncomplete = () => resolve(request.result);
        t.onabort = t.onerror = () => reject(t.error || request.error);
      });
    }
    put(name, blob) { return this.ask('readwrite', (s) => s.put(blob, name)); }
    get(name) { return this.ask('readonly', (s) => s.get(name)).then((v) => asBlob(v)); }
    text(name) { return this.get(name).then((b) => (b ? read(b) : null)); }
    drop(name) { return this.ask('readwrite', (s) => s.delete(name)); }
    names() { return this.ask('readonly', (s) => s.getAllKeys()); }
  }

  class MemoryShelf {
    constructor() { this.kept = new Map(); }
    put(name, blob) { this.kept.set(name, blob); return Promise.resolve(); }
    get(name) { return Promise.resolve(asBlob(this.kept.get(name))); }
    text(name) { return this.get(name).then((b) => (b ? read(b) : null)); }
    drop(name) { this.kept.delete(name); return Promise.resolve(); }
    names() { return Promise.resolve(Array.from(this.kept.keys())); }
  }

  function asBlob(v) { return v === undefined || v === null ? null : (v instanceof Blob ? v : new Blob([v])); }

  function read(blob) {
    return new Promise((resolve, reject) => {
      var reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsText(blob);
    });
  }

  function openBase() {
    return new Promise((resolve, reject) => {
      var request = indexedDB.open('ngatu', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('kept');
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => reject(request.error);
    });
  }

  // openShelf always answers with a shelf, the best that this browser has.
  Ngatu.openShelf = function () {
    var best = window.caches ? caches.open(ROOM).then((c) => new CacheShelf(c)) : Promise.reject(new Error('no caches'));
    return best.catch(() => openBase().then((base) => new BaseShelf(base))).catch(() => new MemoryShelf());
  };
})(window.Ngatu = window.Ngatu || {});
