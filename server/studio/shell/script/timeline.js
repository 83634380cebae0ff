// Moving the time of a timeline by dragging and by keyboard: the slider, or the strip itself. Without it the field of the
// time and the links do the same.
(function () {
  "use strict";

  var form = document.querySelector("[data-timeline]"), row = document.querySelector("[data-range]");
  if (!form || !row) return;
  var range = row.querySelector("input"), time = form.querySelector("[data-time]"), day = form.querySelector("[data-day]");
  var strip = document.querySelector(".days .strip"), began = day.value;
  row.hidden = false;

  function two(n) { return (n < 10 ? "0" : "") + n; }
  function written(s) { return two(Math.floor(s / 3600)) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60); }
  function read() { var p = time.value.split(":"); return 3600 * p[0] + 60 * p[1] + (+p[2] || 0); }

  function draw() {
    range.setAttribute("aria-valuetext", written(+range.value));
    Array.prototype.forEach.call(document.querySelectorAll(".days .mark"), function (mark) {
      mark.setAttribute("x1", range.value);
      mark.setAttribute("x2", range.value);
    });
  }

  // to moves the time; the form then asks for what is on there.
  function to(second) {
    second = Math.max(0, Math.min(86399, Math.round(second)));
    range.value = second;
    time.value = written(second);
    draw();
    time.dispatchEvent(new Event("input", { bubbles: true }));
  }

  range.addEventListener("input", function (e) { e.stopPropagation(); to(+range.value); });
  range.addEventListener("keydown", function (e) {
    var step = { ArrowLeft: -60, ArrowDown: -60, ArrowRight: 60, ArrowUp: 60, PageDown: -3600, PageUp: 3600 }[e.key];
    if (!step) return;
    e.preventDefault();
    to(+range.value + step);
  });
  time.addEventListener("input", function () {
    if (!time.value) return;
    range.value = read();
    draw();
  });
  day.addEventListener("change", function () { if (day.value && day.value !== began) form.submit(); }); // the strips are of another day

  var drags = false;
  function follow(e) {
    var box = strip.getBoundingClientRect();
    to(86400 * (e.clientX - box.left) / box.width);
  }
  strip.addEventListener("pointerdown", function (e) { drags = true; strip.setPointerCapture(e.pointerId); follow(e); });
  strip.addEventListener("pointermove", function (e) { if (drags) follow(e); });
  ["pointerup", "pointercancel"].forEach(function (name) { strip.addEventListener(name, function () { drags = false; }); });
  draw();
})();
