// Reading aloud, where the browser has a voice of the language.
(function (Ngatu) {
  'use strict';

  var speech = window.speechSynthesis;

  function of(lang) {
    if (!speech || !window.SpeechSynthesisUtterance) { return null; }
    return speech.getVoices().filter((v) => String(v.lang).toLowerCase().indexOf(lang) === 0)[0] || null;
  }

  Ngatu.voice = {
    has: (lang) => !!of(lang),
    stop: () => { if (speech) { speech.cancel(); } },
    // read says a text; done is called when it has been said or could not be.
    read: (text, lang, done) => {
      var said = new SpeechSynthesisUtterance(text), voice = of(lang);
      said.voice = voice;
      said.lang = voice.lang;
      said.onend = said.onerror = done;
      speech.cancel();
      speech.speak(said);
    },
    // known calls back when the browser has learnt its voices, which may take a while.
    known: (then) => { if (speech) { speech.onvoiceschanged = then; } }
  };
})(window.Ngatu = window.Ngatu || {});
