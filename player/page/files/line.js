// The way to the server, in one small line for staff. A passer-by sees the programme: while that
// runs, a server that is away is nobody's business. The line stands on the safe card, and where the
// server does not know this player, which only staff can mend.
(function (Ngatu) {
  'use strict';

  var LATE = 10000; // ms without a connection that are nothing to speak of
  var WORDS = {
    refused: ['máy chủ từ chối', 'refused by the server'],
    down: ['đang nối lại máy chủ', 'reconnecting to the server']
  };

  class Line {
    constructor(code) {
      this.code = code;
      this.box = document.getElementById('line');
      this.upstream = ''; // by the agent
      this.refused = false;
      this.since = performance.now(); // of the last connection
    }

    // state is up, down or refused; up also where it is too early to say.
    state(up) {
      if (up) { this.since = performance.now(); }
      if (this.refused || this.upstream === 'refused') { return 'refused'; }
      return this.upstream === 'down' || performance.now() - this.since > LATE ? 'down' : 'up';
    }

    // look puts the line on the stage or takes it off. safe says that there is
    // nothing else to show.
    look(up, safe, stage) {
      var state = this.state(up), words = state === 'refused' || safe ? WORDS[state] : null;
      document.documentElement.setAttribute('data-line', state);
      var text = words ? this.code + ' · ' + words[0] + (stage.w >= 600 ? ' · ' + words[1] : '') : '';
      var mark = text + stage.w + '×' + stage.h;
      if (mark === this.mark) { return; }
      this.mark = mark;
      this.box.hidden = !text;
      this.box.textContent = text;
      var most = Math.max(9, Math.min(26, Math.round(Math.min(stage.w, stage.h) * 0.03)));
      this.box.style.fontSize = Ngatu.card.fits(text || ' ', 400, most, stage.w * 0.9) + 'px';
    }
  }

  Ngatu.Line = Line;
})(window.Ngatu = window.Ngatu || {});
