// A canvas in pieces: a long banner driven as strips of one HDMI picture, or a canvas on two sides.
// The stage goes on beneath as ever; over it lies one bitmap in which every piece stands at its
// place. A clip's picture is taken once for all pieces, and all of them change in the one bitmap, so
// no two pieces show two pictures. A screen without pieces has none of this.
(function (Ngatu) {
  'use strict';

  var MOST = 64, LEAST = 16, SIDE = 8192; // pieces; pixels of a side: as content.Fold has them
  var TURNS = [0, 90, 180, 270];

  function whole(n) { return typeof n === 'number' && isFinite(n) && Math.floor(n) === n; }

  function within(r, w, h) {
    return [r.x, r.y, r.w, r.h].every(whole) && r.x >= 0 && r.y >= 0 && r.w > 0 && r.h > 0 && r.x <= w - r.w && r.y <= h - r.h;
  }

  function overlap(a, b) { return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h; }

  // lies is the rectangle that a piece covers in the output.
  function lies(p) {
    var across = p.turn % 180 ? p.from.h : p.from.w, down = p.turn % 180 ? p.from.w : p.from.h;
    return { x: p.to.x, y: p.to.y, w: across, h: down };
  }

  // covered says whether every point of the canvas is in a piece: one for each crossing of their
  // edges tells.
  function covered(pieces, w, h) {
    var xs = [0], ys = [0];
    pieces.forEach((p) => { xs.push(p.from.x + p.from.w); ys.push(p.from.y + p.from.h); });
    return ys.every((y) => xs.every((x) => x >= w || y >= h || pieces.some(
      (p) => x >= p.from.x && x < p.from.x + p.from.w && y >= p.from.y && y < p.from.y + p.from.h)));
  }

  class Fold {
    constructor(plan, w, h, scale, zoom) {
      this.plan = plan;
      this.w = w;
      this.h = h;
      this.scale = scale;
      this.layer = null; // drawn last
      this.mark = '';
      this.box = document.createElement('div');
      this.box.id = 'fold';
      this.box.setAttribute('aria-hidden', 'true');
      this.canvas = document.createElement('canvas');
      this.canvas.width = Math.round(plan.width * scale);
      this.canvas.height = Math.round(plan.height * scale);
      this.canvas.style.width = plan.width + 'px';
      this.canvas.style.height = plan.height + 'px';
      this.canvas.style.transform = 'scale(' + zoom + ')';
      this.ctx = this.canvas.getContext('2d');
      this.sheet = document.createElement('canvas'); // the whole canvas with what lies over it
      this.sheet.width = Math.round(w * scale);
      this.sheet.height = Math.round(h * scale);
      this.box.appendChild(this.canvas);
    }

    // read gives the pieces of a screen; null: its canvas is shown whole. So it is with pieces that
    // cannot be shown. Frames are signed, so the threat is a newer server with another kind of them:
    // a canvas at the corner is seen to be wrong, where half of one looks like a broken panel.
    static read(screen) {
      try {
        var f = screen.fold, c = screen.canvas, some = f && f.pieces;
        if (!f || screen.touch || !some.length || some.length > MOST) { return null; }
        if (![f.width, f.height].every((n) => whole(n) && n >= LEAST && n <= SIDE)) { return null; }
        var pieces = some.map((p) => ({ from: p.from, to: p.to, turn: p.rotation || 0 }));
        var good = pieces.every((p, i) => TURNS.indexOf(p.turn) >= 0 && within(p.from, c.width, c.height) && within(lies(p), f.width, f.height) &&
          pieces.slice(0, i).every((q) => !overlap(lies(p), lies(q))));
        return good && covered(pieces, c.width, c.height) ? { width: f.width, height: f.height, pieces: pieces } : null;
      } catch (e) { return null; }
    }

    // is says whether this is how a canvas lies already.
    is(plan, w, h, scale) {
      return this.w === w && this.h === h && this.scale === scale && JSON.stringify(this.plan) === JSON.stringify(plan);
    }

    // draw brings to the pieces what is on the stage now. It is called with every frame and does
    // nothing where nothing has changed.
    draw(stage) {
      var front = stage.front, old = stage.leaving(), line = stage.line;
      if (front.rolling) { front.again(); }
      var mark = [front.turn, front.drawings, stage.dimmed, stage.noted, line.hidden ? '' : line.textContent + line.style.fontSize, old].join('|');
      if (front === this.layer && mark === this.mark) { return; }
      this.layer = front;
      this.mark = mark;
      this.compose(stage, old);
      this.cut();
    }

    // compose lays on one sheet what the stage has in several: the slide, the one that fades, the
    // line for staff, a note, the dimming.
    compose(stage, old) {
      var ctx = this.sheet.getContext('2d'), w = this.sheet.width, h = this.sheet.height;
      ctx.globalAlpha = 1;
      ctx.drawImage(stage.front.canvas, 0, 0, w, h);
      if (old > 0) {
        ctx.globalAlpha = old;
        ctx.drawImage(stage.back.canvas, 0, 0, w, h);
        ctx.globalAlpha = 1;
      }
      if (!stage.line.hidden) { this.write(ctx, stage.line); }
      if (!stage.notice.hidden) { ctx.drawImage(stage.notice, 0, 0, w, h); }
      if (Number(stage.dimmed) > 0) {
        ctx.fillStyle = 'rgba(0,0,0,' + stage.dimmed + ')';
        ctx.fillRect(0, 0, w, h);
      }
    }

    // write draws the line for staff, which is an element of the stage, at the lower left.
    write(ctx, line) {
      var size = parseFloat(line.style.fontSize) * this.scale || 12, high = Math.ceil(size * 1.8);
      ctx.font = Ngatu.fonts.css(400, size);
      ctx.textBaseline = 'alphabetic';
      ctx.textAlign = 'left';
      ctx.fillStyle = '#10161d';
      ctx.fillRect(0, this.sheet.height - high, ctx.measureText(line.textContent).width + 1.2 * size, high);
      ctx.fillStyle = '#93a1b0';
      ctx.fillText(line.textContent, 0.6 * size, this.sheet.height - 0.6 * size);
    }

    // cut puts each piece of the sheet at its place, turned, pixel by pixel.
    cut() {
      var ctx = this.ctx, s = this.scale;
      ctx.imageSmoothingEnabled = false;
      this.plan.pieces.forEach((p) => {
        var out = lies(p), cos = [1, 0, -1, 0][p.turn / 90], sin = [0, 1, 0, -1][p.turn / 90];
        // The corner of the piece goes to that corner of its place at which it is once turned.
        var x = p.turn === 90 || p.turn === 180 ? out.x + out.w : out.x, y = p.turn === 180 || p.turn === 270 ? out.y + out.h : out.y;
        ctx.setTransform(cos, sin, -sin, cos, Math.round(x * s), Math.round(y * s));
        ctx.drawImage(this.sheet, Math.round(p.from.x * s), Math.round(p.from.y * s), Math.round(p.from.w * s), Math.round(p.from.h * s),
          0, 0, Math.round(p.from.w * s), Math.round(p.from.h * s));
      });
    }
  }

  Ngatu.Fold = Fold;
})(window.Ngatu = window.Ngatu || {});
