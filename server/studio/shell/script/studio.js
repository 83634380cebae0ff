// What the studio's pages do beyond plain forms. Everything here makes quicker what works without
// it, but for the one-time link, whose secret only a script can read.
(function () {
  "use strict";

  var ngatu = window.ngatu;
  var csrf = document.body.getAttribute("data-csrf");

  function one(selector, root) { return (root || document).querySelector(selector); }
  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }

  // The one-time link: its secret is in the fragment, which no server and no log has seen. It is
  // handed over by POST and taken out of the address, so that it does not stay in the history.
  function look() {
    var place = one("[data-look]");
    if (!place) return;
    var token = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
    fetch(place.getAttribute("data-look"), {
      method: "POST", body: new URLSearchParams({ token: token }), credentials: "same-origin",
      headers: { "HX-Request": "true" }
    }).then(function (answer) { return answer.text(); }).then(function (html) {
      place.innerHTML = html;
      var first = one("input:not([type=hidden]):not([readonly])", place);
      if (first) first.focus();
    }, function () {
      one("[data-wait]", place).textContent = ngatu.say("Không nối được máy chủ. Hãy tải lại trang.", "The server cannot be reached. Reload the page.");
    });
  }

  // Dropping files on a field that takes them.
  function drops() {
    all("[data-drop]").forEach(function (zone) {
      var input = one("input[type=file]:not([data-aside])", zone);
      ["dragenter", "dragover"].forEach(function (name) {
        zone.addEventListener(name, function (e) { e.preventDefault(); zone.classList.add("over"); });
      });
      ["dragleave", "drop"].forEach(function (name) {
        zone.addEventListener(name, function (e) { e.preventDefault(); zone.classList.remove("over"); });
      });
      zone.addEventListener("drop", function (e) {
        if (!e.dataTransfer.files.length) return;
        input.files = e.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
    // A file dropped beside a field must not take the page away.
    ["dragover", "drop"].forEach(function (name) {
      window.addEventListener(name, function (e) {
        if (Array.prototype.indexOf.call(e.dataTransfer.types, "Files") >= 0) e.preventDefault();
      });
    });
  }

  // The point of a picture that is kept, for all screens or for those of a shape: touched, dragged or moved by the arrow keys.
  // A frame shows what a screen of the shape shows of it.
  function focus() {
    all("[data-focus]").forEach(function (box) {
      var picture = one("img", box), dot = one(".dot", box), frame = one(".frame", box), form = box.closest("form"), name = box.getAttribute("data-focus");
      var x = one("[name=" + name + "_x]", form), y = one("[name=" + name + "_y]", form);
      var all = box.getAttribute("data-shared") || "focus", drags = false;
      var shared = [one("[name=" + all + "_x]", form), one("[name=" + all + "_y]", form)], fills = one("[name=fit][value=cover]", form);

      function of(field, i) { // what holds: that of the shape, else that for all
        var own = parseFloat(field.value.replace(",", "."));
        return isNaN(own) ? parseFloat(shared[i].value.replace(",", ".")) || 0 : own;
      }

      // part is how much of the picture's width and height a screen shows.
      function part() {
        var is = picture.naturalWidth / picture.naturalHeight, wants = box.getAttribute("data-width") / box.getAttribute("data-height");
        return wants > is ? [1, is / wants] : [wants / is, 1];
      }

      function show() {
        if (dot) {
          dot.style.left = 100 * of(x, 0) + "%";
          dot.style.top = 100 * of(y, 1) + "%";
          return;
        }
        if (!picture.naturalWidth) return;
        var p = part();
        frame.style.width = 100 * p[0] + "%";
        frame.style.height = 100 * p[1] + "%";
        frame.style.left = 100 * of(x, 0) * (1 - p[0]) + "%";
        frame.style.top = 100 * of(y, 1) * (1 - p[1]) + "%";
      }

      function set(across, down) {
        x.value = Math.min(1, Math.max(0, across)).toFixed(2);
        y.value = Math.min(1, Math.max(0, down)).toFixed(2);
        if (fills) fills.checked = true;
        x.dispatchEvent(new Event("input", { bubbles: true })); // what is typed is kept
      }

      function follow(e) {
        var r = picture.getBoundingClientRect(), at = [(e.clientX - r.left) / r.width, (e.clientY - r.top) / r.height];
        if (frame) at = part().map(function (p, i) { return p < 1 ? (at[i] - p / 2) / (1 - p) : 0.5; });
        set(at[0], at[1]);
      }

      box.addEventListener("pointerdown", function (e) {
        e.preventDefault();
        box.focus();
        drags = true;
        box.setPointerCapture(e.pointerId);
        follow(e);
      });
      box.addEventListener("pointermove", function (e) { if (drags) follow(e); });
      ["pointerup", "pointercancel"].forEach(function (n) { box.addEventListener(n, function () { drags = false; }); });
      box.addEventListener("keydown", function (e) {
        var step = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, -0.05], ArrowDown: [0, 0.05] }[e.key];
        if (!step) return;
        e.preventDefault();
        set(of(x, 0) + step[0], of(y, 1) + step[1]);
      });
      [x, y].concat(shared).forEach(function (f) { f.addEventListener("input", show); });
      picture.addEventListener("load", show);
      show();
    });
  }

  function copies() {
    all("[data-copy]").forEach(function (button) {
      button.addEventListener("click", function () {
        var field = one("[data-copy-text]", button.parentNode);
        field.select();
        if (navigator.clipboard) navigator.clipboard.writeText(field.value); else document.execCommand("copy");
        button.textContent = ngatu.say("Đã chép", "Copied");
      });
    });
  }

  // A sheet: the name of the file that was chosen, and a press that is not pressed twice.
  function sheets() {
    all("[data-sheet]").forEach(function (form) {
      var input = one("input[type=file]", form);
      input.addEventListener("change", function () {
        one("[data-chosen]", form).textContent = input.files.length ? input.files[0].name : "";
      });
    });
  }

  look(); drops(); focus(); copies(); sheets();
})();
