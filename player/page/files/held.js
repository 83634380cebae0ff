// The picture that stays while the page reloads: the last one of the page before, drawn with the
// first frame of this one. It is the only script that the parser waits for, so that nothing is
// painted without it.
(function (Ngatu) {
  'use strict';

  var KEPT = 'ngatu.held';
  var FRESH = 10000;  // ms after which a picture is no longer that of a reload
  var LONGEST = 60000; // ms that it stands at most: a busy machine may take as long to start the page
  var ALONE = 4000;    // ms that it stands where this page has nothing better than the safe card
  var image = null;

  function show(kept) {
    image = document.createElement('img');
    image.id = 'held';
    image.setAttribute('aria-hidden', 'true');
    image.setAttribute('decoding', 'sync'); // with the frame that it is in, not after it
    image.style.width = kept.w;
    image.style.height = kept.h;
    image.style.transform = kept.place;
    image.src = kept.url;
    document.documentElement.appendChild(image);
    setTimeout(drop, LONGEST);
  }

  // beneath takes what this page has put on the glass under the picture: a slide, or
  // only the safe card.
  function beneath(slide) {
    if (!image) { return; }
    if (slide) { requestAnimationFrame(() => requestAnimationFrame(drop)); } else { setTimeout(drop, ALONE); }
  }

  function drop() {
    if (image && image.parentNode) { image.parentNode.removeChild(image); }
    image = null;
  }

  // keep notes what is on the glass, as bright as it is there; nothing where the glass is closed.
  function keep() {
    var stage = Ngatu.stage, show = Ngatu.player && Ngatu.player.show;
    if (!show || !show.shown || show.closed) { return; }
    if (stage.fold) { store(stage.fold.canvas, stage.fold.canvas.style); return; }
    var front = stage.front, c = document.createElement('canvas'), ctx = c.getContext('2d');
    c.width = front.canvas.width;
    c.height = front.canvas.height;
    ctx.drawImage(front.canvas, 0, 0);
    if (front.rolling) { ctx.drawImage(front.film.video, 0, 0, c.width, c.height); }
    ctx.fillStyle = 'rgba(0,0,0,' + (stage.dimmed || 0) + ')';
    ctx.fillRect(0, 0, c.width, c.height);
    store(c, stage.box.style);
  }

  function store(c, s) {
    sessionStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), url: c.toDataURL('image/jpeg', 0.92), w: s.width, h: s.height, place: s.transform }));
  }

  Ngatu.held = { beneath: beneath, there: () => !!image };

  try {
    var kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    if (kept && Math.abs(Date.now() - kept.at) < FRESH) { show(kept); }
  } catch (e) { /* a store that is forbidden or full: then a reload is seen for a moment */ }
  window.addEventListener('pagehide', () => { try { keep(); } catch (e) { /* the same */ } });
})(window.Ngatu = window.Ngatu || {});
