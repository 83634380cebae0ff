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

  // The focal point: pressed on the picture instead of typed.
  function focus() {
    all("[data-focus]").forEach(function (box) {
      var picture = one("img", box), dot = one(".dot", box), form = box.closest("form");
      var x = one("[name=focus_x]", form), y = one("[name=focus_y]", form);
      function show() {
        dot.style.left = 100 * (parseFloat(x.value) || 0) + "%";
        dot.style.top = 100 * (parseFloat(y.value) || 0) + "%";
      }
      picture.addEventListener("click", function (e) {
        var r = picture.getBoundingClientRect();
        x.value = Math.min(1, Math.max(0, (e.clientX - r.left) / r.width)).toFixed(2);
        y.value = Math.min(1, Math.max(0, (e.clientY - r.top) / r.height)).toFixed(2);
        one("[name=fit][value=cover]", form).checked = true;
        show();
      });
      x.addEventListener("input", show);
      y.addEventListener("input", show);
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
