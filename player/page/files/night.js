// Opening hours and dimming: when the glass is closed on purpose, and how bright it is otherwise,
// by the screen's own curve or by an command for a while.
(function (Ngatu) {
  'use strict';

  var WEEK = 7 * 24 * 3600000;
  var DIMMED = 'ngatu.dim.';
  var LEAST = 10, MOST = 100; // percent
  var formats = {};

  // local gives the offset of a zone from UTC at t, in ms. A zone that the browser does not know
  // counts as Hanoi's.
  function offset(zone, t) {
    try {
      if (!formats[zone]) {
        formats[zone] = new Intl.DateTimeFormat('en-US', {
          timeZone: zone, hour12: false, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit'
        });
      }
      var n = formats[zone].format(new Date(t)).match(/\d+/g).map(Number); // month, day, year, hour, minute
      return Date.UTC(n[2], n[0] - 1, n[1], n[3] % 24, n[4]) - Math.floor(t / 60000) * 60000;
    } catch (e) {
      return 7 * 3600000;
    }
  }

  Ngatu.night = {
    offset: offset,

    // level is the brightness at t in percent, by the last entry that has begun; the list
    // goes round the day.
    level: (screen, t) => {
      var list = screen.dimming || [];
      if (!list.length) { return 100; }
      var day = 24 * 60, local = Math.floor((t + offset(screen.zone || 'Asia/Ho_Chi_Minh', t)) / 60000);
      var minute = ((local % day) + day) % day, level = null, latest = -1, end = -1, round = 100;
      list.forEach((d) => {
        var part = String(d.from).split(':'), at = Number(part[0]) * 60 + Number(part[1]);
        if (at <= minute && at > latest) { latest = at; level = d.level; }
        if (at > end) { end = at; round = d.level; }
      });
      return level === null ? round : level;
    },

    // dim notes that staff want another brightness until an instant; one that has passed ends it.
    // It outlives a reload.
    dim: (screen, level, until, t) => {
      var wanted = until > t && level > 0 ? { level: Math.max(LEAST, Math.min(MOST, level)), until: until } : null;
      try {
        if (wanted) { localStorage.setItem(DIMMED + screen, JSON.stringify(wanted)); } else { localStorage.removeItem(DIMMED + screen); }
      } catch (e) { /* then a reload ends it */ }
      return wanted;
    },

    // dimmed is the brightness that was set before a reload: {level, until} or null.
    dimmed: (screen) => {
      try {
        var kept = JSON.parse(localStorage.getItem(DIMMED + screen));
        return kept && kept.level >= LEAST && kept.level <= MOST && kept.until > 0 ? kept : null;
      } catch (e) { return null; }
    },

    // dark says whether the screen is closed at t. After until, the end of what is known, the same
    // local moment whole weeks earlier tells.
    dark: (screen, t, until) => {
      var zone = screen.zone || 'Asia/Ho_Chi_Minh', then = t;
      if (until > 0 && t >= until) {
        then = t - Math.ceil((t - until + 1) / WEEK) * WEEK;
        then += offset(zone, t) - offset(zone, then);
      }
      return (screen.dark || []).some((d) => then >= d[0] && then < d[1]);
    }
  };
})(window.Ngatu = window.Ngatu || {});
