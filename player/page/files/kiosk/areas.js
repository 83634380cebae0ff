// Areas and their progress, from the figures of the boards on this screen's loop, as Go printed
// them: nothing is computed here.
(function (Ngatu) {
  'use strict';

  // fold is the key on which names are compared, as content/area.Fold: lower case, no marks, every
  // other sign one space.
  Ngatu.fold = function (text) {
    return text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/[^a-z0-9]+/g, ' ').trim();
  };

  // found says whether a name has a word that begins with each word typed; what is typed in one
  // piece may run over words.
  Ngatu.found = function (name, typed) {
    var words = Ngatu.fold(name).split(' '), asked = Ngatu.fold(typed);
    if (!asked) { return true; }
    var each = asked.split(' ').every((a) => words.some((w) => w.indexOf(a) === 0));
    return each || words.some((w, i) => words.slice(i).join('').indexOf(asked.replace(/ /g, '')) === 0);
  };

  class Areas {
    // parts: {follow, frames, media, clock}
    constructor(parts) {
      Object.assign(this, parts);
      this.marks = {}; // what a board's slide prints as its mark, by digest of its layout
    }

    // slide is the first slide on the loop whose board has figures of areas.
    slide() {
      var ruling = this.follow.ruling;
      var all = ruling && this.clock.known() ? ruling.programme.slides : [];
      for (var i = 0; i < all.length; i++) {
        var f = all[i].b ? this.frames.get('figures', all[i].b) : null;
        if (f && f.body.cells && f.body.cells['row.0.name']) { return all[i]; }
      }
      return null;
    }

    // read gives {rows, asof, source, of, marks} or null. Figures whose slide cannot be read are
    // not shown: they might be made up.
    read() {
      var slide = this.slide();
      if (!slide || slide.m.t !== Ngatu.LAYOUT) { return Promise.resolve(null); }
      return this.mark(slide.m.d).then((mark) => {
        var body = this.frames.get('figures', slide.b).body, cells = body.cells, rows = [];
        var text = (bind) => (cells[bind] ? cells[bind].t || '' : '');
        for (var i = 0; cells['row.' + i + '.name']; i++) {
          var row = 'row.' + i + '.', bar = cells[row + 'bar'];
          rows.push({ name: text(row + 'name'), value: text(row + 'value'), delta: text(row + 'delta'), part: bar ? (bar.f || 0) / 10000 : 0 });
        }
        rows.sort((a, b) => (Ngatu.fold(a.name) < Ngatu.fold(b.name) ? -1 : 1)); // by name: nobody is ranked here
        var marks = [mark, body.stale && this.clock.now() >= body.stale ? Ngatu.OLD : ''].filter((m) => m);
        return { rows: rows, asof: text('asof'), source: text('source'), of: text('gauge.of'), marks: marks };
      }).catch(() => null);
    }

    mark(digest) {
      if (this.marks[digest] !== undefined) { return Promise.resolve(this.marks[digest]); }
      return this.media.text(digest).then((text) => {
        var found = (JSON.parse(text).el || []).filter((e) => e.op === 'text' && /MẪU/.test(e.t || ''));
        this.marks = {};
        return (this.marks[digest] = found.length ? found[0].t : '');
      });
    }

    // own is the row of the area in which the screen stands, or null.
    own(rows, area) {
      var name = ' ' + Ngatu.fold(area || '');
      return rows.filter((r) => { var tail = ' ' + Ngatu.fold(r.name); return name.slice(-tail.length) === tail; })[0] || null;
    }
  }

  Ngatu.Areas = Areas;
})(window.Ngatu = window.Ngatu || {});
