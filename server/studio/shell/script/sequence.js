// Putting a list in order: by the buttons of each line, with the keyboard as well, or by dragging. What moved is said aloud,
// and the form hears of a change.
(function () {
  "use strict";

  var say = window.ngatu.say;

  Array.prototype.forEach.call(document.querySelectorAll("[data-sequence]"), function (list) {
    var place = list.parentNode.querySelector("[data-moved]"), dragged = null;

    function done(item) {
      var at = Array.prototype.indexOf.call(list.children, item) + 1;
      place.textContent = item.querySelector("a").textContent + say(": vị trí ", ": place ") + at + say(" trên ", " of ") + list.children.length;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }

    list.addEventListener("click", function (e) {
      var button = e.target.closest("[data-move]");
      if (!button) return;
      var item = button.closest("li"), by = +button.getAttribute("data-move");
      var other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
      if (!other) return;
      list.insertBefore(item, by < 0 ? other : other.nextElementSibling);
      button.focus();
      done(item);
    });

    list.addEventListener("dragstart", function (e) {
      dragged = e.target.closest("li");
      e.dataTransfer.effectAllowed = "move";
      e.dataTransfer.setData("text/plain", "");
    });
    list.addEventListener("dragover", function (e) {
      var target = e.target.closest("li");
      if (!dragged) return;
      e.preventDefault();
      if (!target || target === dragged) return;
      var box = target.getBoundingClientRect();
      list.insertBefore(dragged, e.clientY < box.top + box.height / 2 ? target : target.nextElementSibling);
    });
    list.addEventListener("drop", function (e) { e.preventDefault(); });
    list.addEventListener("dragend", function () {
      if (dragged) done(dragged);
      dragged = null;
    });
  });
})();
