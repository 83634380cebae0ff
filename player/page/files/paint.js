// Painting a layout on a canvas, element by element, as it stands: nothing is fitted here. Lengths
// are pixels of the slide's canvas; scale is how many pixels of the bitmap one of them has.
(function (Ngatu) {
  'use strict';

  // round lays the outline of a rectangle with corners of radius r.
  function round(ctx, x, y, w, h, r) {
    r = Math.max(0, Math.min(r || 0, w / 2, h / 2));
    ctx.beginPath();
    if (!r) { ctx.rect(x, y, w, h); return; }
    ctx.moveTo(x + r, y);
    ctx.arcTo(x + w, y, x + w, y + h, r);
    ctx.arcTo(x + w, y + h, x, y + h, r);
    ctx.arcTo(x, y + h, x, y, r);
    ctx.arcTo(x, y, x + w, y, r);
    ctx.closePath();
  }

  // gradient runs along the angle through the middle, long enough that the corners
  // have the end colours.
  function gradient(ctx, e) {
    var turn = (e.a || 0) * Math.PI / 180, c = Math.cos(turn), s = Math.sin(turn);
    var half = (Math.abs(e.w * c) + Math.abs(e.h * s)) / 2;
    var x = e.x + e.w / 2, y = e.y + e.h / 2;
    var g = ctx.createLinearGradient(x - c * half, y - s * half, x + c * half, y + s * half);
    g.addColorStop(0, e.c);
    g.addColorStop(1, e.c2);
    return g;
  }

  function rgb(colour) {
    var n = parseInt(colour.slice(1), 16);
    return [n >> 16 & 255, n >> 8 & 255, n & 255];
  }

  // between is the colour a part of the way from one to another.
  function between(from, to, part) {
    var a = rgb(from), b = rgb(to);
    return 'rgb(' + a.map((v, i) => Math.round(v + (b[i] - v) * part)).join(',') + ')';
  }

  var draw = {
    fill: (ctx, e) => {
      ctx.fillStyle = e.c2 ? gradient(ctx, e) : e.c;
      round(ctx, e.x, e.y, e.w, e.h, e.r);
      ctx.fill();
    },

    text: (ctx, e, values) => {
      var words = values.text(e);
      if (!words) { return; }
      ctx.fillStyle = e.c;
      ctx.font = Ngatu.fonts.css(e.wt, e.s);
      ctx.textAlign = e.al === 'middle' ? 'center' : e.al === 'end' ? 'right' : 'left';
      // A value longer than the layout allowed for is made narrower rather than cut.
      if (e.w && ctx.measureText(words).width > e.w + 1) { ctx.fillText(words, e.x, e.y, e.w); return; }
      ctx.fillText(words, e.x, e.y);
    },

    bar: (ctx, e, values) => {
      var part = values.fraction(e);
      if (part === null) { return; }
      ctx.save();
      round(ctx, e.x, e.y, e.w, e.h, e.r);
      ctx.clip();
      ctx.fillStyle = e.c2 || 'rgba(0,0,0,0)';
      ctx.fillRect(e.x, e.y, e.w, e.h);
      ctx.fillStyle = e.c;
      var w = e.w * Math.max(0, Math.min(1, part));
      if (w > 0) { round(ctx, e.x, e.y, Math.max(w, Math.min(2 * (e.r || 0), e.w)), e.h, e.r); ctx.fill(); } // never narrower than its round ends
      ctx.restore();
    },

    tile: (ctx, e, values) => {
      var mix = values.level(e);
      ctx.fillStyle = mix.part < 1 ? between(mix.from, mix.to, mix.part) : mix.to;
      round(ctx, e.x, e.y, e.w, e.h, e.r);
      ctx.fill();
    },

    line: (ctx, e, values) => {
      var points = values.points(e).map((p) => [e.x + e.w * p.x, e.y + e.h * (1 - p.y)]);
      ctx.strokeStyle = ctx.fillStyle = e.c;
      ctx.lineWidth = e.r;
      ctx.beginPath();
      points.forEach((p, i) => { if (i) { ctx.lineTo(p[0], p[1]); } else { ctx.moveTo(p[0], p[1]); } });
      ctx.stroke();
      points.forEach((p) => { ctx.beginPath(); ctx.arc(p[0], p[1], e.r, 0, 2 * Math.PI); ctx.fill(); });
    },

    path: (ctx, e) => {
      ctx.fillStyle = e.c;
      ctx.fill(new Path2D(e.d));
    },

    // A code is drawn in pixels of the bitmap, so that each module is the same whole number of
    // them; dark on light always. Its square is light also where no code has come yet.
    code: (ctx, e, values, scale) => {
      var squares = values.squares(e), rows = squares && squares.rows || [];
      ctx.fillStyle = e.c2 || '#ffffff';
      ctx.fillRect(e.x, e.y, e.w, e.w);
      if (!rows.length) { return; }
      var module = Math.max(1, Math.floor(Math.min((e.m || 1) * scale, e.w * scale / rows.length)));
      var x = Math.round(e.x * scale + (e.w * scale - rows.length * module) / 2);
      var y = Math.round(e.y * scale + (e.w * scale - rows.length * module) / 2);
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.fillStyle = e.c || '#000000';
      rows.forEach((row, i) => {
        for (var j = 0; j < row.length; j++) {
          if (row[j] === '1') { ctx.fillRect(x + j * module, y + i * module, module, module); }
        }
      });
      ctx.restore();
    }
  };

  // paint draws a whole layout, or the page of it that is on, with the values of its binds.
  Ngatu.paint = function (ctx, layout, values, scale) {
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    ctx.imageSmoothingEnabled = false;
    ctx.textBaseline = 'alphabetic';
    if ('fontKerning' in ctx) { ctx.fontKerning = 'normal'; }
    if ('textRendering' in ctx) { ctx.textRendering = 'geometricPrecision'; } // advances as the font has them, not rounded to a pixel grid
    ctx.fillStyle = layout.bg || '#10161d';
    ctx.fillRect(0, 0, layout.w, layout.h);
    (layout.el || []).forEach((one) => {
      var e = Ngatu.paging.element(one, layout.pages, values.page || 0);
      if (e && draw[e.op]) { draw[e.op](ctx, e, values, scale); }
    });
  };
})(window.Ngatu = window.Ngatu || {});
