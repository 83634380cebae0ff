// A newer build of the page: fetched whole by the worker while the old one plays on, taken up
// between two slots.
(function (Ngatu) {
  'use strict';

  var TRIED = 'ngatu.reloaded';
  var PROMPT = 1500;  // ms in which a slot counts as just begun
  var AGAIN = 600000; // ms before the same build is tried once more: a proxy may go on serving the old one

  class Fresh {
    constructor(show) {
      this.show = show;
      this.mine = document.documentElement.getAttribute('data-build');
      this.newer = '';
      this.timer = 0;
      this.taken = false; // a newer worker has taken over since this page was loaded
      this.worker = Promise.resolve(null);
      if (navigator.serviceWorker) { this.register(navigator.serviceWorker); }
    }

    register(workers) {
      var had = !!workers.controller;
      workers.addEventListener('controllerchange', () => {
        if (!had) { had = true; return; } // the first worker of this browser brings nothing new
        this.taken = true;
        if (this.newer) { this.soon(this.newer); }
      });
      this.worker = workers.register('/play/worker.js', { scope: '/play' }).catch(() => null);
    }

    // heard takes the build that the servers have.
    heard(build) {
      if (!build || !this.mine || build === this.mine || this.lately(build)) { return; }
      this.newer = build;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.heard(build), AGAIN); // what was not whole now may be then
      if (this.taken) { this.soon(build); return; }
      this.worker.then((registration) => {
        if (registration) { return registration.update(); }
        whole(build, () => this.soon(build));
        return null;
      }).catch(() => null);
    }

    lately(build) {
      try {
        var tried = JSON.parse(localStorage.getItem(TRIED));
        return !!tried && tried.build === build && Math.abs(Date.now() - tried.at) < AGAIN;
      } catch (e) { return false; }
    }

    soon(build) {
      if (this.lately(build)) { return; }
      this.reload(() => {
        try { localStorage.setItem(TRIED, JSON.stringify({ build: build, at: Date.now() })); return true; } catch (e) { return false; }
      });
    }

    // reload loads the page again at the next change of slot, and only where there is
    // something to load: what a worker keeps, or a server that answers at that moment. may,
    // where given, is asked last.
    reload(may) {
      var go = () => { if (!may || may()) { location.reload(); } };
      this.show.reload = () => {
        if (navigator.serviceWorker && navigator.serviceWorker.controller) { go(); return; }
        var began = performance.now();
        get('/play', () => { if (performance.now() - began < PROMPT) { go(); } }); // else the slot is no longer young: the next one
      };
    }
  }

  // whole fetches a build: the page, every file that it names and those that these name; they wait
  // in the browser's cache then. Nothing is given up for a build of which a file is missing.
  function whole(build, then) {
    var left = [], seen = {};
    var named = (text) => (text.match(/\/play\/[\w.-]+\?b=\w+/g) || []).forEach((path) => {
      if (!seen[path]) { seen[path] = true; left.push(path); }
    });
    var next = (text) => {
      named(text);
      if (left.length) { get(left.pop(), next); } else { then(); }
    };
    get('/play', (text) => { if (text.indexOf('data-build="' + build + '"') > 0) { next(text); } });
  }

  function get(path, then) {
    var x = new XMLHttpRequest();
    x.open('GET', path);
    x.timeout = 60000;
    x.onload = () => { if (x.status === 200) { then(x.responseText); } };
    x.send();
  }

  Ngatu.Fresh = Fresh;
})(window.Ngatu = window.Ngatu || {});
