// One sheet of the kiosk: a heading in the upper third, where nobody has to reach, and everything
// that is touched below it.
(function (Ngatu) {
  'use strict';

  var make = (tag, cls, text, attributes) => Ngatu.make(tag, cls, text, attributes);

  // Icons of choices, as paths on a square of 24.
  var ICONS = {
    phone: 'M7 1h10a2 2 0 0 1 2 2v18a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zm0 4v13h10V5zm4 14.5v2h2v-2z',
    list: 'M3 4h4v4H3zm6 .5h12v3H9zM3 10h4v4H3zm6 .5h12v3H9zM3 16h4v4H3zm6 .5h12v3H9z',
    bars: 'M3 13h4v8H3zm7-5h4v13h-4zm7-5h4v18h-4z',
    question: 'M3 2h18v15h-9l-5 5v-5H3zm8 10v2.500h2V12zm-3-4h2c0-2.500 4-2.500 4-.5 0 1.500-3 1.500-3 3.500h2c0-1.500 3-1.500 3-4 0-4-8-4-8 1z'
  };

  function icon(name) {
    var space = 'http://www.w3.org/2000/svg', svg = document.createElementNS(space, 'svg'), path = document.createElementNS(space, 'path');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('focusable', 'false');
    path.setAttribute('d', ICONS[name] || ICONS.list);
    svg.appendChild(path);
    return svg;
  }

  class Sheet {
    // press is called with the button of the bar that was touched.
    constructor(box, press) {
      this.box = box;
      this.press = press;
      this.clear();
    }

    clear() {
      this.box.textContent = '';
      this.title = this.under = this.top = this.body = this.pager = this.nav = this.left = null;
      this.type = null;
      this.shows = '';
      this.question = null;
    }

    // begin clears the sheet for a kiosk's language and size of text.
    begin(kiosk) {
      this.clear();
      this.box.lang = kiosk.lang;
      this.box.classList.toggle('big', kiosk.big);
      this.title = make('h1', '', '', { tabindex: '-1', id: 'kiosk-title' });
      this.under = make('p', 'under');
      this.top = make('header', 'top');
      this.top.appendChild(make('p', 'brand', 'Công dân Thủ đô số – iHanoi', { lang: 'vi' }));
      this.top.appendChild(this.title);
      this.top.appendChild(this.under);
      this.body = make('div', 'body');
      this.pager = make('div', 'pager');
      this.nav = make('nav', 'bar');
      [this.top, this.body, this.pager, this.nav].forEach((e) => this.box.appendChild(e));
      this.bar(kiosk);
    }

    // finish puts the reading of a screen reader at the head of the sheet.
    finish() { this.title.focus(); }

    head(title, under) {
      this.title.textContent = title;
      this.under.textContent = under;
    }

    // sub is what a page is called, and its place among the others.
    sub(title, place) { this.under.textContent = title && place ? title + ' · ' + place : title || place; }

    button(parent, cls, text, act, label) {
      var b = make('button', cls, text, label ? { 'aria-label': label } : {});
      b.addEventListener('click', act);
      parent.appendChild(b);
      return b;
    }

    choice(name, title, brief, act) {
      this.body.classList.add('choices');
      var b = this.button(this.body, 'choice', '', act);
      b.appendChild(icon(name));
      b.appendChild(make('span', 'name', title));
      b.appendChild(make('span', 'brief', brief));
      this.tight(b);
    }

    // tight sets all choices smaller where the words of one do not fit its box: first icon and
    // space, then without the briefs.
    tight(b) {
      ['tight', 'tighter'].forEach((cls) => {
        var last = b.lastChild;
        if (last.offsetTop + last.offsetHeight - b.offsetTop > b.clientHeight - 12) { this.body.classList.add(cls); }
      });
    }

    line(text, act) {
      this.body.classList.add('lines');
      return this.button(this.body, 'line', text, act);
    }

    // full says whether more is on the sheet than fits.
    full() { return this.body.scrollHeight > this.body.clientHeight + 1; }

    // turning makes room for the buttons that turn pages, before it is measured what fits.
    turning() { this.pager.classList.add('turning'); }

    picker(picker) {
      this.top.appendChild(picker.line);
      this.body.classList.add('picking');
      this.body.appendChild(picker.box);
    }

    turns(kiosk, before, next) {
      this.turning();
      var add = (name, act) => { this.button(this.pager, 'turn', kiosk.say(name), act || (() => null)).disabled = !act; };
      add('before', before);
      add('next', next);
    }

    // bar is the row of buttons at the bottom, the same on every sheet.
    bar(kiosk) {
      if (!this.nav) { return; } // a voice may end after the sheet is gone
      var held = document.activeElement && document.activeElement.getAttribute('data-does');
      this.nav.textContent = '';
      var add = (does, text) => {
        var b = this.button(this.nav, 'tool', text, () => this.press(does));
        b.setAttribute('data-does', does);
        if (does === 'other') { b.lang = kiosk.lang === 'vi' ? 'en' : 'vi'; }
        if (does === held) { b.focus(); }
      };
      if (kiosk.trail.length > 1) { add('back', kiosk.say('back')); }
      if (kiosk.trail.length > 2) { add('home', kiosk.say('home')); }
      if (Ngatu.voice.has(kiosk.lang)) { add('read', kiosk.say(kiosk.reading ? 'stop' : 'read')); }
      add('big', kiosk.say(kiosk.big ? 'normal' : 'big'));
      add('other', kiosk.say('other'));
    }

    // figure shows an area's figures as they were released, in the words of the release.
    figure(row, all, grown) {
      this.shows = 'figure';
      var box = make('section', 'figure', '', { lang: 'vi' });
      if (all.marks.length) { box.appendChild(make('p', 'mark', all.marks.join(' · '))); }
      box.appendChild(make('p', 'value', row.value));
      if (/%/.test(row.value)) {
        var bar = make('div', 'meter', '', { 'aria-hidden': 'true' }), part = make('div');
        part.style.width = 100 * row.part + '%';
        bar.appendChild(part);
        if (all.of) { box.appendChild(make('p', 'of', all.of)); }
        box.appendChild(bar);
      }
      if (grown) { box.appendChild(make('p', 'grown', grown, { lang: this.box.lang })); }
      [all.asof, all.source].filter((t) => t).forEach((t) => box.appendChild(make('p', 'source', t)));
      this.body.appendChild(box);
    }

    // words is what is read aloud.
    words() { return [this.title.textContent, this.under.textContent, this.body.innerText].filter((t) => t).join('. '); }

    // ask lays the question whether somebody is there over the sheet; null takes it away.
    ask(kiosk, seconds) {
      if (!kiosk) {
        if (this.question) { this.box.removeChild(this.question); this.question = null; this.title.focus(); }
        return;
      }
      if (!this.question) {
        var q = this.question = make('div', 'question', '', { role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'kiosk-there', 'aria-describedby': 'kiosk-left' });
        var inner = make('div', 'asked');
        inner.appendChild(make('p', 'there', kiosk.say('there'), { id: 'kiosk-there' }));
        this.left = make('p', 'left', '', { id: 'kiosk-left' });
        inner.appendChild(this.left);
        var stay = this.button(inner, 'turn', kiosk.say('stay'), () => null);
        q.appendChild(inner);
        this.box.appendChild(q);
        stay.focus();
      }
      this.left.textContent = kiosk.say('leaving', { n: seconds });
    }
  }

  Ngatu.Sheet = Sheet;
})(window.Ngatu = window.Ngatu || {});
