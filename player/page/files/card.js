// The cards that are built in: the safe card, the code of an enrolment, and the note
// that identifies a screen. They are layouts like any other, made here because nothing
// else may be there.
(function (Ngatu) {
  'use strict';

  var GROUND = '#10161d', LIGHT = '#eef2f6', SOFT = '#93a1b0', GOLD = '#ffd25e';
  var ruler = document.createElement('canvas').getContext('2d');

  // fits is the largest size in whole pixels at which the words are at most w wide.
  function fits(words, weight, most, w) {
    ruler.font = Ngatu.fonts.css(weight, 100);
    var wide = ruler.measureText(words).width || 1;
    return Math.max(8, Math.floor(Math.min(most, 100 * w / wide)));
  }

  // lines breaks words into the number of lines, from one to three, at which they
  // can be set largest.
  function lines(words, weight, w, h) {
    var all = words.split(' '), best = { size: 0, lines: [words] };
    for (var n = 1; n <= Math.min(3, all.length); n++) {
      var set = [], per = words.length / n, line = '';
      all.forEach((word) => {
        var longer = line ? line + ' ' + word : word;
        if (line && longer.length > per + 2 && set.length < n - 1) { set.push(line); line = word; } else { line = longer; }
      });
      set.push(line);
      var size = set.reduce((s, l) => Math.min(s, fits(l, weight, h / (n * 1.4), w)), h);
      if (size > best.size * 1.15) { best = { size: size, lines: set }; }
    }
    return best;
  }

  function centred(words, weight, size, y, w, colour) {
    return { op: 'text', x: Math.round(w / 2), y: Math.round(y), s: size, wt: weight, c: colour, al: 'middle', t: words };
  }

  // emblem is the crossroads: four blocks and the lanes between them. It is no emblem of any body.
  function emblem(x, y, size) {
    var half = Math.floor((size - Math.max(2, size * 0.2)) / 2), r = Math.max(1, Math.floor(size * 0.14)), far = size - half;
    x = Math.round(x);
    y = Math.round(y);
    return [[x, y], [x + far, y], [x, y + far], [x + far, y + far]].map(
      (at, i) => ({ op: 'fill', x: at[0], y: at[1], w: half, h: half, r: r, c: i === 1 ? GOLD : LIGHT }));
  }

  function card(w, h, words, elements) { return { w: w, h: h, bg: GROUND, words: words, el: elements }; }

  Ngatu.card = {
    // safe is a neutral ground with the crossroads and the area's name: no product,
    // link, number or date.
    safe: (w, h, area) => {
      var short = Math.min(w, h), mark = Math.round(short * 0.34), gap = Math.round(short * 0.08);
      if (!area) { return card(w, h, '', emblem((w - mark) / 2, (h - mark) / 2, mark)); }
      var set = lines(area, 600, w * 0.88, h - mark - gap - short * 0.12);
      var size = Math.min(set.size, Math.floor(short * 0.17)), tall = set.lines.length * size * 1.4;
      var top = (h - mark - gap - tall) / 2;
      return card(w, h, area, emblem((w - mark) / 2, top, mark).concat(set.lines.map(
        (l, i) => centred(l, 600, size, top + mark + gap + size * (1.4 * i + 1.06), w, LIGHT))));
    },

    // code is what a screen shows that belongs to nobody: was is the screen that it was until it
    // was released, or ''.
    code: (w, h, code, was) => {
      var title = was ? was + ' đã thu hồi' : 'Mã kết nối màn hình';
      var vi = 'Nhập mã này trong trang quản trị Ngatu', en = was ? 'Revoked. Enter this code in the Ngatu studio' : 'Enter this code in the Ngatu studio';
      var size = fits(code || '0', 800, h * 0.34, w * 0.86), small = fits(title, 600, Math.min(h * 0.085, size * 0.55), w * 0.9);
      var tiny = Math.min(fits(vi, 400, h * 0.06, w * 0.9), fits(en, 400, h * 0.06, w * 0.9));
      return card(w, h, title + ': ' + code, [
        centred(title, 600, small, h * 0.5 - size * 0.62, w, LIGHT),
        centred(code, 800, size, h * 0.5 + size * 0.36, w, '#ffffff'),
        centred(vi, 400, tiny, h * 0.5 + size * 0.5 + tiny * 1.5, w, SOFT),
        centred(en, 400, tiny, h * 0.5 + size * 0.5 + tiny * 2.9, w, SOFT)
      ]);
    },

    // waiting is the safe card of a screen that has no code yet, with a line for staff: the server
    // is down, or gives none.
    waiting: (w, h, line, was) => {
      var vi = line === 'down' ? 'chưa nối được máy chủ' : 'đang chờ máy chủ cấp mã';
      var en = line === 'down' ? 'no connection to the server yet' : 'waiting for the server to give a code';
      var short = Math.min(w, h), mark = Math.round(short * 0.34);
      vi = was ? 'Đã thu hồi · ' + vi : vi.charAt(0).toUpperCase() + vi.slice(1);
      en = was ? 'Revoked · ' + en : en.charAt(0).toUpperCase() + en.slice(1);
      var tiny = Math.min(fits(vi, 400, short * 0.06, w * 0.92), fits(en, 400, short * 0.06, w * 0.92));
      return card(w, h, vi, emblem((w - mark) / 2, (h - mark) / 2 - tiny, mark).concat([
        centred(vi, 400, tiny, h - short * 0.08 - tiny * 1.4, w, SOFT),
        centred(en, 400, tiny, h - short * 0.08, w, SOFT)
      ]));
    },

    fits: fits,

    // identify tells staff who stand before it which screen this is.
    identify: (w, h, name, code) => {
      var size = fits(code, 800, h * 0.3, w * 0.86), small = fits(name || ' ', 600, Math.min(h * 0.12, size * 0.6), w * 0.9);
      return card(w, h, name + ' ' + code, [
        centred(name, 600, small, h * 0.5 - size * 0.55, w, LIGHT),
        centred(code, 800, size, h * 0.5 + size * 0.5, w, '#ffffff')
      ]);
    }
  };
})(window.Ngatu = window.Ngatu || {});
