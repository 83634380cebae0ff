// The stage: the screen's canvas within the window, two layers on it, and what lies over them:
// dimming, darkness, a note; over it the pieces of a canvas that has some.
(function (Ngatu) {
  'use strict';

  var FADE = 240; // ms

  class Stage {
    constructor() {
      this.box = document.getElementById('stage');
      this.dimmer = document.getElementById('dim');
      this.night = document.getElementById('dark');
      this.notice = document.getElementById('note');
      this.line = document.getElementById('line');
      this.noted = 0;    // grows with each note
      this.fold = null;  // of a canvas in pieces
      this.touch = document.getElementById('invite');
      this.kiosk = document.getElementById('kiosk');
      var boxes = this.box.querySelectorAll('.layer');
      this.front = new Ngatu.Layer(boxes[0]);
      this.back = new Ngatu.Layer(boxes[1]);
      this.front.box.classList.add('front');
      this.settleAt = 0;
      this.fit = /[?&]fit=1(&|$)/.test(location.search);
      this.place({}, null);
    }

    // place lays the stage out for a screen. It says whether the bitmaps were made again.
    place(screen, canvas) {
      var dpr = window.devicePixelRatio || 1;
      var c = screen.canvas || canvas || {};
      var w = c.width || window.innerWidth || 1, h = c.height || window.innerHeight || 1;
      var plan = this.fit ? null : Ngatu.Fold.read(screen);
      if (plan) { return this.pieces(plan, w, h, dpr); }
      this.unfold();
      var turn = this.fit ? 0 : (((screen.rotation || 0) % 360) + 360) % 360;
      var zoom = this.zoom(w, h, turn, dpr);
      var left = this.fit ? (window.innerWidth - w * zoom) / 2 : (screen.left || 0) * Math.min(1, zoom);
      var top = this.fit ? (window.innerHeight - h * zoom) / 2 : (screen.top || 0) * Math.min(1, zoom);
      // A turned canvas keeps the top left corner of the rectangle that it covers.
      if (turn === 90 || turn === 180) { left += (turn === 90 ? h : w) * zoom; }
      if (turn === 180 || turn === 270) { top += (turn === 180 ? h : w) * zoom; }
      var style = this.box.style;
      style.width = w + 'px';
      style.height = h + 'px';
      style.transform = 'translate(' + left + 'px,' + top + 'px) rotate(' + turn + 'deg) scale(' + zoom + ')';
      this.cover(w, h, style.transform);
      this.box.classList.toggle('whole', zoom >= 2 && zoom === Math.floor(zoom));
      return this.size(w, h, zoom < 1 && !this.fit ? 1 : dpr);
    }

    // pieces lays the stage out beneath its pieces: in the corner, as large as their pixels are.
    pieces(plan, w, h, dpr) {
      var zoom = this.zoom(plan.width, plan.height, 0, dpr), scale = zoom < 1 ? 1 : dpr, style = this.box.style;
      style.width = w + 'px';
      style.height = h + 'px';
      style.transform = 'scale(' + zoom + ')';
      this.box.classList.remove('whole');
      var remade = this.size(w, h, scale);
      if (!this.fold || !this.fold.is(plan, w, h, scale)) {
        this.unfold();
        this.fold = new Ngatu.Fold(plan, w, h, scale, zoom);
        document.body.insertBefore(this.fold.box, this.touch);
        this.fold.draw(this);
      }
      return remade;
    }

    unfold() {
      if (this.fold) { document.body.removeChild(this.fold.box); }
      this.fold = null;
    }

    // cover lays what is touched exactly over the canvas, turned and scaled like it.
    cover(w, h, transform) {
      [this.touch, this.kiosk].forEach((box) => {
        box.style.width = w + 'px';
        box.style.height = h + 'px';
        box.style.transform = transform;
        box.style.fontSize = Math.max(8, Math.round(Math.min(w, h) / 27)) + 'px';
        box.classList.toggle('wide', w > h);
      });
    }

    // zoom is 1 but for a page scaled to its window, and for a window whose device pixels
    // are the canvas' own.
    zoom(w, h, turn, dpr) {
      var wide = window.innerWidth, high = window.innerHeight;
      if (this.fit) { return Math.min(wide / w, high / h) || 1; }
      var across = turn % 180 ? h : w, down = turn % 180 ? w : h;
      return dpr > 1 && Math.round(wide * dpr) === across && Math.round(high * dpr) === down ? 1 / dpr : 1;
    }

    size(w, h, scale) {
      if (this.w === w && this.h === h && this.scale === scale) { return false; }
      this.w = w;
      this.h = h;
      this.scale = scale;
      this.back.clear();
      this.back.size(w, h, scale);
      this.stale = !!this.front.key; // the front keeps its old bitmap until something new is ready
      if (!this.stale) { this.front.size(w, h, scale); }
      return true;
    }

    // busy says whether the layer behind is still fading out.
    busy() { return this.settleAt > 0; }

    // swap brings the layer behind, which is ready, on the glass.
    swap(cut) {
      var old = this.front;
      this.front = this.back;
      this.back = old;
      this.box.setAttribute('aria-label', this.front.words());
      if (cut) { this.settle(); return; }
      old.box.classList.add('fade', 'leaving');
      this.settleAt = performance.now() + FADE + 30;
    }

    // leaving is how much of the layer behind is still seen, from 1 to 0.
    leaving() { return this.settleAt ? Math.max(0, Math.min(1, (this.settleAt - 30 - performance.now()) / FADE)) : 0; }

    settle() {
      this.settleAt = 0;
      this.front.box.classList.add('front');
      this.back.box.classList.remove('front', 'fade', 'leaving');
      this.back.clear();
      if (this.stale || this.back.scale !== this.scale || this.back.w !== this.w || this.back.h !== this.h) {
        this.back.size(this.w, this.h, this.scale);
        this.stale = false;
      }
    }

    tick() { if (this.settleAt && performance.now() >= this.settleAt) { this.settle(); } }

    // dim darkens the picture evenly: level is percent of full brightness. Light stays lighter than
    // dark, so codes scan.
    dim(level) {
      var opacity = String(1 - Math.max(10, Math.min(100, level)) / 100);
      if (this.dimmed !== opacity) { this.dimmed = opacity; this.dimmer.style.opacity = opacity; }
    }

    dark(is) { if (this.night.hidden === is) { this.night.hidden = !is; } }

    // note lays a card over everything; null takes it off.
    note(layout) {
      this.notice.hidden = !layout;
      this.noted++;
      if (!layout) { return; }
      this.notice.width = Math.round(this.w * this.scale);
      this.notice.height = Math.round(this.h * this.scale);
      Ngatu.paint(this.notice.getContext('2d'), layout, new Ngatu.Values({}, {}), this.scale);
    }
  }

  Ngatu.Stage = Stage;
})(window.Ngatu = window.Ngatu || {});
