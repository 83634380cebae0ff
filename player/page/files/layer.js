// One of the two layers: a canvas that is always there and a video element made when first needed.
// A layer is loaded out of sight, and only a layer that is ready comes on the glass.
(function (Ngatu) {
  'use strict';

  var PATIENCE = 1500; // ms that a clip's first picture may take after the clip is said to be ready

  // picture decodes an image completely, so that drawing it later costs nothing.
  function picture(blob) {
    return new Promise((resolve, reject) => {
      var url = URL.createObjectURL(blob), image = new Image();
      var done = (act, value) => { URL.revokeObjectURL(url); act(value); };
      image.onload = () => {
        if (!image.decode) { done(resolve, image); return; }
        image.decode().then(() => done(resolve, image), (e) => done(reject, e));
      };
      image.onerror = () => done(reject, new Error('decode'));
      image.src = url;
    });
  }

  // pictured resolves when the browser has handed out a picture of the clip: a busy one may say
  // that there is one, and still draw nothing. Browsers that cannot tell are taken at their word.
  function pictured(video) {
    return new Promise((resolve) => {
      if (!video.requestVideoFrameCallback) { resolve(); return; }
      video.requestVideoFrameCallback(resolve);
    });
  }

  class Layer {
    constructor(box) {
      this.box = box;
      this.canvas = box.querySelector('canvas');
      this.ctx = this.canvas.getContext('2d');
      this.film = null;
      this.turn = 0;     // grows with each load: answers of an earlier one are not heard
      this.drawings = 0; // grows with each painting of the bitmap
      this.empty();
    }

    empty() {
      this.key = '';       // what it shows, see pick.js
      this.ready = false;
      this.layout = null;
      this.values = null;
      this.rolling = false;
      this.board = '';
    }

    // size sets the bitmap; what was painted is gone then.
    size(w, h, scale) {
      this.w = w;
      this.h = h;
      this.scale = scale;
      this.canvas.width = Math.round(w * scale);
      this.canvas.height = Math.round(h * scale);
    }

    clear() {
      this.turn++;
      if (this.film) { this.film.stop(); this.film.video.hidden = true; }
      this.empty();
    }

    // load prepares a pick out of sight. scene has what bears on it: {media, screen, figures,
    // time, position, slot}. It resolves when the layer could go on the glass, and rejects when the
    // medium cannot be shown.
    load(pick, scene) {
      this.clear();
      this.key = pick.key;
      var turn = this.turn, still = () => turn === this.turn;
      return this.start(pick, scene).then((finish) => {
        if (!still()) { throw new Error('stopped'); }
        finish();
        this.ready = true;
      });
    }

    start(pick, scene) {
      if (pick.layout) { return this.laid(pick.layout, scene); }
      var type = pick.ref.t;
      if (type === Ngatu.LAYOUT) {
        return scene.media.text(pick.ref.d).then((text) => this.laid(JSON.parse(text), scene));
      }
      var blob = scene.media.blob(pick.ref.d, type);
      if (type.indexOf('video/') === 0) { return blob.then((b) => this.clip(b, scene.position)); }
      if (type.indexOf('image/') === 0) { return blob.then(picture).then((image) => () => this.drawn(image, image.naturalWidth, image.naturalHeight)); }
      return Promise.reject(new Error('type ' + type));
    }

    laid(layout, scene) {
      return Ngatu.fonts.need(layout.el || []).then(() => () => {
        this.layout = layout;
        this.values = new Ngatu.Values(scene.screen, scene.figures());
        this.values.page = Ngatu.paging.page(layout.pages, scene.slot, scene.time);
        this.paint(scene.time);
      });
    }

    clip(blob, position) {
      if (!this.film) {
        var video = document.createElement('video');
        this.film = new Ngatu.Film(video);
        this.box.appendChild(video);
      }
      this.film.video.hidden = false;
      // Its picture also lies on the canvas beneath: the browser may hand out a frame before the
      // clip's own is composed.
      var come = pictured(this.film.video);
      return this.film.roll(blob, position).then(() => Promise.race([come, new Promise((late) => setTimeout(late, PATIENCE))])).then(() => () => {
        this.rolling = true;
        this.drawn(this.film.video, this.film.video.videoWidth, this.film.video.videoHeight);
      });
    }

    // drawn puts a picture on the bitmap: a rendition covers it exactly, anything else is
    // contained on the ground.
    drawn(image, wide, high) {
      this.drawings++;
      var c = this.canvas, ctx = this.ctx;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.imageSmoothingEnabled = true;
      if ('imageSmoothingQuality' in ctx) { ctx.imageSmoothingQuality = 'high'; }
      ctx.fillStyle = '#10161d';
      ctx.fillRect(0, 0, c.width, c.height);
      var s = Math.min(c.width / wide, c.height / high), w = wide * s, h = high * s;
      if (Math.abs(w - c.width) < 0.02 * c.width) { w = c.width; }
      if (Math.abs(h - c.height) < 0.02 * c.height) { h = c.height; }
      ctx.drawImage(image, (c.width - w) / 2, (c.height - h) / 2, w, h);
    }

    // again puts the picture that a clip is at on the bitmap; between two it keeps the last.
    again() {
      var video = this.film.video;
      if (video.readyState >= 2) { this.drawn(video, video.videoWidth, video.videoHeight); }
    }

    paint(time) {
      this.drawings++;
      this.values.time = time;
      this.step = this.values.next(this.layout, time);
      var fit = Math.min(this.canvas.width / this.layout.w, this.canvas.height / this.layout.h);
      if (Math.abs(fit - this.scale) > 0.001) { // a layout for another canvas: only while a screen is being changed
        this.ctx.setTransform(1, 0, 0, 1, 0, 0);
        this.ctx.fillStyle = this.layout.bg || '#10161d';
        this.ctx.fillRect(0, 0, this.canvas.width, this.canvas.height);
      }
      Ngatu.paint(this.ctx, this.layout, this.values, fit);
    }

    // figures gives the board's new ones; moving on the glass, at once out of sight.
    figures(figures, moving, time) {
      if (!this.values) { return; }
      this.values.figures(figures, moving);
      this.paint(time);
    }

    // tick keeps what is on the glass right: moving figures, texts that change with time, the page
    // of many, a clip in step. slot is that of the slide; null while another is due. It says false
    // when a clip has stalled.
    tick(time, position, slot) {
      if (this.values && (this.turns(slot, time) || this.values.moves() || time >= this.step)) { this.paint(time); }
      return this.rolling ? this.film.keep(position) : true;
    }

    // turns says whether another page is on now.
    turns(slot, time) {
      var page = slot && this.layout.pages ? Ngatu.paging.page(this.layout.pages, slot, time) : this.values.page;
      if (page === this.values.page) { return false; }
      this.values.page = page;
      this.values.rest(); // what moved was on the page before
      return true;
    }

    words() { return this.layout ? this.layout.words || '' : ''; }
  }

  Ngatu.LAYOUT = 'application/vnd.ngatu.layout+json';
  Ngatu.Layer = Layer;
})(window.Ngatu = window.Ngatu || {});
