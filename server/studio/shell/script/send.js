// How forms are sent: without leaving the page until the server has answered, so that nothing typed
// is lost when the network, the server or a proxy in between fails. Without scripts the same forms
// are sent as plain ones.
(function () {
  "use strict";

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }

  // The page's language, in which the scripts speak too.
  function say(vi, en) { return document.documentElement.lang === "en" ? en : vi; }
  window.ngatu = { say: say };

  // What is said where no answer of the studio came: status is a proxy's, or 0 where there
  // was no answer at all.
  function failure(status) {
    if (status === 413) return say(
      "Máy chủ trung gian (proxy) không nhận dữ liệu lớn như vậy, nên phòng biên tập chưa nhận được gì. Hãy giảm dung lượng, hoặc báo người vận hành tăng giới hạn của proxy.",
      "A proxy in front of the studio refuses this much data (413), so nothing arrived. Make it smaller, or have the operator raise the proxy's limit.");
    if (status === 0) return say(
      "Không nối được máy chủ. Những gì đã gõ còn nguyên trên trang này; có mạng trở lại thì bấm lần nữa.",
      "The server cannot be reached. What you typed is still on this page; press again once the network is back.");
    return say(
      "Máy chủ tạm thời không trả lời (mã " + status + " của máy chủ trung gian). Những gì đã gõ còn nguyên; hãy bấm lại sau ít phút.",
      "The server does not answer for now (a proxy says " + status + "). What you typed is still here; press again in a few minutes.");
  }

  // note puts a sentence into a place, as an alert of its own.
  function note(place, sentence) {
    clear(place);
    var box = document.createElement("div");
    box.className = "note bad";
    box.setAttribute("role", "alert");
    box.setAttribute("data-away", "");
    box.tabIndex = -1;
    var p = document.createElement("p");
    p.textContent = sentence;
    box.appendChild(p);
    place.insertBefore(box, place.firstChild);
    return box;
  }
  function clear(place) { all(":scope > [data-away]", place).forEach(function (n) { n.remove(); }); }

  function ours(answer) { return answer.headers.get("X-Ngatu") === "studio"; }

  // Sending one form.
  var busy = false;
  function send(form, button) {
    if (busy) return;
    busy = true;
    var data = new FormData(form, button || undefined);
    var multi = (button && button.formEnctype || form.enctype) === "multipart/form-data";
    var held = all("button", form).filter(function (b) { return !b.disabled; });
    held.forEach(function (b) { b.disabled = true; });
    form.setAttribute("aria-busy", "true");
    function end() {
      busy = false;
      form.removeAttribute("aria-busy");
      held.forEach(function (b) { b.disabled = false; });
    }
    fetch(button && button.hasAttribute("formaction") ? button.formAction : form.action, {
      method: "POST", body: multi ? data : new URLSearchParams(data), credentials: "same-origin", headers: { Accept: "text/html" }
    }).then(function (answer) {
      if (!ours(answer)) {
        end();
        note(form, failure(answer.status)).focus();
        return;
      }
      if (answer.headers.get("X-Ngatu-Unsaved")) { // the page keeps more than the answer could: files, too
        end();
        note(form, say(
          "Cơ sở dữ liệu không trả lời nên chưa lưu được. Những gì đã gõ và tệp đã chọn còn nguyên trên trang này; hãy bấm lại sau ít phút.",
          "The database does not answer, so this is not saved yet. What you typed and the files that you chose are still on this page; press again in a few minutes.")).focus();
        return;
      }
      // What the page still does with the form is over before the next one comes. It bounds that itself.
      var first = [];
      form.dispatchEvent(new CustomEvent("ngatu:answered", { detail: { done: answer.redirected, first: first } }));
      return Promise.all(first.concat(answer.redirected ? "" : answer.text())).then(function (all) {
        busy = false;
        if (answer.redirected) {
          location.assign(answer.url);
          return;
        }
        document.open();
        document.write(all[all.length - 1]);
        document.close();
      });
    }).catch(function () {
      end();
      note(form, failure(0)).focus();
    });
  }

  document.addEventListener("submit", function (e) {
    var form = e.target;
    if (e.defaultPrevented || form.method !== "post" || form.hasAttribute("data-native") || !window.fetch) return;
    e.preventDefault();
    send(form, e.submitter);
  });

  // The browser would show one fault after the other; the server says all of them at once.
  all("form[method=post]:not([data-native])").forEach(function (form) { form.noValidate = true; });
  all("[data-onward]").forEach(function (form) { // back to the page that was left, under its own address
    if (form.elements.next) history.replaceState(null, "", form.elements.next.value);
    send(form, null);
  });
  var faults = document.getElementById("faults");
  if (faults) faults.focus();

  // Parts of pages: previews, look-ups, commands. What is there stays when no answer
  // of the studio comes.
  document.addEventListener("htmx:configRequest", function (e) { // a clock asks, and nobody who is there
    if (!e.detail.triggeringEvent) e.detail.headers["X-By-Itself"] = "yes";
  });
  function place(e) { return e.detail.target || e.target; }
  document.addEventListener("htmx:beforeSwap", function (e) {
    var x = e.detail.xhr;
    if (x.getResponseHeader("X-Ngatu") === "studio") {
      var fresh = x.getResponseHeader("X-CSRF-Token");
      if (!fresh) {
        // A page that looks again goes on showing what it has, below why there is nothing newer: an
        // empty list of takeovers would be taken for silence.
        var to = place(e), asked = e.detail.requestConfig && e.detail.requestConfig.elt, failed = x.status >= 400;
        if (failed && to.said === x.responseText) { e.detail.shouldSwap = false; return; }
        to.said = failed ? x.responseText : "";
        if (failed && asked && asked.hasAttribute("hx-select")) {
          e.detail.swapOverride = "afterbegin";
          e.detail.selectOverride = "unset";
        }
        clear(to);
        return;
      }
      // The page is of an earlier session, and somebody has signed in again since: once more
      // with the new token.
      e.detail.shouldSwap = false;
      document.body.setAttribute("data-csrf", fresh);
      all("[name=_csrf]").forEach(function (f) { f.value = fresh; });
      if (e.detail.requestConfig && e.detail.requestConfig.elt) window.htmx.trigger(e.detail.requestConfig.elt, "input");
      return;
    }
    e.detail.shouldSwap = false;
    note(place(e), failure(x.status));
  });
  // What was done here is said until the page shows what somebody did after it.
  document.addEventListener("htmx:afterSwap", function (e) {
    if (place(e).id === "now") all("[data-done]").forEach(function (n) { n.remove(); });
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (e) {
      var said = failure(0), to = place(e);
      if (to && to.id === "preview") said = say(
        "Không nối được máy chủ nên chưa xem trước được. Những gì đã gõ còn nguyên; cứ gõ tiếp, có mạng trở lại là thấy.",
        "The server cannot be reached, so there is no preview. What you typed is still here; go on, it comes back with the network.");
      if (to) note(to, said);
    });
  });
  // Once the network is back, a preview catches up by itself.
  window.addEventListener("online", function () { all("form[data-live]").forEach(function (f) { if (window.htmx) window.htmx.trigger(f, "input"); }); });
})();
