// What the two ends of an enrolment tell each other, and the code that both work out from it:
// player/protocol/enrol.go in the page's words. Somebody between the two who swaps a key makes
// the two codes differ.
(function (Ngatu) {
  'use strict';

  var LETTERS = '34679ACDEFGHJKMNPQRTUVWXY', LENGTH = 8, NONCE = 32;

  function ascii(text) { return Uint8Array.from(text, (c) => c.charCodeAt(0)); }

  function hex(bytes) { return Array.from(bytes, (b) => (b < 16 ? '0' : '') + b.toString(16)).join(''); }

  function base64(bytes) { return btoa(String.fromCharCode.apply(null, bytes)); }

  function bytesOf(text) { return Uint8Array.from(atob(text), (c) => c.charCodeAt(0)); }

  class Sides {
    // A page makes its token itself. Its key is the token's digest, so what opens its screen
    // does not travel here.
    constructor() {
      this.token = hex(crypto.getRandomValues(new Uint8Array(NONCE)));
      this.key = Ngatu.sha256(ascii(this.token));
      this.nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    }

    // ask is what begins an enrolment.
    ask(size) {
      var commit = Ngatu.sha256(ascii('ngatu enrol commit 1\npage\n' + hex(this.key) + '\n' + hex(this.nonce) + '\n'));
      return { kind: 'page', key: base64(this.key), commit: base64(commit), w: size.w, h: size.h, build: size.build };
    }

    // shown is the nonce, which goes out only when the server's is here.
    shown() { return base64(this.nonce); }

    // code is what both ends show and staff type; '' where the server's offer is none.
    code(offer) {
      try {
        var keys = offer.trusted.map(bytesOf), theirs = bytesOf(offer.nonce);
        if (theirs.length !== NONCE || !keys.length) { return ''; }
        var text = 'ngatu enrol code 1\npage\n' + hex(this.key) + '\n' + keys.length + '\n';
        text += keys.map((k) => hex(k) + '\n').join('') + hex(this.nonce) + '\n' + hex(theirs) + '\n';
        var sum = Ngatu.sha256(ascii(text)), code = '';
        for (var i = 0; i < LENGTH; i++) {
          code += (i === LENGTH / 2 ? '-' : '') + LETTERS[(sum[2 * i] << 8 | sum[2 * i + 1]) % LETTERS.length];
        }
        return code;
      } catch (e) { return ''; }
    }
  }

  // deviceOf names the player that has this token, as a release names it.
  Ngatu.deviceOf = (token) => hex(Ngatu.sha256(Ngatu.sha256(ascii(token))).slice(0, 8));

  Ngatu.Sides = Sides;
})(window.Ngatu = window.Ngatu || {});
