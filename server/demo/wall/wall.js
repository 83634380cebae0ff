// Frames keep their screen's own pixels; here they are only drawn smaller to fit the wall.
(function () {
  'use strict';
  function fit() {
    document.querySelectorAll('.cabinet').forEach(function (cabinet) {
      var frame = cabinet.querySelector('iframe');
      var w = Number(cabinet.dataset.w);
      var h = Number(cabinet.dataset.h);
      var scale = cabinet.clientWidth / w;
      frame.style.transform = 'scale(' + scale + ')';
      cabinet.style.height = h * scale + cabinet.offsetHeight - cabinet.clientHeight + 'px';
    });
  }
  window.addEventListener('resize', fit);
  fit();
}());
