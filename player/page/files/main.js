// The start: who this page is, then the player. And what a browser would show or allow by
// itself, taken away.
(function (Ngatu) {
  'use strict';

  var LATER = 30000; // ms before a lock that was taken back is asked for again

  function still(e) { e.preventDefault(); }

  function guard() {
    ['contextmenu', 'selectstart', 'dragstart', 'wheel', 'touchmove', 'gesturestart', 'dblclick'].forEach((name) => {
      document.addEventListener(name, still, { passive: false });
    });
    window.addEventListener('unhandledrejection', still);
    window.addEventListener('error', (e) => {
      if (Ngatu.player) { Ngatu.player.status.report('page: ' + e.message); }
      e.preventDefault();
    });
    if (navigator.storage && navigator.storage.persist) { navigator.storage.persist().catch(() => null); }
    awake();
    document.addEventListener('visibilitychange', awake);
  }

  function awake() {
    if (navigator.wakeLock && !document.hidden) { navigator.wakeLock.request('screen').then(held, () => null); }
  }

  // held asks again for a lock that the machine has taken back by itself.
  function held(lock) {
    lock.addEventListener('release', () => setTimeout(awake, LATER));
  }

  function run(me) {
    Ngatu.stage.note(null);
    Ngatu.openShelf().then((shelf) => {
      Ngatu.player = new Ngatu.Player(me, shelf);
      Ngatu.watch(Ngatu.player);
      Ngatu.player.start();
    });
  }

  function enrol() {
    var dpr = window.devicePixelRatio || 1, root = document.documentElement;
    var size = { w: Math.round(window.innerWidth * dpr), h: Math.round(window.innerHeight * dpr), build: root.getAttribute('data-build') };
    root.setAttribute('data-state', 'enrol');
    Ngatu.enrol.ask(size, (now) => Ngatu.fonts.all().then(() => {
      if (Ngatu.player) { return; }
      var w = Ngatu.stage.w, h = Ngatu.stage.h;
      root.setAttribute('data-code', now.code || '');
      root.setAttribute('data-line', now.line || 'up');
      Ngatu.stage.note(now.code ? Ngatu.card.code(w, h, now.code, now.was) : Ngatu.card.waiting(w, h, now.line, now.was));
    }), (me) => {
      root.removeAttribute('data-code');
      run(me);
    });
  }

  guard();
  Ngatu.stage = new Ngatu.Stage();
  var me = Ngatu.enrol.who();
  if (me) { run(me); } else { enrol(); }
  Ngatu.fonts.all();
})(window.Ngatu = window.Ngatu || {});
