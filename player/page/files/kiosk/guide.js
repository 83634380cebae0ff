// A guide on the kiosk: its pages cut into sheets that fit, so that nothing has to be scrolled,
// whatever the size of the text.
(function (Ngatu) {
  'use strict';

  var make = (tag, cls, text, attributes) => Ngatu.make(tag, cls, text, attributes);

  // square is a code drawn with whole pixels per module, dark on light, with its quiet zone and
  // the domain below it.
  function square(squares, most) {
    var rows = squares.rows, quiet = 4, module = Math.max(4, Math.floor(most / (rows.length + 2 * quiet)));
    var box = make('figure', 'code'), canvas = make('canvas', '', '', { role: 'img', 'aria-label': squares.text });
    canvas.width = canvas.height = (rows.length + 2 * quiet) * module;
    var ctx = canvas.getContext('2d');
    ctx.fillStyle = '#ffffff';
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.fillStyle = '#000000';
    rows.forEach((row, y) => {
      for (var x = 0; x < row.length; x++) {
        if (row[x] === '1') { ctx.fillRect((x + quiet) * module, (y + quiet) * module, module, module); }
      }
    });
    box.appendChild(canvas);
    var domain = /^https?:\/\/([^/]+)/i.exec(squares.text);
    if (domain) { box.appendChild(make('figcaption', '', domain[1].toLowerCase())); }
    return box;
  }

  // blocks are the parts of a page; none is cut in two.
  function blocks(page, lang, codes, box) {
    var out = (page.body || []).map((b) => make('p', '', Ngatu.both(b, lang)));
    (page.steps || []).forEach((s, i) => {
      var step = make('p', 'step');
      step.appendChild(make('span', 'number', String(i + 1)));
      step.appendChild(make('span', 'words', Ngatu.both(s, lang)));
      out.push(step);
    });
    (page.items || []).forEach((s) => out.push(make('p', 'item', Ngatu.both(s, lang))));
    if (page.code && codes[page.code]) { out.push(square(codes[page.code], Math.min(420, box.clientHeight * 0.6))); }
    if (out.length === 1 && out[0].textContent.length < 40) { out[0].classList.add('large'); }
    return out;
  }

  // shown are the pages that can be shown: one that is about a code needs it.
  function shown(guide, codes) { return (guide.pages || []).filter((p) => !p.code || codes[p.code]); }

  Ngatu.guide = {
    shown: shown,

    // sheets cuts pages into what fits a box that lies in the document: [{page, from,
    // to}], to exclusive.
    sheets: (pages, lang, codes, box) => {
      var out = [];
      pages.forEach((page) => {
        var parts = blocks(page, lang, codes, box), from = 0;
        do {
          var to = from;
          box.textContent = '';
          while (to < parts.length) {
            box.appendChild(parts[to]);
            if (box.scrollHeight > box.clientHeight + 1 && to > from) { break; }
            to++;
          }
          out.push({ page: page, from: from, to: to });
          from = to;
        } while (from < parts.length);
      });
      box.textContent = '';
      return out;
    },

    // lay puts a sheet into a box.
    lay: (sheet, lang, codes, box) => {
      box.textContent = '';
      blocks(sheet.page, lang, codes, box).slice(sheet.from, sheet.to).forEach((b) => box.appendChild(b));
    }
  };
})(window.Ngatu = window.Ngatu || {});
