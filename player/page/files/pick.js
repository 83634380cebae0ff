// What to paint for a slot, with what is here: its medium, else its small still, else a slide of
// the same campaign that takes turns now, else evergreen, else the safe card. Time is kept: only
// the picture differs.
(function (Ngatu) {
  'use strict';

  var RANK = { medium: 0, still: 1, campaign: 2, evergreen: 3, safe: 4 };

  function showable(type) {
    return type === Ngatu.LAYOUT || type.indexOf('image/') === 0 || type.indexOf('video/') === 0;
  }

  // of makes a pick of a medium, or null where it cannot be shown now: a board without the time, or
  // with figures that are too old.
  function of(slide, ref, mode, takeover, about) {
    if (!slide || !ref || !ref.d || !showable(ref.t)) { return null; }
    if (slide.k === 'board' && (!about.known || about.time >= about.gone(slide))) { return null; }
    var inside = takeover && takeover.layouts[ref.d];
    if (!inside && !about.media.usable(ref.d)) { return null; }
    return {
      key: slide.id + '|' + ref.d, slide: slide, ref: ref, layout: inside || null, rank: RANK[mode],
      film: ref.t.indexOf('video/') === 0
    };
  }

  // pick is the best that can be painted for a slot. about: {media, follow, time, known, screen,
  // gone, w, h}; gone gives from when on a slide's figures are too old.
  Ngatu.pick = function (slot, about) {
    var takeover = slot.takeover, slide = slot.slide;
    var best = slide && (of(slide, slide.m, 'medium', takeover, about) || of(slide, slide.s, 'still', takeover, about));
    if (best) { return best; }
    if (slide) {
      best = first(slot.by.programme.turnsAt(about.time).filter((s) => s.c === slide.c && s.id !== slide.id), 'campaign', takeover, about);
      if (best) { return best; }
    }
    return evergreen(about) || safe(about);
  };

  function first(slides, mode, takeover, about) {
    for (var i = 0; i < slides.length; i++) {
      var p = of(slides[i], slides[i].m, mode, takeover, about);
      if (p) { return p; }
    }
    return null;
  }

  // evergreen is what is true on any day and due now, else another such slide that is here.
  function evergreen(about) {
    var ruling = about.follow.ruling;
    if (!ruling) { return null; }
    var programme = ruling.programme, loop = programme.loops[programme.body.evergreen];
    if (!loop) { return null; }
    var due = programme.evergreenAt(about.time).slide;
    var turns = due >= 0 ? [due].concat(loop.slides) : loop.slides;
    return first(turns.map((i) => programme.slides[i]), 'evergreen', null, about);
  }

  var card = { key: '' }; // the last safe card, for it is asked for on every frame

  function safe(about) {
    var area = about.screen && about.screen.safe ? about.screen.safe.area || '' : '';
    var key = 'safe|' + area + '|' + about.w + '|' + about.h;
    if (card.key !== key) {
      card = { key: key, slide: null, ref: null, rank: RANK.safe, film: false, layout: Ngatu.card.safe(about.w, about.h, area) };
    }
    return card;
  }
})(window.Ngatu = window.Ngatu || {});
