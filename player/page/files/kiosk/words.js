// The few words of the kiosk that are the page's own: names of buttons and questions. Everything
// else is read from guides.
(function (Ngatu) {
  'use strict';

  var words = {
    invite: ['Chạm để xem hướng dẫn', 'Touch for help'],
    home: ['Trang đầu', 'Home'],
    welcome: ['Bạn cần gì?', 'How can we help?'],
    choose: ['Chạm vào một ô bên dưới', 'Touch one of the boxes below'],
    back: ['Quay lại', 'Back'],
    next: ['Tiếp', 'Next'],
    before: ['Trước', 'Previous'],
    big: ['Chữ to', 'Larger text'],
    normal: ['Chữ thường', 'Normal text'],
    read: ['Đọc to', 'Read aloud'],
    stop: ['Dừng đọc', 'Stop reading'],
    other: ['English', 'Tiếng Việt'],
    page: ['Trang {n} trên {m}', 'Page {n} of {m}'],
    there: ['Bạn còn ở đây không?', 'Are you still there?'],
    leaving: ['Màn hình trở lại chương trình sau {n} giây', 'The screen returns to its programme in {n} seconds'],
    stay: ['Xem tiếp', 'Continue'],
    typed: ['Tên cần tìm', 'Name to find'],
    erase: ['Xóa chữ cuối', 'Erase the last letter'],
    space: ['Dấu cách', 'Space'],
    none: ['Không có tên nào như vậy', 'There is no such name'],
    here: ['Nơi đặt màn hình này', 'Where this screen stands'],
    grown: ['{n} so với lần công bố trước', '{n} since the release before'],
    keys: ['Bàn phím', 'Keyboard'],
    found: ['Tên tìm thấy', 'Names found']
  };

  // say is a text in a language, 'vi' or 'en', with numbers put in.
  Ngatu.say = function (name, lang, numbers) {
    var text = words[name][lang === 'en' ? 1 : 0];
    Object.keys(numbers || {}).forEach((n) => { text = text.replace('{' + n + '}', numbers[n]); });
    return text;
  };

  // both picks the language of a text of a guide; where one is not there, the other serves.
  Ngatu.both = function (text, lang) { return text ? text[lang] || text.vi || text.en || '' : ''; };

  // make is an element with a class, a text and attributes.
  Ngatu.make = function (tag, cls, text, attributes) {
    var e = document.createElement(tag);
    if (cls) { e.className = cls; }
    if (text) { e.textContent = text; }
    Object.keys(attributes || {}).forEach((a) => e.setAttribute(a, attributes[a]));
    if (tag === 'button') { e.type = 'button'; }
    return e;
  };
})(window.Ngatu = window.Ngatu || {});
