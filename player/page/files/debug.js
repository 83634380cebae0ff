// Ngatu.debug: what the page is doing, to be read by tests and by an operator's console; nothing can be set through it.
//   slide   ID of the slide on the glass, '' for the safe card      rank    0 its own medium … 4 the safe card
//   start, end, begin   of the slot that is on, server time in ms   due     true while the glass is behind the slot
//   programme, takeover hashes of what rules                        entered when it was entered, 0: in step
//   now, skew           server time and how far off it is, ms       clock   synced, held, unknown
//   frames              frames taken since the page was loaded      changes the last changes of the glass
//   linked, polling, missing, trouble, here (digests on the shelf), folded (the canvas lies in pieces)
(function (Ngatu) {
  'use strict';

  Ngatu.watch = function (player) {
    var show = player.show, follow = player.follow, debug = {};
    var see = {
      slide: () => (show.shown && show.shown.slide ? show.shown.slide.id : ''),
      rank: () => (show.shown ? show.shown.rank : -1),
      start: () => (show.slot ? show.slot.start : 0),
      end: () => (show.slot ? show.slot.end : 0),
      begin: () => (show.slot ? show.slot.begin : 0),
      due: () => show.due,
      programme: () => (follow.ruling ? follow.ruling.hash : ''),
      entered: () => (follow.ruling ? follow.ruling.entered : 0),
      takeover: () => { var takeover = follow.takeoverAt(player.clock.now()); return takeover ? takeover.hash : ''; },
      now: () => player.clock.now(),
      skew: () => player.clock.skew(),
      clock: () => player.clock.state(),
      frames: () => player.frames.count,
      changes: () => show.changes.slice(),
      linked: () => player.link.up,
      polling: () => player.link.up && player.link.polling,
      missing: () => player.media.missing(),
      trouble: () => player.status.trouble,
      here: () => Object.keys(player.media.here),
      folded: () => !!player.stage.fold
    };
    Object.keys(see).forEach((name) => Object.defineProperty(debug, name, { get: see[name], enumerable: true }));
    Ngatu.debug = Object.freeze(debug);
  };
})(window.Ngatu = window.Ngatu || {});
