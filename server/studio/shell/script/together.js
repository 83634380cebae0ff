// What was made of the files of an upload, together: the links and the form below them.
(function () {
  "use strict";

  var ngatu = window.ngatu;

  function one(selector, root) { return (root || document).querySelector(selector); }
  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }

  // together is for the upload with a form: add is told of slides, ask is called when no file is on its way.
  ngatu.together = function (form) {
    var drafts = [], asked = 0;

    // What was made is sent to the approver together, sixty at a time: by the form below the files once all
    // of them are there, or by its own page where that form does not come.
    function add(slides) {
      slides.forEach(function (slide) { if (drafts.indexOf(slide.id) < 0) drafts.push(slide.id); });
      var place = one("#together");
      place.textContent = "";
      for (var i = 0; i < drafts.length; i += 60) {
        var link = document.createElement("a");
        link.className = "button primary";
        link.href = form.action + "/drafts?items=" + drafts.slice(i, i + 60).join("+");
        link.textContent = ngatu.say("Xem, đặt ngày và gửi duyệt tất cả", "Look, set dates and submit all") + (i ? ngatu.say(" (tiếp)", " (more)") : "");
        place.appendChild(link);
      }
    }

    // ask asks below the files for dates and screens of all that was made. What was typed there before
    // more files came is kept, with the areas that were looked up.
    function ask() {
      var set = one("#set"), links = one("#together");
      if (!set || !window.htmx || !drafts.length || drafts.length > 60 || asked === drafts.length) return;
      asked = drafts.length;
      var was = [], areas = null;
      set.addEventListener("htmx:beforeSwap", function keep(e) { // only now: people type while the answer is on its way
        if (e.target !== set) return;
        set.removeEventListener("htmx:beforeSwap", keep);
        was = all("form input", set).map(function (f) { return { name: f.name, value: f.value, checked: f.checked, type: f.type }; });
        areas = one("#areas", set);
      });
      window.htmx.ajax("GET", form.action + "/drafts?items=" + drafts.join("+"), { target: set, swap: "innerHTML" }).then(function () {
        var shown = one("form", set), found = shown && one("#areas", shown);
        if (!shown) return;
        links.textContent = "";
        shown.noValidate = true; // the server says all that is wrong at once
        if (found && areas) found.replaceWith(areas);
        all("input", shown).forEach(function (f) {
          var ticked = f.type === "checkbox" || f.type === "radio";
          var old = was.filter(function (o) { return o.name === f.name && o.type === f.type && (!ticked || o.value === f.value); })[0];
          if (!old || f.type === "hidden") return;
          if (ticked) f.checked = old.checked; else f.value = old.value;
        });
      });
    }

    return { add: add, ask: ask };
  };
})();
