// The fallback link: the same frames by long polling, for where a proxy breaks websockets. It looks
// to its user like a socket.
(function (Ngatu) {
  'use strict';

  var WAIT = 25000;  // ms that the server may hold a request
  var LATE = 15000;  // ms beyond which it counts as lost
  var SOON = 20;     // ms in which what is said goes out in one request
  var MOST = 16;     // frames in a request

  class Poll {
    constructor() {
      this.readyState = 0;
      this.id = '';
      this.out = [];
      this.asking = {}; // requests under way
      this.timer = setTimeout(() => { this.readyState = 1; if (this.onopen) { this.onopen(); } }, 0);
    }

    send(text) {
      this.out.push(JSON.parse(text));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), SOON);
    }

    // flush sends what is to be said. The first request begins the session, so that nothing goes
    // beside it; later ones answer at once, for another one is held.
    flush() {
      if (!this.out.length || this.readyState !== 1 || (!this.id && this.asking.first)) { return; }
      var frames = this.out.splice(0, MOST);
      if (!this.id) { this.ask('first', frames, WAIT); return; }
      this.ask('send' + performance.now(), frames, 0);
      this.flush();
    }

    ask(name, frames, wait) {
      var x = this.asking[name] = new XMLHttpRequest();
      x.open('POST', '/poll' + (this.node ? '?node=' + this.node : ''));
      x.timeout = wait + LATE;
      x.setRequestHeader('Content-Type', 'application/json');
      x.onload = () => {
        var answer = null;
        delete this.asking[name];
        try { answer = JSON.parse(x.responseText); } catch (e) { answer = null; }
        if (x.status !== 200 || !answer) { this.end({ code: 0, reason: '' }); return; }
        this.got(answer);
      };
      x.onerror = x.ontimeout = () => { delete this.asking[name]; this.end({ code: 0, reason: '' }); };
      x.send(JSON.stringify({ id: this.id, frames: frames, wait: wait }));
    }

    got(answer) {
      if (this.readyState > 1) { return; }
      this.id = answer.id;
      this.node = answer.node; // of several, the one that has this session: a balancer in front goes by it
      (answer.frames || []).forEach((f) => { if (this.onmessage) { this.onmessage({ data: JSON.stringify(f) }); } });
      if (answer.closed) { this.end(answer.closed); return; }
      if (this.readyState === 1 && !this.asking.held) { this.ask('held', [], WAIT); }
      this.flush();
    }

    end(why) {
      if (this.readyState === 3) { return; }
      this.close();
      if (this.onclose) { this.onclose(why); }
    }

    // close gives up at once; the server ends the session when nobody asks any more.
    close() {
      this.readyState = 3;
      clearTimeout(this.timer);
      Object.keys(this.asking).forEach((name) => { var x = this.asking[name]; x.onload = x.onerror = x.ontimeout = null; x.abort(); });
      this.asking = {};
    }
  }

  Ngatu.Poll = Poll;
})(window.Ngatu = window.Ngatu || {});
