// The link to this page's own origin, a socket or, where none gets through, long polling: hello, clock exchanges, frames in,
// status and plays out; and coming back.
(function (Ngatu) {
  'use strict';

  var BURST = 5;           // quick clock exchanges after a connection
  var QUICK = 150;         // ms between them
  var SILENCE = 15000;     // ms without an answer after which the connection counts as dead
  var SHORTEST = 500, LONGEST = 30000; // ms of backoff
  var BROKEN = 3;          // sockets in a row that brought no welcome, after which long polling is tried in turn
  var AGAIN = 600000;      // ms of long polling after which a socket is tried once more
  var REFUSED = [4400, 4401, 4409];    // close codes after which coming back soon does not help

  class Link {
    // hello makes the hello's body; onframe is given every frame; clock is fed.
    constructor(hello, clock, onframe) {
      this.hello = hello;
      this.clock = clock;
      this.onframe = onframe;
      this.onup = this.ondown = null;
      this.up = false; // a welcome was received
      this.failures = 0;
      this.broken = 0;   // sockets in a row that brought no welcome
      this.polling = false; // the present link, or else the last one, is long polling
      this.asked = {}; // performance.now() of exchanges under way, by rounded t0
      this.timer = this.clockTimer = 0;
      window.addEventListener('online', () => this.soon());
    }

    open() {
      clearTimeout(this.timer);
      this.timer = 0;
      // A server that is down fails both ways: then they take turns, and the socket is there first when it comes back.
      this.polling = this.broken >= BROKEN && !this.polling;
      var ws = this.polling ? new Ngatu.Poll() : this.socket();
      if (!ws) { this.later(this.backoff()); return; }
      this.ws = ws;
      this.heard = performance.now();
      ws.onopen = () => { this.heard = performance.now(); this.send('hello', this.hello()); };
      ws.onmessage = (m) => this.got(ws, m.data);
      ws.onclose = (c) => this.closed(ws, c);
      this.guard = setTimeout(() => { if (this.ws === ws && !this.up) { this.give(ws); } }, SILENCE);
    }

    socket() {
      try {
        return new WebSocket((location.protocol === 'https:' ? 'wss://' : 'ws://') + location.host + '/ws');
      } catch (e) { this.broken++; return null; }
    }

    // send writes a frame; what cannot be sent now is said anew after the next hello.
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
        if (this.polling) { this.retry = setTimeout(() => this.give(ws), AGAIN); } else { this.broken = 0; }
        this.exchange(BURST);
        if (this.onup) { this.onup(frame.body); }
        return;
      }
      this.onframe(frame);
    }

    // exchange asks for the time: a few times at once, then every half to whole minute.
    exchange(quick) {
      clearTimeout(this.clockTimer);
      if (!this.up) { return; }
      var sent = performance.now(), ws = this.ws;
      this.asked[Math.round(sent)] = sent;
      this.send('clock', { t0: Math.round(sent) });
      setTimeout(() => { if (this.ws === ws && this.heard < sent) { this.give(ws); } }, SILENCE);
      var wait = quick > 1 ? QUICK : 30000 + Math.random() * 30000;
      this.clockTimer = setTimeout(() => this.exchange(quick - 1), wait);
    }

    answered(body, back) {
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
      clearTimeout(this.retry);
      var was = this.up;
      if (!was && !this.polling) { this.broken = c.code >= 4000 ? 0 : this.broken + 1; }
      this.up = false;
      if (was && this.ondown) { this.ondown(); }
      if (REFUSED.indexOf(c.code) >= 0) { this.failures = 10; }
      var told = c.code === 1012 && /^retry=(\d+)$/.exec(c.reason);
      this.later(told ? Math.min(600000, Number(told[1])) : this.backoff());
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

  Ngatu.Link = Link;
})(window.Ngatu = window.Ngatu || {});
