// What is typed in a form is kept on the server while it is typed, for the person alone, and offered again when they come back:
// after a power cut, from another computer. Without this script a form is saved by its button only.
(function () {
  "use strict";

  if (!window.fetch || !window.URLSearchParams) return;
  var say = window.ngatu.say, wait = 2500; // ms after the last key
  var mark = "_of"; // names a field that was touched, beside the values of all
  var base = "_had"; // of lines that have one name: the field that each begins with, and its values as the page came

  Array.prototype.forEach.call(document.querySelectorAll("form[data-keep]"), keep);

  // kept are the fields that a person sees, and the order of a list; nothing secret.
  function kept(f) {
    if (!f.name || f.readOnly || f.name[0] === "_") return false;
    return f.type === "hidden" ? !!f.closest("[data-sequence]") : !/^(password|file|submit|button)$/.test(f.type);
  }

  // valuesOf are the values of a query by their names, in their order, each with a sign before it.
  function valuesOf(query) {
    var out = {};
    new URLSearchParams(query).forEach(function (value, name) { out[name] = (out[name] || "") + "\n" + value; });
    return out;
  }

  function keep(form) {
    var place = form.getAttribute("data-keep"), timer = 0, last = fields(), sent = false;
    var first = valuesOf(last), touched = {}; // how the page came, and what differed before it came: after a refusal
    var lists = listsOf(), saving = Promise.resolve();

    var status = document.createElement("p");
    status.className = "meta kept";
    status.setAttribute("role", "status");
    form.appendChild(status);

    function fields() {
      var out = new URLSearchParams();
      Array.prototype.forEach.call(form.elements, function (f) {
        if (!kept(f) || (f.type === "checkbox" || f.type === "radio") && !f.checked) return;
        out.append(f.name, f.value);
      });
      return out.toString();
    }

    // listsOf are the fields that several lines have by one name: all of a line's names, by the first of them.
    function listsOf() {
      var count = {}, out = {};
      var all = Array.prototype.filter.call(form.elements, function (f) { return kept(f) && !/^(checkbox|radio|hidden)$/.test(f.type); });
      all.forEach(function (f) { count[f.name] = (count[f.name] || 0) + 1; });
      all.forEach(function (f) {
        if (count[f.name] < 2) return;
        var line = f.closest(".fields"), begins = all.filter(function (g) { return g === f || line && line.contains(g); })[0].name;
        out[begins] = out[begins] || {};
        out[begins][f.name] = true;
      });
      return out;
    }

    // marked says of what is kept which of it was touched. What was not is left as the page has it when it is
    // restored: somebody else may have changed that meanwhile.
    function marked(query) {
      var now = valuesOf(query), out = new URLSearchParams(query), name;
      for (name in first) if (first[name] !== now[name]) touched[name] = true;
      for (name in now) if (first[name] !== now[name]) touched[name] = true;
      for (name in lists) { // the lines of a list are touched as a whole: a part of one means nothing beside another's
        if (!Object.keys(lists[name]).some(function (one) { return touched[one]; })) continue;
        for (var one in lists[name]) touched[one] = true;
        out.append(base, name + first[name]);
      }
      for (name in touched) out.append(mark, name);
      return out.toString();
    }

    function post(data, again) {
      data.place = place;
      return fetch("/studio/typed", {
        method: "POST", body: new URLSearchParams(data), credentials: "same-origin", keepalive: true,
        headers: { Accept: "application/json", "X-CSRF-Token": document.body.getAttribute("data-csrf") }
      }).then(function (answer) {
        var fresh = answer.headers.get("X-CSRF-Token");
        if (fresh && !again) { // somebody has signed in again since the page was opened
          document.body.setAttribute("data-csrf", fresh);
          return post(data, true);
        }
        return answer;
      });
    }

    function save() {
      clearTimeout(timer);
      timer = 0;
      var now = fields();
      if (sent || now === last) return;
      saving = post({ fields: marked(now) }).then(function (answer) {
        if (!answer.ok) throw new Error();
        last = now;
        return answer.json();
      }).then(function (told) {
        status.textContent = say("Đã lưu " + told.at + " (phần đang soạn, chỉ bạn thấy)", "Saved " + told.at + " (what you are typing, for you alone)");
      }).catch(function () {
        status.textContent = say("Chưa lưu được phần đang soạn; sẽ thử lại khi bạn gõ tiếp.", "What you type could not be saved; it is tried again as you go on.");
      });
    }

    function later() {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    }

    function drop() { return post({ drop: "yes" }).catch(function () { /* it is offered once more */ }); }

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", save);
    // It has become what its button makes of it, or is refused. What is being saved comes first: at another
    // node it would else be kept after it was dropped.
    form.addEventListener("ngatu:answered", function (e) {
      if (e.detail.done) sent = true;
      clearTimeout(timer);
      e.detail.first.push(Promise.race([saving, new Promise(function (late) { setTimeout(late, 3000); })]).then(function () {
        if (e.detail.done) drop();
      }));
    });
    document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden" && timer) save(); });

    // restore fills the fields as they were, and lets the preview know. A form of as many pages as it was
    // given is asked for anew, by the button that stores nothing; an area that was looked up is looked up again.
    function restore(was) {
      if (form.hasAttribute("data-keep-anew")) { anew(was); return; }
      var of = was.getAll(mark), nth = {}, left = [];
      was.getAll(base).forEach(function (had) { // lines that somebody has put in others' places since stay as the page has them
        var name = had.split("\n")[0];
        if (lists[name] && had !== name + first[name]) left = left.concat(Object.keys(lists[name]));
      });
      if (left.length) {
        var told = document.createElement("p");
        told.className = "note";
        told.setAttribute("role", "status");
        told.textContent = say("Những dòng mà người khác đã đổi từ lúc đó được giữ như đang có.", "Lines that somebody else has changed since then stay as they are.");
        form.insertBefore(told, form.firstChild);
      }
      function touches(name) { return (!of.length || of.indexOf(name) >= 0) && left.indexOf(name) < 0; }
      of = of.filter(touches);
      of.forEach(function (name) { touched[name] = true; });
      Array.prototype.forEach.call(form.querySelectorAll("[data-sequence]"), function (list) { inOrder(list, was, touches); });
      Array.prototype.forEach.call(form.elements, function (f) {
        if (!kept(f) || f.type === "hidden" || !touches(f.name)) return;
        var all = was.getAll(f.name);
        if (f.type === "checkbox" || f.type === "radio") {
          if (f.checked !== all.indexOf(f.value) >= 0) unfold(f);
          f.checked = all.indexOf(f.value) >= 0;
          return;
        }
        var i = nth[f.name] = (f.name in nth ? nth[f.name] : -1) + 1; // several lines of a table have one name
        if (i >= all.length) return;
        if (f.value !== all[i]) unfold(f);
        f.value = all[i];
      });
      var looked = form.elements.area_name, area = was.get("area");
      if (looked && area && touches("area")) {
        document.addEventListener("htmx:afterSettle", function chosen() {
          Array.prototype.forEach.call(form.querySelectorAll("[name=area]"), function (f) {
            if (f.value !== area) return;
            document.removeEventListener("htmx:afterSettle", chosen);
            f.checked = true;
          });
        });
        looked.dispatchEvent(new Event("input", { bubbles: true }));
      }
      ["input", "change"].forEach(function (name) { form.dispatchEvent(new Event(name, { bubbles: true })); });
    }

    // unfold opens what a field is folded in: what comes back is seen.
    function unfold(f) {
      for (var at = f.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    }

    // inOrder puts the lines of a list in their order; those that came meanwhile follow.
    function inOrder(list, was, touches) {
      var lines = {}, name = "";
      Array.prototype.forEach.call(list.querySelectorAll("input[type=hidden]"), function (f) {
        name = f.name;
        lines[f.value] = f.closest("li");
      });
      if (!touches(name)) return;
      was.getAll(name).reverse().forEach(function (value) { if (lines[value]) list.insertBefore(lines[value], list.firstChild); });
    }

    function anew(was) {
      var pages = 1, again = document.createElement("form");
      was.forEach(function (value, name) {
        var page = /^p(\d+)_/.exec(name);
        if (page) pages = Math.max(pages, 1 + Number(page[1]));
      });
      Array.prototype.forEach.call(form.elements, function (f) { if (f.type === "hidden" && f.name) was.set(f.name, f.value); });
      was.delete(mark);
      was.delete(base);
      was.set("pages", pages);
      was.set("act", "look");
      again.method = "post";
      again.action = form.action;
      again.hidden = true;
      was.forEach(function (value, name) {
        var field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        field.value = value;
        again.appendChild(field);
      });
      document.body.appendChild(again);
      again.requestSubmit();
    }

    function button(text, does) {
      var b = document.createElement("button");
      b.type = "button";
      b.textContent = text;
      b.addEventListener("click", does);
      return b;
    }

    function offer(told, was) {
      var note = document.createElement("div"), line = document.createElement("p"), row = document.createElement("div");
      note.className = "note";
      note.setAttribute("role", "status");
      row.className = "row";
      line.textContent = say("Bạn có phần đang soạn, lưu lúc " + told.at + " ngày " + told.day + ".", "You were typing something here, saved at " + told.at + " on " + told.day + ".");
      row.appendChild(button(say("Khôi phục", "Restore"), function () {
        note.remove();
        restore(was);
        var first = form.querySelector("input:not([type=hidden]), textarea, select");
        if (first) first.focus();
      }));
      row.appendChild(button(say("Bỏ", "Throw it away"), function () { note.remove(); drop(); }));
      note.appendChild(line);
      note.appendChild(row);
      for (var d = form.parentElement; d; d = d.parentElement) if (d.tagName === "DETAILS") d.open = true;
      form.insertBefore(note, form.firstChild);
    }

    if (form.hasAttribute("data-keep-over")) { drop(); return; } // this page says what its button made
    fetch("/studio/typed?place=" + encodeURIComponent(place), { credentials: "same-origin", headers: { Accept: "application/json" } }).then(function (answer) {
      if (answer.status !== 200) return;
      return answer.json().then(function (told) {
        if (!told.fields) return;
        var was = new URLSearchParams(told.fields), of = was.getAll(mark), then = valuesOf(told.fields);
        if (!of.length) of = Object.keys(then).concat(Object.keys(first));
        if (of.some(function (name) { return then[name] !== first[name]; })) offer(told, was);
        else was.getAll(mark).forEach(function (name) { touched[name] = true; }); // the page has it: it was refused
      });
    }).catch(function () { /* nothing is offered */ });
  }
})();
