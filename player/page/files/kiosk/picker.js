// The picker: an area found by a few letters on keys of its own. No field of the browser is used,
// so nothing is suggested, remembered or sent; what was typed is gone with the sheet.
(function (Ngatu) {
  'use strict';

  var ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
  var MOST = 24; // letters
  var SHOWN = 8; // names at a time

  class Picker {
    // lang, rows of areas, and choose, which is given the row.
    constructor(lang, rows, choose) {
      this.lang = lang;
      this.rows = rows;
      this.choose = choose;
      this.typed = '';
      this.first = 0;
      this.box = Ngatu.make('div', 'picker');
      var say = (n) => Ngatu.say(n, lang);
      this.line = Ngatu.make('p', 'typed', '', { role: 'status', 'aria-label': say('typed') });
      this.names = Ngatu.make('div', 'names', '', { role: 'group', 'aria-label': say('found') });
      this.box.appendChild(this.names);
      this.box.appendChild(this.keyboard(say));
      this.fill();
    }

    keyboard(say) {
      var board = Ngatu.make('div', 'keys', '', { role: 'group', 'aria-label': say('keys') });
      ROWS.forEach((letters, i) => {
        var row = Ngatu.make('div', 'keyrow');
        letters.split('').forEach((l) => row.appendChild(this.key(l.toUpperCase(), 'key', () => this.type(l))));
        if (i === 2) {
          row.appendChild(this.key('⌫', 'key wide', () => this.erase(), say('erase')));
        }
        board.appendChild(row);
      });
      var last = Ngatu.make('div', 'keyrow');
      last.appendChild(this.key(say('space'), 'key space', () => this.type(' ')));
      board.appendChild(last);
      return board;
    }

    key(text, cls, act, label) {
      var b = Ngatu.make('button', cls, text, label ? { 'aria-label': label } : {});
      b.addEventListener('click', act);
      return b;
    }

    type(letter) {
      if (this.typed.length < MOST && (letter !== ' ' || this.typed)) { this.typed += letter; }
      this.first = 0;
      this.fill();
    }

    erase() {
      this.typed = this.typed.slice(0, -1);
      this.first = 0;
      this.fill();
    }

    // fill shows the names that fit what was typed; more of them are a touch away.
    fill() {
      var found = this.rows.filter((r) => Ngatu.found(r.name, this.typed)), lang = this.lang;
      this.line.textContent = this.typed ? this.typed.toUpperCase() : '…';
      this.names.textContent = '';
      if (!found.length) { this.names.appendChild(Ngatu.make('p', 'nobody', Ngatu.say('none', lang))); }
      var more = found.length > SHOWN, page = found.slice(this.first, this.first + (more ? SHOWN - 1 : SHOWN));
      page.forEach((r) => this.names.appendChild(this.key(r.name, 'name', () => this.choose(r))));
      if (more) {
        this.names.appendChild(this.key(Ngatu.say('next', lang) + ' ▸', 'name more', () => {
          this.first = this.first + SHOWN - 1 < found.length ? this.first + SHOWN - 1 : 0;
          this.fill();
        }));
      }
    }
  }

  Ngatu.Picker = Picker;
})(window.Ngatu = window.Ngatu || {});
