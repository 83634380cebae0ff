// The values that a layout's binds name: the screen's fills and codes, and the figures of a board,
// which move from old to new when they change. Texts with steps change by the server's clock.
(function (Ngatu) {
  'use strict';

  var MOVE = 800; // ms from old to new
  var OLD = 'SỐ LIỆU CŨ'; // the mark of figures whose time is over

  function ease(x) { return x < 0.5 ? 4 * x * x * x : 1 - Math.pow(2 - 2 * x, 3) / 2; }

  class Values {
    constructor(screen, figures) {
      this.screen = screen || {};
      this.cells = figures.cells || {};
      this.stale = figures.stale || Infinity;
      this.old = null;   // cells that are being left
      this.since = 0;    // performance.now() at which the move began
      this.part = 1;     // how far the move has come
      this.time = 0;     // server time that steps are looked up at
      this.page = 0;     // of a layout with pages
    }

    // figures takes a board's new ones; with moving, bars and tiles run from what they show now.
    figures(figures, moving) {
      this.old = moving ? this.frozen() : null;
      this.part = moving ? 0 : 1;
      this.since = performance.now();
      this.cells = figures.cells || {};
      this.stale = figures.stale || Infinity;
    }

    // frozen is what bars and tiles show at this moment, in the middle of a move too.
    frozen() {
      var now = {};
      Object.keys(this.cells).forEach((bind) => {
        var c = this.cells[bind], from = this.old && this.old[bind];
        var f = from ? from.f + ((c.f || 0) - from.f) * ease(this.part) : c.f || 0;
        now[bind] = { f: f, l: c.l || 0 };
      });
      return now;
    }

    // rest ends a move where it was going.
    rest() {
      this.part = 1;
      this.old = null;
    }

    // moves says whether a repaint is due because something is on its way.
    moves() {
      if (this.part >= 1) { return false; }
      this.part = Math.min(1, (performance.now() - this.since) / MOVE);
      if (this.part >= 1) { this.old = null; }
      return true;
    }

    // own is the bind under which the cells have what an element names: of the screen's own area it is
    // the narrowest that they know; content/board.OwnBind is the same.
    own(bind) {
      if (!bind || bind.indexOf('own.') !== 0) { return bind; }
      var area = (this.screen.areas || []).filter((a) => this.cells['own.' + a + '.name'])[0];
      return area ? 'own.' + area + bind.slice(3) : bind;
    }

    // text is what an element says: the value that is bound, else its first step that is not over,
    // else its own words.
    text(e) {
      var fill = e.b ? (this.screen.fills || {})[e.b] : undefined, cell = e.b ? this.cells[this.own(e.b)] : null;
      if (this.time >= this.stale && (e.o || e.b === 'mark')) { return e.o || OLD; }
      if (fill !== undefined) { return fill; }
      if (cell && cell.t !== undefined) { return cell.t; }
      for (var i = 0; e.st && i < e.st.length; i++) { if (e.st[i].u > this.time) { return e.st[i].t; } }
      return e.t || '';
    }

    // next is the instant after t at which some text of the layout changes; Infinity: never.
    next(layout, t) {
      var next = this.stale > t ? this.stale : Infinity;
      (layout.el || []).forEach((e) => (e.st || []).forEach((s) => { if (s.u > t && s.u < next) { next = s.u; } }));
      return next;
    }

    // fraction is how much of a bar is full; null where its value is not there: an empty bar would
    // say that nothing was done.
    fraction(e) {
      var bind = this.own(e.b), cell = this.cells[bind], from = this.old && this.old[bind];
      if (e.b && !cell) { return null; }
      var to = cell ? (cell.f || 0) : 0;
      var f = this.part < 1 ? (from ? from.f : 0) + (to - (from ? from.f : 0)) * ease(this.part) : to;
      return f / 10000;
    }

    // points are those of a line, each from 0 to 1 from the left and from the foot.
    points(e) {
      var out = [];
      for (var i = 0, c; (c = this.cells[e.b + '.' + i]); i++) { out.push({ x: (c.l || 0) / 10000, y: (c.f || 0) / 10000 }); }
      return out;
    }

    level(e) {
      var scale = e.sc || [], colour = (c) => (c && scale[c.l || 0]) || e.c || '#000000';
      var to = colour(this.cells[e.b]);
      if (this.part >= 1) { return { from: to, to: to, part: 1 }; }
      return { from: colour(this.old && this.old[e.b]), to: to, part: ease(this.part) };
    }

    squares(e) { return (this.screen.codes || {})[e.b] || null; }
  }

  Ngatu.OLD = OLD;
  Ngatu.Values = Values;
})(window.Ngatu = window.Ngatu || {});
