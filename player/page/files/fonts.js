// The single font files: a text is painted only when the file of its weight is here, or
// has failed to come.
(function (Ngatu) {
  'use strict';

  var FAMILY = '"Be Vietnam Pro"';
  var REST = ', "Noto Sans", Roboto, Arial, sans-serif';
  var WEIGHTS = [400, 600, 800];
  var PATIENCE = 3000; // ms
  var loaded = {};     // promises by weight

  // weightOf is the file that a weight is set with.
  function weightOf(weight) { return weight >= 700 ? 800 : weight >= 500 ? 600 : 400; }

  function load(weight) {
    if (!loaded[weight]) {
      var come = document.fonts.load(weight + ' 16px ' + FAMILY, 'Aạ').catch(() => null);
      var late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
      loaded[weight] = Promise.race([come, late]);
    }
    return loaded[weight];
  }

  Ngatu.fonts = {
    // css is the value of a canvas' font: weight and size in pixels.
    css: (weight, size) => weightOf(weight || 400) + ' ' + size + 'px ' + FAMILY + REST,
    // need resolves when the weights that these elements use can be painted.
    need: (elements) => {
      var seen = {};
      elements.forEach((e) => { if (e.op === 'text') { seen[weightOf(e.wt || 400)] = true; } });
      return Promise.all(Object.keys(seen).map((w) => load(Number(w))));
    },
    all: () => Promise.all(WEIGHTS.map(load))
  };
})(window.Ngatu = window.Ngatu || {});
