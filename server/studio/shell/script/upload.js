// The upload: each file in parts, by the tus protocol, so that a cut line goes on where it was, also
// after the page was loaded again. One file after the other, each with its progress and what became
// of it. Without this script the form sends all files at once.
(function () {
  "use strict";

  var ngatu = window.ngatu, tus = window.tus;
  var csrf = document.body.getAttribute("data-csrf");
  var waits = [0, 1000, 3000, 5000, 10000, 20000, 30000]; // ms before a part is sent again

  function one(selector, root) { return (root || document).querySelector(selector); }
  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }

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

  var form = one("[data-upload]");
  if (!form || !tus || !tus.isSupported) return;
  var list = one("#files"), row = one("#file-row"), queue = [], now = null;
  var campaign = one("[name=campaign]", form), instead = one("[name=slide]", form);
  if (campaign) campaign.addEventListener("change", next);
  one("[data-plain]", form).hidden = true;
  var together = ngatu.together(form);
  all("input[type=file]", form).forEach(function (input) {
    input.addEventListener("change", function () {
      ngatu.file.chosen(input.files).forEach(add);
      input.value = "";
    });
  });
  if (!instead) {
    one("[data-drop]", form).addEventListener("drop", function (e) { // before the frame takes it for plain files
      var roots = ngatu.file.entries(e.dataTransfer);
      if (!roots.some(function (entry) { return entry.isDirectory; })) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      e.currentTarget.classList.remove("over");
      ngatu.file.within(roots).then(function (files) { files.forEach(add); });
    }, true);
  }

  // A picture is pasted; browsers call every one of them “image.png”.
  document.addEventListener("paste", function (e) {
    var files = e.clipboardData ? Array.prototype.slice.call(e.clipboardData.files, 0, instead ? 1 : undefined) : [];
    if (!files.length) return; // words, into a field
    e.preventDefault();
    files.forEach(function (file) {
      var plain = /^image(\.\w+)$/.exec(file.name), at = new Date().toTimeString().slice(0, 8).replace(/:/g, ".");
      add(plain ? new File([file], ngatu.say("Ảnh dán lúc ", "Pasted at ") + at + plain[1], { type: file.type }) : file);
    });
  });

  function add(file) {
    var item = row.content.firstElementChild.cloneNode(true);
    var job = { file: file, item: item, bar: one("progress", item), ai: one("[name=ai]:checked", form) };
    job.ai = job.ai ? job.ai.value : "";
    one("[data-name]", item).textContent = file.name;
    one("[data-size]", item).textContent = size(file.size);
    list.appendChild(item);
    ngatu.file.look(file, one("[data-look]", item));
    var fault = ngatu.file.fault(file, form); // the server would cut the line before it could say so
    if (fault) {
      job.bar.hidden = true;
      item.className = "bad";
      tell(job, fault.vi, fault.en);
      return;
    }
    one("[data-pause]", item).onclick = function () { pause(job); };
    queue.push(job);
    next();
  }

  function next() {
    if (!now && !queue.length) together.ask();
    if (now || !queue.length) return;
    if (campaign && !campaign.value) { // files wait until it is said where they belong
      queue.forEach(function (job) { tell(job, "Hãy chọn chiến dịch ở trên, tệp sẽ tự gửi đi.", "Choose the campaign above; the file is sent then."); });
      campaign.focus();
      return;
    }
    now = queue.shift();
    if (!now.again) {
      now.campaign = campaign ? campaign.value : ""; // also where another is chosen while it is sent, or asked for again
      tell(now, "", "");
    }
    now.item.className = "";
    now.bar.hidden = false;
    if (now.whole) take(now); else if (now.asked || instead) send(now); else ask(now);
  }

  // ask points out what is there already before it is sent. Whoever sends it all the same may: in
  // another campaign it is a draft of its own.
  function ask(job) {
    job.asked = true;
    ngatu.file.known(job.file, form.action).then(function (slides) {
      if (!slides.length) { send(job); return; }
      var place = one("[data-sure]", job.item);
      name(job, slides);
      job.bar.hidden = true;
      place.hidden = false;
      one("[data-yes]", place).onclick = function () { place.hidden = true; queue.push(job); next(); };
      one("[data-no]", place).onclick = function () { job.item.remove(); };
      now = null;
      next();
    });
  }

  // name says which slides show a file.
  function name(job, slides) {
    var place = one("[data-known]", job.item);
    place.textContent = "";
    slides.forEach(function (slide) {
      var line = document.createElement("p"), link = document.createElement("a");
      link.href = slide.at;
      link.textContent = ngatu.say(slide.vi, slide.en);
      line.appendChild(link);
      place.appendChild(line);
    });
  }

  // Parts.
  function send(job) {
    job.bar.value = job.bar.value || 0;
    var button = one("[data-pause]", job.item);
    button.hidden = false;
    button.textContent = ngatu.say("Tạm dừng", "Pause");
    if (job.upload) {
      job.upload.start();
      return;
    }
    job.upload = new tus.Upload(job.file, {
      endpoint: form.action + "/parts", chunkSize: +form.getAttribute("data-part"), retryDelays: waits,
      metadata: { filename: job.file.name, slide: instead ? instead.value : "" },
      onBeforeRequest: function (request) {
        request.setHeader("Accept", "application/json");
        request.setHeader("X-CSRF-Token", csrf);
      },
      onShouldRetry: function (error) {
        var answer = error.originalResponse, status = answer ? answer.getStatus() : 0;
        if (answer && fresh(answer.getHeader("X-CSRF-Token"))) return true;
        if (!status || status >= 502) tell(job, "Mất kết nối, đang thử lại; phần đã gửi vẫn còn.", "The line was cut; trying again. What was sent is kept.");
        return !status || status === 409 || status === 423 || status >= 502;
      },
      onProgress: function (sent, total) {
        job.bar.value = total ? 100 * sent / total : 100;
        tell(job, "", "");
      },
      onError: function (error) {
        var answer = error.originalResponse;
        fail(job, answer ? answer.getStatus() : 0, answer ? answer.getBody() : "");
      },
      onSuccess: function () {
        job.whole = job.upload.url.split("/").pop();
        take(job);
      }
    });
    if (job.anew) { job.upload.start(); return; }
    job.upload.findPreviousUploads().then(function (before) { // of this file, before the page was loaded again
      if (before.length) job.upload.resumeFromPreviousUpload(before[0]);
      job.upload.start();
    }, function () { job.upload.start(); });
  }

  // forget has the page not go on with a file that was taken, or refused for itself: chosen again, it is
  // sent anew. What the server keeps for its sender need not be.
  function forget(job) {
    var upload = job.upload;
    return upload ? upload.findPreviousUploads().then(function (before) {
      before.forEach(function (one) {
        if (one.uploadUrl === upload.url) tus.defaultOptions.urlStorage.removeUpload(one.urlStorageKey);
      });
    }) : Promise.resolve();
  }

  // anew sends a file from its beginning that the server had for another campaign or slide.
  function anew(job) {
    var again = function () {
      job.whole = job.upload = null;
      send(job);
    };
    job.anew = true; // it goes on with nothing; told so again, somebody has to press
    forget(job).then(again, again);
  }

  // fresh says whether somebody has signed in again since the page was opened: its parts go on.
  function fresh(token) {
    if (!token || token === csrf) return false;
    csrf = token;
    return true;
  }

  function pause(job) {
    var button = one("[data-pause]", job.item);
    if (job === now) {
      job.upload.abort();
      now = null;
      button.textContent = ngatu.say("Gửi tiếp", "Go on");
      tell(job, "Đang tạm dừng; phần đã gửi được giữ một ngày.", "Paused. What was sent is kept for a day.");
      next();
      return;
    }
    if (queue.indexOf(job) < 0) queue.unshift(job);
    next();
  }

  // The file is whole: the server takes it in.
  function take(job) {
    one("[data-pause]", job.item).hidden = true;
    job.bar.removeAttribute("value");
    if (!job.again) tell(job, "Đang kiểm tra và chuẩn bị cho các màn hình…", "Checking it and preparing it for the screens…");
    var ask = new XMLHttpRequest(), data = new URLSearchParams();
    data.append("part", job.whole);
    data.append("ai", job.ai);
    if (campaign) data.append("campaign", job.campaign);
    if (instead) data.append("slide", instead.value);
    ask.onload = function () {
      if (fresh(ask.getResponseHeader("X-CSRF-Token"))) { take(job); return; }
      end(job, ask.status, last(ask.responseText));
    };
    ask.onprogress = function () { // a file with pages says how far it is, a line at a time
      var far = {};
      try { far = JSON.parse(last(ask.responseText.slice(0, ask.responseText.lastIndexOf("\n")))); } catch (e) { return; }
      if (!far.of) return;
      job.bar.value = 100 * far.done / far.of;
      tell(job, "Đang đọc trang " + Math.min(far.done + 1, far.of) + " / " + far.of + "…", "Reading page " + Math.min(far.done + 1, far.of) + " of " + far.of + "…");
    };
    ask.onerror = function () { later(job, 0, ""); };
    ask.open("POST", form.action);
    ask.setRequestHeader("Accept", "application/json");
    ask.setRequestHeader("X-Requested-With", "studio");
    ask.setRequestHeader("X-CSRF-Token", csrf);
    ask.send(data);
  }

  function last(text) { return text.trim().split("\n").pop(); }

  function end(job, status, text) {
    var item = job.item, answer = {};
    try { answer = JSON.parse(text); } catch (e) { /* not ours: a proxy's page */ }
    if (answer.error && answer.error.next === "anew" && !job.anew) { anew(job); return; }
    if (answer.of || !answer.error && status >= 502 || answer.error && answer.error.code === "away") { later(job, answer.of ? 0 : status, text); return; } // cut off between two pages
    if (status !== 200 || !answer.at) { fail(job, status, text); return; }
    forget(job);
    job.bar.hidden = true;
    item.className = "good";
    var notes = answer.notices || [];
    var pages = answer.slides || [];
    if (pages.length) notes = [{ vi: "Tệp thành " + pages.length + " bản nháp, theo thứ tự.", en: "The file became " + pages.length + " drafts, in order." }].concat(notes);
    tell(job, notes.map(function (n) { return n.vi; }).join("\n"), notes.map(function (n) { return n.en; }).join("\n"));
    name(job, answer.known || []);
    if (!answer.conversion) ngatu.file.drawn((pages[0] || answer).at, one("[data-look]", item));
    if (answer.conversion && window.htmx) window.htmx.ajax("GET", answer.conversion, { target: one("[data-conversion]", item), swap: "innerHTML" });
    one("[data-open]", item).hidden = pages.length > 0;
    one("[data-open] a", item).href = answer.at;
    one("[data-pages]", item).hidden = !pages.length;
    pages.forEach(function (page) {
      var link = document.createElement("a");
      link.href = page.at;
      link.textContent = page.title;
      one("[data-pages] p", item).appendChild(link);
    });
    if (!instead) together.add(pages.length ? pages : [answer]);
    now = null;
    next();
  }

  // What one of several servers was reading another goes on with: it is asked for some time before
  // anybody has to press.
  function later(job, status, text) {
    var wait = waits[job.again || 0];
    if (!form.hasAttribute("data-shared") || wait === undefined) {
      fail(job, status, text);
      return;
    }
    job.again = (job.again || 0) + 1;
    tell(job, "Mất kết nối khi máy chủ đang đọc tệp; đang hỏi lại, tệp không phải gửi lại.", "The line was cut while the file was read; asking again. It need not be sent again.");
    var fault = said(text);
    if (fault) tell(job, fault.vi, fault.en);
    if (fault && fault.next === "behind") { // a server reads it by itself, when it can: the other files need not wait
      queue.push(job);
      now = null;
      next();
      return;
    }
    setTimeout(function () { take(job); }, wait);
  }

  // said is what the server says is wrong; nothing where a proxy answered.
  function said(text) {
    try { return JSON.parse(last(text || "")).error; } catch (e) { return null; }
  }

  function fail(job, status, text) {
    var fault = said(text) || between(status);
    job.item.className = "bad";
    job.again = 0;
    job.bar.hidden = true;
    one("[data-pause]", job.item).hidden = true;
    tell(job, fault.vi, fault.en);
    if (fault.code === "invalid" || fault.code === "too_large") forget(job); else retry(job); // the file is fine, and the server keeps what is there of it
    if (status === 404) job.whole = job.upload = null; // it was given up meanwhile
    now = null;
    next();
  }

  // The file stays chosen: one press goes on with it.
  function retry(job) {
    var place = one("[data-retry]", job.item);
    place.hidden = false;
    one("button", place).onclick = function () {
      place.hidden = true;
      job.anew = false;
      queue.push(job);
      next();
    };
  }

  function tell(job, vi, en) { one("[data-said]", job.item).textContent = ngatu.say(vi, en); }

  function size(n) { return n >= 1048576 ? Math.round(n / 1048576) + " MB" : Math.max(1, Math.round(n / 1024)) + " kB"; }

  window.addEventListener("beforeunload", function (e) { if (now || queue.length) e.preventDefault(); });
})();
