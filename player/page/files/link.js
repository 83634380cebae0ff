// The link to this page's own origin, a socket or, where none gets through, long polling: hello,
// clock exchanges, frames in, status and plays out; and coming back.
(function (Ngatu) {
  'use strict';

  var BURST = 16;          // quick clock exchanges after a connection
  var QUICK = 150;         // ms between them
  var EVEN = 30000, UNEVEN = 10000; // ms between the later ones at least, and at most twice that, by the kind of line
  var SILENCE = 15000;     // ms without an answer after which the connection counts as dead
  var WELCOME = 10000;     // ms in which the welcome has to come
  var SHORTEST = 500, LONGEST = 30000; // ms of backoff
  var BROKEN = 3;          // sockets in a row that nothing came through, after which long polling is tried in turn
  var MUTE = 2;            // so many count for one that was opened and then said nothing: so proxies are, hardly ever a server that is down
  var AGAIN = 600000;      // ms of long polling after which a socket is tried once more
  var DENIED = 4401;       // close code of a server that does not know this player
  var REFUSED = [4400, DENIED];        // close codes after which coming back soon does not help

  class Link {
    // hello makes the hello's body; onframe is given every frame; clock is fed.
    constructor(hello, clock, onframe) {
      this.hello = hello;
      this.clock = clock;
      this.onframe = onframe;
      this.onup = this.ondown = this.onrefused = this.onbuild = null;
      this.up = false; // a welcome was received
      this.failures = 0;
      this.broken = 0;   // sockets in a row that nothing came through
      this.opened = this.proven = false; // the present link was opened; a question of its was answered
      this.polling = false; // the present link, or else the last one, is long polling
      this.asked = {}; // performance.now() of exchanges under way, by rounded t0
      this.timer = this.clockTimer = this.patience = 0;
      window.addEventListener('online', () => this.soon());
    }

    open() {
      clearTimeout(this.timer);
      this.timer = 0;
      // A server that is down fails both ways: then they take turns, and the socket is there first
      // when it comes back.
      this.polling = this.broken >= BROKEN && !this.polling;
      var ws = this.polling ? new Ngatu.Poll() : this.socket();
      if (!ws) { this.later(this.backoff()); return; }
      this.ws = ws;
      this.opened = this.proven = false;
      this.heard = performance.now();
      ws.onopen = () => { this.opened = true; this.heard = performance.now(); this.send('hello', this.hello()); };
      ws.onmessage = (m) => this.got(ws, m.data);
      ws.onclose = (c) => this.closed(ws, c);
      this.guard = setTimeout(() => { if (this.ws === ws && !this.up) { this.give(ws); } }, WELCOME);
    }

    socket() {
      try {
        return new WebSocket((location.protocol === 'https:' ? 'wss://' : 'ws://') + location.host + '/ws');
      } catch (e) { this.broken++; return null; }
    }

    // send writes a frame; what cannot be sent now is sent after the next hello.
    send(type, body) {
      if (!this.ws || this.ws.readyState !== 1) { return false; }
      this.ws.send(JSON.stringify({ type: type, body: body }));
      return true;
    }

    got(ws, data) {
      if (ws !== this.ws || typeof data !== 'string') { return; }
      var back = performance.now(), frame;
      this.heard = back;
      try { frame = JSON.parse(data); } catch (e) { return; }
      if (!frame || !frame.type || !frame.body) { return; }
      if (frame.type === 'clock') { this.answered(frame.body, back); return; }
      if (frame.type === 'welcome') {
        this.up = true;
        this.failures = 0;
        clearTimeout(this.guard);
        if (this.polling) { this.retry = setTimeout(() => this.give(ws), AGAIN); }
        this.exchange(BURST);
        if (this.onup) { this.onup(frame.body); }
        return;
      }
      this.onframe(frame);
    }

    // exchange asks for the time: some times at once, then every half to whole minute, on an
    // uneven line oftener.
    exchange(quick) {
      clearTimeout(this.clockTimer);
      if (!this.up) { return; }
      var sent = performance.now(), ws = this.ws;
      this.asked[Math.round(sent)] = sent;
      this.send('clock', { t0: Math.round(sent) });
      this.patience = this.patience || setTimeout(() => {
        this.patience = 0;
        if (this.ws === ws && this.heard < sent) { this.give(ws); }
      }, SILENCE);
      var wait = quick > 1 ? QUICK : (this.clock.uneven() ? UNEVEN : EVEN) * (1 + Math.random());
      this.clockTimer = setTimeout(() => this.exchange(quick - 1), wait);
    }

    // answered takes an exchange. It also proves that the way is open in both directions, which a
    // welcome alone does not: some proxies let the first frames through.
    answered(body, back) {
      this.proven = true;
      if (!this.polling) { this.broken = 0; }
      if (body.build && this.onbuild) { this.onbuild(body.build); }
      var sent = this.asked[body.t0];
      delete this.asked[body.t0];
      if (sent === undefined || !(body.t1 > 0) || !(body.t2 > 0)) { return; } // an origin that does not know the time says none
      this.clock.sample(sent, body.t1, body.t2, back);
    }

    // give ends a connection that is silent without waiting for its close.
    give(ws) {
      try { ws.close(); } catch (e) { /* it is gone in any case */ }
      this.closed(ws, { code: 0, reason: '' });
    }

    closed(ws, c) {
      if (ws !== this.ws) { return; }
      this.ws = null;
      this.asked = {};
      clearTimeout(this.guard);
      clearTimeout(this.clockTimer);
      clearTimeout(this.patience);
      this.patience = 0;
      clearTimeout(this.retry);
      var was = this.up;
      if (!this.proven && !this.polling) { this.broken = spoken(c.code) ? 0 : this.broken + (this.opened && !c.code ? MUTE : 1); }
      this.up = false;
      if (was && this.ondown) { this.ondown(); }
      if (REFUSED.indexOf(c.code) >= 0) { this.failures = 10; }
      if (c.code === DENIED && this.onrefused) { this.onrefused(); }
      var wait = c.code === 1012 && /^retry=(\d+)$/.exec(c.reason);
      this.later(wait ? Math.min(600000, Number(wait[1])) : this.backoff());
    }

    // backoff is full jitter: many players that lost one server come back spread over time.
    backoff() {
      var ceiling = Math.min(LONGEST, SHORTEST * Math.pow(2, this.failures++));
      return Math.random() * ceiling;
    }

    later(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.open(), Math.max(50, wait));
    }

    soon() { if (!this.ws) { this.later(Math.random() * 1000); } }
  }

  // spoken says whether a close code came from the server itself: then the way to it is open.
  function spoken(code) { return code === 1012 || code >= 4000; }

  Ngatu.Link = Link;
})(window.Ngatu = window.Ngatu || {});
