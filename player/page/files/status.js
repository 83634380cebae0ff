// What this page says of itself: when it changes, and once a minute.
(function (Ngatu) {
  'use strict';

  var MINUTE = 60000;
  var QUIET = 250; // ms in which several changes become one frame

  class Status {
    // look makes the body; send sends it and says whether it went out.
    constructor(look, send) {
      this.look = look;
      this.send = send;
      this.sent = '';
      this.begun = false; // a slide has been on the glass
      this.timer = 0;
      this.trouble = '';
      this.done = [];
      setInterval(() => this.say(), MINUTE);
    }

    // report notes what went wrong last, for the operator; the public never sees it.
    report(what) {
      this.trouble = String(what).slice(0, 200);
      this.changed();
    }

    carried(id) {
      this.done = this.done.filter((d) => d !== id).concat([id]).slice(-8);
      this.changed();
    }

    changed() {
      if (this.timer) { return; }
      this.timer = setTimeout(() => {
        this.timer = 0;
        if (this.mark(this.full()) !== this.sent) { this.say(); }
      }, QUIET);
    }

    // mark is what counts as a change: the slide on the glass follows from the programme and is
    // sent once a minute, but for the first one, which shows that the screen has begun.
    mark(s) {
      this.begun = this.begun || !!s.slide;
      return JSON.stringify([s.programme, s.clock, s.missing, s.takeover, s.painted, s.trouble, s.done, s.link, this.begun]);
    }

    full() {
      var body = this.look();
      if (this.trouble) { body.trouble = this.trouble; }
      if (this.done.length) { body.done = this.done; }
      return body;
    }

    say() {
      var body = this.full();
      if (this.send(body)) { this.sent = this.mark(body); }
    }
  }

  Ngatu.Status = Status;
})(window.Ngatu = window.Ngatu || {});
