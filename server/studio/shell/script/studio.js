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
      var input = one("input[type=file]:not([data-camera])", zone);
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

  // between is what went wrong on the way, where the answer is not the server's: a
  // proxy's page, or none.
  function between(status) {
    if (status === 413) {
      return {
        vi: "Máy chủ trung gian (proxy) không cho gửi tệp lớn như vậy; dữ liệu chưa đến hệ thống. Hãy gửi tệp nhỏ hơn, hoặc báo người vận hành nâng giới hạn của proxy (client_max_body_size).",
        en: "A proxy on the way refuses files of this size; it has not reached the server. Send a smaller one, or ask the operator to raise the proxy's limit (client_max_body_size)."
      };
    }
    if (status) {
      return {
        vi: "Máy chủ trung gian (proxy) trả lời lỗi " + status + "; tệp chưa được nhận. Hãy gửi lại sau ít phút; nếu vẫn lỗi, báo người vận hành mã này.",
        en: "A proxy on the way answered with error " + status + "; the file was not taken. Send it again in a few minutes; if it goes on, tell the operator this number."
      };
    }
    return { vi: "Không gửi được tệp này. Hãy kiểm tra mạng rồi gửi lại.", en: "The file could not be sent. Check the network and send it again." };
  }

  // Upload: one file a request, one after the other, each with its progress and what became of it.
  function uploads() {
    var form = one("[data-upload]");
    if (!form) return;
    var list = one("#files"), row = one("#file-row"), queue = [], busy = false;
    var most = +form.getAttribute("data-most"); // MB
    var campaign = one("[name=campaign]", form);
    if (campaign) campaign.addEventListener("change", next);
    one("[data-plain]", form).hidden = true;
    all("input[type=file]", form).forEach(function (input) {
      input.addEventListener("change", function () {
        Array.prototype.forEach.call(input.files, add);
        input.value = "";
      });
    });

    function add(file) {
      var item = row.content.firstElementChild.cloneNode(true);
      one("[data-name]", item).textContent = file.name;
      one("[data-size]", item).textContent = size(file.size);
      list.appendChild(item);
      if (file.size > most * 1048576) { // the server would cut the line before it could say so
        one("progress", item).hidden = true;
        item.className = "bad";
        tell(item, "Tệp lớn hơn " + most + " MB. Hãy nén hoặc cắt ngắn video rồi gửi lại.", "The file is larger than " + most + " MB. Compress or shorten the clip and send it again.");
        return;
      }
      queue.push({ file: file, item: item });
      next();
    }

    function next() {
      if (busy || !queue.length) return;
      if (campaign && !campaign.value) { // files wait until it is said where they belong
        queue.forEach(function (job) { tell(job.item, "Hãy chọn chiến dịch ở trên, tệp sẽ tự gửi đi.", "Choose the campaign above; the file is sent then."); });
        campaign.focus();
        return;
      }
      busy = true;
      var job = queue.shift(), send = new XMLHttpRequest(), data = new FormData(), bar = one("progress", job.item);
      job.item.className = "";
      bar.hidden = false;
      bar.value = 0;
      tell(job.item, "", "");
      if (campaign) data.append("campaign", campaign.value);
      var slide = one("[name=slide]", form);
      if (slide) data.append("slide", slide.value);
      data.append("file", job.file);
      send.upload.onprogress = function (e) { if (e.lengthComputable) bar.value = 100 * e.loaded / e.total; };
      send.upload.onload = function () {
        bar.removeAttribute("value");
        tell(job.item, "Đang kiểm tra và chuẩn bị cho các màn hình…", "Checking it and preparing it for the screens…");
      };
      send.onload = function () {
        var fresh = send.getResponseHeader("X-CSRF-Token");
        if (fresh && fresh !== csrf) { // somebody has signed in again since the page was opened
          csrf = fresh;
          queue.unshift(job);
          busy = false;
          next();
          return;
        }
        end(job, bar, send.status, last(send.responseText));
      };
      send.onprogress = function () { // a file with pages says how far it is, a line at a time
        var now = {};
        try { now = JSON.parse(last(send.responseText.slice(0, send.responseText.lastIndexOf("\n")))); } catch (e) { return; }
        if (!now.of) return;
        bar.value = 100 * now.done / now.of;
        tell(job.item, "Đang đọc trang " + Math.min(now.done + 1, now.of) + " / " + now.of + "…", "Reading page " + Math.min(now.done + 1, now.of) + " of " + now.of + "…");
      };
      send.onerror = function () { end(job, bar, 0, ""); };
      send.open("POST", form.action);
      send.setRequestHeader("Accept", "application/json");
      send.setRequestHeader("X-Requested-With", "studio");
      send.setRequestHeader("X-CSRF-Token", csrf);
      send.send(data);
    }

    function last(text) { return text.trim().split("\n").pop(); }

    function end(job, bar, status, text) {
      var item = job.item, answer = {};
      try { answer = JSON.parse(text); } catch (e) { /* not ours: a proxy's page */ }
      bar.hidden = true;
      if (status === 200 && answer.at) {
        item.className = "good";
        var notes = answer.notices || [];
        var pages = answer.slides || [];
        if (pages.length) notes = [{ vi: "Tệp thành " + pages.length + " bản nháp, theo thứ tự.", en: "The file became " + pages.length + " drafts, in order." }].concat(notes);
        tell(item, notes.map(function (n) { return n.vi; }).join("\n"), notes.map(function (n) { return n.en; }).join("\n"));
        one("[data-open]", item).hidden = pages.length > 0;
        one("[data-open] a", item).href = answer.at;
        one("[data-pages]", item).hidden = !pages.length;
        pages.forEach(function (page) {
          var link = document.createElement("a");
          link.href = page.at;
          link.textContent = page.title;
          one("[data-pages] p", item).appendChild(link);
        });
      } else {
        item.className = "bad";
        var fault = answer.error || between(answer.of ? 0 : status); // cut off between two pages
        tell(item, fault.vi, fault.en);
        if (!answer.error || status === 401) retry(job); // the file is fine: it only did not arrive
      }
      busy = false;
      next();
    }

    // The file stays chosen: one press sends it again.
    function retry(job) {
      var row = one("[data-retry]", job.item);
      row.hidden = false;
      one("button", row).onclick = function () {
        row.hidden = true;
        queue.push(job);
        next();
      };
    }

    function tell(item, vi, en) { one("[data-said]", item).textContent = ngatu.say(vi, en); }

    function size(n) { return n >= 1048576 ? Math.round(n / 1048576) + " MB" : Math.max(1, Math.round(n / 1024)) + " kB"; }

    window.addEventListener("beforeunload", function (e) { if (busy || queue.length) e.preventDefault(); });
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

  look(); drops(); uploads(); focus(); copies(); sheets();
})();
