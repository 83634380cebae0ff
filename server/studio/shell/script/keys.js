// Keys that lead through the studio: / to the search, ? to their list, g and a letter to a page. They do nothing while somebody
// types, and can be switched off in their list.
(function () {
  "use strict";

  var nav = document.querySelector("nav [data-key]");
  if (!nav) return; // nobody is signed in
  var off = "ngatu_keys_off", led = 0;

  function isOff() { try { return localStorage.getItem(off) === "yes"; } catch (e) { return false; } }
  function keep(yes) { try { if (yes) localStorage.removeItem(off); else localStorage.setItem(off, "yes"); } catch (e) { /* it holds for this page */ } }

  function types(at) { return at.closest("input, textarea, select, [contenteditable]") && at.type !== "range" && at.type !== "checkbox" && at.type !== "radio"; }

  // prepare lets the switch of a list work.
  function prepare(root) {
    var label = root.querySelector("[data-keys-switch]");
    if (!label) return;
    label.hidden = false;
    var box = label.querySelector("input");
    box.checked = !isOff();
    box.addEventListener("change", function () { keep(box.checked); });
  }

  function list() {
    var dialog = document.createElement("dialog");
    if (!dialog.showModal) { location.assign("/studio/keys"); return; }
    fetch("/studio/keys", { credentials: "same-origin", headers: { "HX-Request": "true" } }).then(function (answer) {
      if (!answer.ok) throw new Error();
      return answer.text();
    }).then(function (html) {
      dialog.innerHTML = html;
      dialog.setAttribute("aria-label", window.ngatu.say("Phím tắt", "Keys"));
      var close = document.createElement("button");
      close.textContent = window.ngatu.say("Đóng", "Close");
      close.addEventListener("click", function () { dialog.close(); });
      dialog.appendChild(close);
      dialog.addEventListener("close", function () { dialog.remove(); });
      document.body.appendChild(dialog);
      prepare(dialog);
      dialog.showModal();
      close.focus();
    }).catch(function () { location.assign("/studio/keys"); });
  }

  document.addEventListener("keydown", function (e) {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || isOff() || types(e.target) || document.querySelector("dialog[open]")) return;
    if (led && Date.now() - led < 1500) {
      led = 0;
      var to = document.querySelector('nav [data-key="' + CSS.escape(e.key) + '"]');
      if (to) { e.preventDefault(); location.assign(to.href); }
      return;
    }
    led = 0;
    if (e.key === "g") led = Date.now();
    else if (e.key === "?") { e.preventDefault(); list(); }
    else if (e.key === "/") {
      e.preventDefault();
      var field = Array.prototype.find.call(document.querySelectorAll("[name=q]"), function (f) { return f.offsetParent; });
      if (field) { field.focus(); field.select(); } else location.assign("/studio/find");
    }
  });
  prepare(document);
})();
