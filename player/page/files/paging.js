// Which page of a layout is shown, and which rows that are: the same arithmetic as
// content/layout.Paging, held to it by a test. Times are Unix milliseconds by the server's clock.
(function (Ngatu) {
  'use strict';

  function mod(a, n) { return ((a % n) + n) % n; }

  function pages(paging) { return paging && paging.n >= 1 ? Math.max(1, Math.ceil(paging.of / paging.n)) : 1; }

  Ngatu.paging = {
    // page is the page, from 0, at an instant of a slot {begin, nth, ms}; ms is the slide's dwell.
    page: function (paging, slot, t) {
      if (pages(paging) === 1 || !slot || !(slot.ms > 0)) { return 0; }
      var perSlot = Math.max(1, Math.floor(slot.ms / Math.max(1, paging.ms)));
      var each = Math.floor(slot.ms / perSlot), at = Math.max(0, Math.floor(t) - slot.begin);
      return mod(slot.nth * perSlot + Math.floor(at / each), pages(paging));
    },

    // element is an element as it is on a page; null where its row is not there.
    element: function (e, paging, page) {
      if (!paging || !e.b) { return e; }
      if (e.b === 'page') { return Object.assign({}, e, { b: undefined, t: pages(paging) === 1 ? '' : (page + 1) + '/' + pages(paging) }); }
      var row = /^row\.(\d+)\.(.*)$/.exec(e.b);
      if (!row) { return e; }
      var n = Number(row[1]) + page * paging.n;
      return n < paging.of ? Object.assign({}, e, { b: 'row.' + n + '.' + row[2] }) : null;
    }
  };
})(window.Ngatu = window.Ngatu || {});
