// A newer build of the page: fetched whole by the worker while the old one plays on, taken up between two slots.
(function (Ngatu) {
  'use strict';

  var TRIED = 'ngatu.reloaded';
  var AGAIN = 600000; // ms before the same build is tried once more: a proxy may go on serving the old one

  class Fresh {
    constructor(show) {
      this.show = show;
      this.mine = document.documentElement.getAttribute('data-build');
      this.newer = '';
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

    // heard is told which build the server has.
    heard(build) {
      if (!build || !this.mine || build === this.mine || this.lately(build)) { return; }
      this.newer = build;
      if (this.taken) { this.soon(build); return; }
      this.worker.then((registration) => {
        if (registration) { return registration.update(); }
        this.probe(() => this.soon(build));
        return null;
      }).catch(() => null);
    }

    lately(build) {
      try {
        var tried = JSON.parse(localStorage.getItem(TRIED));
        return !!tried && tried.build === build && Math.abs(Date.now() - tried.at) < AGAIN;
      } catch (e) { return false; }
    }

    // probe asks for the page before anything is given up for it.
    probe(then) {
      var x = new XMLHttpRequest();
      x.open('GET', '/play');
      x.timeout = 15000;
      x.onload = () => { if (x.status === 200) { then(); } };
      x.send();
    }

    soon(build) {
      if (this.lately(build)) { return; }
      this.show.reload = () => {
        try { localStorage.setItem(TRIED, JSON.stringify({ build: build, at: Date.now() })); } catch (e) { return; }
        location.reload();
      };
    }
  }

  Ngatu.Fresh = Fresh;
})(window.Ngatu = window.Ngatu || {});
