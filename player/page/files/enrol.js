// Who this page is: the screen named in its address, or the token that an enrolment gave it. Only a page that has neither
// shows a code; once enrolled it never does so again by itself.
(function (Ngatu) {
  'use strict';

  var KEPT = 'ngatu.screen';
  var EVERY = 3000; // ms between looks whether staff have confirmed

  function post(path, body, done) {
    var x = new XMLHttpRequest();
    x.open('POST', path);
    x.timeout = 15000;
    x.setRequestHeader('Content-Type', 'application/json');
    x.onload = () => {
      var answer = null;
      try { answer = JSON.parse(x.responseText); } catch (e) { answer = null; }
      done(x.status, answer);
    };
    x.onerror = x.ontimeout = x.onabort = () => done(0, null);
    x.send(JSON.stringify(body));
  }

  Ngatu.enrol = {
    // who is {screen, token} or null.
    who: () => {
      var named = /[?&]screen=([^&]+)/.exec(location.search);
      if (named) {
        try { return { screen: decodeURIComponent(named[1].replace(/\+/g, ' ')), token: '' }; } catch (e) { /* not an address of ours */ }
      }
      try {
        var kept = JSON.parse(localStorage.getItem(KEPT));
        return kept && kept.screen && kept.token ? kept : null;
      } catch (e) { return null; }
    },

    // ask shows a code until staff have said which screen this is; show is given the code, done the {screen, token}.
    ask: (size, show, done) => {
      var failures = 0;
      var given = (status, answer) => {
        if (status !== 200 || !answer || !answer.screen || !answer.token) { return false; }
        var me = { screen: answer.screen, token: answer.token };
        try { localStorage.setItem(KEPT, JSON.stringify(me)); } catch (e) { /* it will have to be enrolled again after a reload */ }
        done(me);
        return true;
      };
      // An agent that is enrolled says so at once: its page needs no code of its own.
      var begin = () => post('/api/enrol', size, (status, answer) => {
        if (given(status, answer)) { return; }
        if (status === 200 && answer && answer.code && answer.poll) {
          failures = 0;
          show(answer.code);
          setTimeout(() => look(answer), EVERY);
          return;
        }
        show('');
        setTimeout(begin, Math.min(60000, 1000 * Math.pow(2, failures++)) * (0.5 + Math.random()));
      });
      var look = (asked) => post('/api/enrol/poll', { poll: asked.poll }, (status, answer) => {
        if (given(status, answer)) { return; }
        if (status === 410 || status === 404) { begin(); return; }
        setTimeout(() => look(asked), EVERY);
      });
      begin();
    }
  };
})(window.Ngatu = window.Ngatu || {});
