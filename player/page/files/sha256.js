// SHA-256 (FIPS 180-4). Browsers offer theirs to secure origins alone, and a screen in a hall may
// come by plain HTTP.
(function (Ngatu) {
  'use strict';

  var K = [], START = [];

  // The constants are the first 32 bits of the fractions of cube and square roots of primes.
  (function () {
    for (var n = 2; K.length < 64; n++) {
      var prime = true;
      for (var d = 2; d * d <= n; d++) { if (n % d === 0) { prime = false; } }
      if (!prime) { continue; }
      if (START.length < 8) { START.push(fraction(Math.sqrt(n))); }
      K.push(fraction(Math.cbrt(n)));
    }
  })();

  function fraction(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }

  function turn(x, n) { return (x >>> n) | (x << (32 - n)); }

  function block(h, view, at) {
    var w = [], s = h.slice(), i;
    for (i = 0; i < 16; i++) { w[i] = view.getInt32(at + 4 * i); }
    for (; i < 64; i++) {
      var a = w[i - 15], b = w[i - 2];
      w[i] = (w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
    }
    for (i = 0; i < 64; i++) {
      var one = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + K[i] + w[i];
      var two = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
      s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
    }
    return h.map((x, j) => (x + s[j]) | 0);
  }

  // sha256 is the digest of bytes (Uint8Array), as 32 bytes.
  Ngatu.sha256 = (bytes) => {
    var size = (((bytes.length + 8) >> 6) + 1) << 6, padded = new Uint8Array(size), view = new DataView(padded.buffer), h = START;
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    view.setUint32(size - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(size - 4, (bytes.length << 3) >>> 0);
    for (var at = 0; at < size; at += 64) { h = block(h, view, at); }
    var out = new Uint8Array(32);
    h.forEach((x, i) => { new DataView(out.buffer).setInt32(4 * i, x); });
    return out;
  };
})(window.Ngatu = window.Ngatu || {});
