// What can be said of a file before it is sent: whether it is of a kind and size that is taken, how
// it looks, which digest it has, and which files lie in a folder.
(function () {
  "use strict";

  var ngatu = window.ngatu;
  var hashed = 64 * 1048576; // bytes: what is held in memory to find out whether it is known
  var mostInFolder = 500;
  var looks = Promise.resolve(); // one picture is decoded at a time

  function ending(name) { return (/\.[^.\/]+$/.exec(name) || [""])[0].toLowerCase(); }

  // kindOf is picture, video or document, or "" for what nobody takes: as the field of the form
  // lists them. What says neither type nor ending is the server's to judge.
  function kindOf(file, accept) {
    var end = ending(file.name), type = file.type;
    if (!end && !type) return "unknown";
    var taken = accept.split(",").some(function (one) {
      one = one.trim();
      return one === end || one === type || /\/\*$/.test(one) && type.indexOf(one.slice(0, -1)) === 0;
    });
    if (!taken) return "";
    if (/^image\//.test(type)) return "picture";
    return /^video\//.test(type) || /^\.(mp4|m4v|mov|mkv|avi|wmv|mpg|mpeg|webm|3gp)$/.test(end) ? "video" : "document";
  }

  // fault is why a file is not sent: {vi, en}, or null.
  function fault(file, form) {
    var kind = kindOf(file, form.querySelector("[name=file]").accept);
    if (!file.size) return { vi: "Tệp này trống. Hãy kiểm tra lại tệp.", en: "The file is empty. Look at it again." };
    if (/^\.(csv|xlsx|xls|ods)$/.test(ending(file.name))) {
      return { vi: "Đây là bảng tính. Hãy gửi ở mục Số liệu.", en: "This is a spreadsheet. Send it on the page Figures." };
    }
    if (!kind) {
      return {
        vi: "Loại tệp này không chiếu được. Hãy lưu thành ảnh JPEG hoặc PNG, video MP4, hoặc PDF rồi gửi lại.",
        en: "Files of this kind cannot be shown. Save it as a JPEG or PNG picture, an MP4 clip or a PDF, then send that."
      };
    }
    if (form.hasAttribute("data-full") || form.hasAttribute("data-left") && file.size > +form.getAttribute("data-left")) {
      return {
        vi: "Hạn mức của khu vực không còn chỗ cho tệp này. Hãy chờ duyệt hoặc xóa bớt bản nháp rồi tải lại trang, hoặc nhờ quản trị nâng hạn mức.",
        en: "The quota of your area has no room for this file. Wait for approval or delete some drafts and reload the page, or ask an admin to raise it."
      };
    }
    var most = +form.getAttribute("data-most-" + kind) || +form.getAttribute("data-most"); // MB
    if (file.size <= most * 1048576) return null;
    return {
      vi: "Tệp lớn hơn " + most + " MB. Hãy " + (kind === "video" ? "nén hoặc cắt ngắn video" : "giảm dung lượng") + " rồi gửi lại.",
      en: "The file is larger than " + most + " MB. " + (kind === "video" ? "Compress or shorten the clip" : "Make it smaller") + " and send it again."
    };
  }

  // look puts a small picture of a file into a box: what the browser cannot draw has its ending there.
  function look(file, box) {
    box.textContent = ending(file.name).slice(1, 6).toUpperCase() || "?";
    if (!/^image\//.test(file.type) || !window.createImageBitmap) return;
    looks = looks.then(function () {
      return createImageBitmap(file, { resizeHeight: 108, resizeQuality: "medium" });
    }).then(function (bitmap) {
      var small = document.createElement("canvas");
      small.width = bitmap.width;
      small.height = bitmap.height;
      small.getContext("2d").drawImage(bitmap, 0, 0);
      bitmap.close();
      box.textContent = "";
      box.appendChild(small);
    }).catch(function () { /* HEIC, TIFF: the ending stays until it is a draft */ });
  }

  // drawn puts the server's picture of a draft into a box in which the browser could draw nothing. A
  // server that is busy is asked again.
  function drawn(at, box, tries) {
    if (box.firstElementChild) return;
    var small = new Image(), left = tries === undefined ? 3 : tries;
    small.alt = "";
    small.onload = function () {
      box.textContent = "";
      box.appendChild(small);
    };
    if (left) small.onerror = function () { setTimeout(function () { drawn(at, box, left - 1); }, 2000); };
    small.src = at + "/preview/480x270.png?of=draft";
  }

  // digest promises the SHA-256 of a file in hexadecimal letters; "" where it is large, or the page
  // came over plain HTTP, where browsers do not count.
  function digest(file) {
    if (file.size > hashed || !window.crypto || !crypto.subtle || !file.arrayBuffer) return Promise.resolve("");
    return file.arrayBuffer().then(function (bytes) { return crypto.subtle.digest("SHA-256", bytes); }).then(function (sum) {
      return Array.prototype.map.call(new Uint8Array(sum), function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
    }).catch(function () { return ""; });
  }

  // known promises the slides that show a file already: a list of {at, vi, en}.
  function known(file, address) {
    return digest(file).then(function (sum) {
      if (!sum) return [];
      return fetch(address + "/known?digest=" + sum, { credentials: "same-origin", headers: { Accept: "application/json" } }).then(function (answer) {
        return answer.ok ? answer.json() : {};
      }).then(function (said) { return said.known || []; });
    }).catch(function () { return []; }); // the server says it once the file is there
  }

  // Files that systems and Office leave in folders.
  function left(path) { return /(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$)/i.test(path); }

  // inOrder are files with their paths as people count them: 2 before 10.
  function inOrder(found) {
    return found.filter(function (one) { return !left(one.path); }).sort(function (a, b) {
      return a.path.localeCompare(b.path, "vi", { numeric: true });
    }).slice(0, mostInFolder).map(function (one) { return one.file; });
  }

  function chosen(files) {
    return inOrder(Array.prototype.map.call(files, function (file) { return { file: file, path: file.webkitRelativePath || file.name }; }));
  }

  // entries are the roots of what was dropped, which can be read only while the drop lasts.
  function entries(dropped) {
    return Array.prototype.map.call(dropped.items || [], function (item) {
      return item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
    }).filter(Boolean);
  }

  // within promises the files in entries, those in folders too.
  function within(roots) {
    var found = [];
    function walk(entry) {
      return new Promise(function (done) {
        if (found.length > mostInFolder || left(entry.name)) return done();
        if (entry.isFile) {
          entry.file(function (file) { found.push({ file: file, path: entry.fullPath }); done(); }, done);
          return;
        }
        var reader = entry.createReader();
        (function more() { // a hundred at a time
          reader.readEntries(function (some) {
            if (!some.length) return done();
            some.reduce(function (before, one) { return before.then(function () { return walk(one); }); }, Promise.resolve()).then(more);
          }, done);
        })();
      });
    }
    return roots.reduce(function (before, one) { return before.then(function () { return walk(one); }); }, Promise.resolve()).then(function () { return inOrder(found); });
  }

  ngatu.file = { fault: fault, look: look, drawn: drawn, known: known, chosen: chosen, entries: entries, within: within };
})();
