// A newer build of the page: fetched whole by the worker while the old one plays on, taken up between two slots.
(function (Ngatu) {
  'use strict';

  var TRIED = 'ngatu.reloaded';
  var AGAIN = 600000; // ms before the same build is tried once more: a proxy may go on serving the old one

  class Fresh {
    constructor(show) {
      this.show = show;
      this.mine = document.documentElement.getAttribute('data-build');
      this.registration = null;
      if (navigator.serviceWorker) {
        navigator.serviceWorker.register('/play/worker.js', { scope: '/play' }).then((r) => { this.registration = r; }).catch(() => null);
      }
    }

    // heard is told which build the server has.
    heard(build) {
      if (!build || !this.mine || build === this.mine || this.lately(build)) { return; }
      if (!this.registration) { this.probe(() => this.soon(build)); return; }
      navigator.serviceWorker.addEventListener('controllerchange', () => this.soon(build), { once: true });
      this.registration.update().catch(() => null);
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
