// Who this page is: the screen named in its address, or the token that an enrolment gave it.
// Only a page that has neither shows a code; once enrolled it does so again only when the
// server has released it.
(function (Ngatu) {
  'use strict';

  var KEPT = 'ngatu.screen', WAS = 'ngatu.was';
  var EVERY = 3000;  // ms between looks whether staff have confirmed
  var APART = 30000; // ms that a code stands at least: who ends codes to get one that suits him is held up

  // behindAgent says whether an agent serves this page: it puts a script of its own into it.
  Ngatu.behindAgent = () => !!document.querySelector('script[src="/beat.js"]');

  function post(path, body, done) {
    var x = new XMLHttpRequest();
    x.open('POST', path);
    x.timeout = 15000;
    x.setRequestHeader('Content-Type', 'application/json');
    x.onload = () => {
      var answer = null;
      try { answer = JSON.parse(x.responseText); } catch (e) { answer = null; }
      done(x.status, answer || {});
    };
    x.onerror = x.ontimeout = x.onabort = () => done(0, {});
    x.send(JSON.stringify(body));
  }

  function kept(name) { try { return localStorage.getItem(name); } catch (e) { return null; } }

  function keep(name, value) {
    try {
      if (value) { localStorage.setItem(name, value); } else { localStorage.removeItem(name); }
    } catch (e) { /* it will have to be enrolled again after a reload */ }
  }

  // reopen opens the page without a screen in its address: an agent names its own.
  function reopen() {
    var rest = location.search.slice(1).split('&').filter((p) => p && p.indexOf('screen=') !== 0);
    location.replace(location.pathname + (rest.length ? '?' + rest.join('&') : ''));
  }

  Ngatu.enrol = {
    // who is {screen, token, at} or null.
    who: () => {
      var named = /[?&]screen=([^&]+)/.exec(location.search);
      if (named) {
        try { return { screen: decodeURIComponent(named[1].replace(/\+/g, ' ')), token: '' }; } catch (e) { /* not an address of ours */ }
      }
      try {
        var me = JSON.parse(kept(KEPT));
        return me && me.screen && me.token && !(Ngatu.behindAgent() && location.search.indexOf('screen=') < 0) ? me : null;
      } catch (e) { return null; }
    },

    // released obeys a frame that takes this player back to its code, if it is for it: for
    // its own device, and not of before it was enrolled. A page in an agent's browser does
    // what its agent does.
    released: (frame, me) => {
      if (!Ngatu.behindAgent()) {
        if (!me.token || frame.for !== me.screen || !(frame.number >= (me.at || 0)) || frame.body.device !== Ngatu.deviceOf(me.token)) { return; }
        keep(WAS, me.screen);
      }
      keep(KEPT, '');
      reopen();
    },

    reopen: reopen,

    // ask goes on until staff have said which screen this is. show is given {code, was} while there
    // is a code, else {line: 'down' or 'wait', was}; was is the screen that this was until it was
    // released. done gets {screen, token, at}.
    ask: (size, show, done) => {
      var failures = 0, since = 0, sides, was = kept(WAS) || '';

      var given = (status, answer, token) => {
        if (status !== 200 || !answer.screen || !token) { return false; }
        var me = { screen: answer.screen, token: token, at: answer.at || 0 };
        keep(KEPT, JSON.stringify(me));
        keep(WAS, '');
        done(me);
        return true;
      };

      var shown = (code, poll) => {
        failures = 0;
        since = performance.now();
        show({ code: code, was: was });
        setTimeout(() => look(poll), EVERY);
      };

      var again = (status, answer) => {
        show({ line: status && answer.line !== 'down' ? 'wait' : 'down', was: was });
        setTimeout(begin, Math.min(60000, 1000 * Math.pow(2, failures++)) * (0.5 + Math.random()));
      };

      var begin = () => {
        sides = new Ngatu.Sides();
        post('/api/enrol', sides.ask(size), (status, answer) => {
          if (Ngatu.behindAgent()) { // the agent enrols; its page shows its code
            was = answer.was || '';
            if (given(status, answer, answer.token)) { return; }
            if (status === 200 && answer.code) { shown(answer.code, answer.poll); return; }
          } else if (status === 200 && answer.poll && sides.code(answer)) {
            open(answer);
            return;
          }
          again(status, answer);
        });
      };

      var open = (offer) => post('/api/enrol/open', { poll: offer.poll, nonce: sides.shown() }, (status, answer) => {
        if (status === 204) { shown(sides.code(offer), offer.poll); } else { again(status, answer); }
      });

      var look = (poll) => post('/api/enrol/poll', { poll: poll }, (status, answer) => {
        if (given(status, answer, Ngatu.behindAgent() ? answer.token : sides.token)) { return; }
        if (status === 410 || status === 404) {
          var left = Ngatu.behindAgent() ? 0 : APART - (performance.now() - since);
          if (left > 0) { show({ line: 'wait', was: was }); }
          setTimeout(begin, Math.max(0, left));
          return;
        }
        setTimeout(() => look(poll), EVERY);
      });

      begin();
    }
  };
})(window.Ngatu = window.Ngatu || {});
