// A clip in one of the page's two video elements: rolled to its first picture before its time, then
// held in step with the server's clock by small changes of speed.
(function (Ngatu) {
  'use strict';

  var STALL = 3000;      // ms without progress after which a clip has stalled
  var LOST = 0.5;        // s off from which it is put right by seeking
  var SEEKS = 2;         // that often in one play: a clip with few key frames is late again after each, and would only seek
  var NEAR = 0.012;      // s off that nobody sees
  var BEND = 0.1;        // how much faster or slower it may run; it has no sound, so nobody hears it
  var HASTE = 2;         // how much faster per second that it is late: half a second later most of it is made up for
  var REST = 200;        // ms between changes of speed, for currentTime moves in steps

  class Film {
    constructor(video) {
      this.video = video;
      video.muted = true;
      video.setAttribute('muted', '');
      video.setAttribute('playsinline', '');
      video.setAttribute('webkit-playsinline', '');
      video.setAttribute('disableremoteplayback', '');
      video.preload = 'auto';
      video.controls = false;
      this.url = null;
    }

    // roll loads a clip and waits for its picture at a position in seconds.
    roll(blob, position) {
      this.stop();
      var video = this.video;
      this.url = URL.createObjectURL(blob);
      this.begun = false;
      this.seeks = 0;
      this.took = 0; // s that the last seek took; the next one aims as far ahead
      return new Promise((resolve, reject) => {
        this.refuse = reject; // a clip that is stopped while it loads never comes
        var timer = setTimeout(() => reject(new Error('slow')), 10000);
        var ready = () => {
          if (video.readyState < 2 || video.seeking) { return; }
          clearTimeout(timer);
          video.onloadeddata = video.onseeked = null;
          resolve();
        };
        video.onloadedmetadata = () => {
          var last = isFinite(video.duration) ? Math.max(0, video.duration - 0.05) : position;
          if (position > 0.05) { video.currentTime = Math.min(position, last); }
        };
        video.onloadeddata = video.onseeked = ready;
        video.onerror = () => { clearTimeout(timer); reject(new Error('decode')); };
        video.src = this.url;
        video.load();
      });
    }

    // keep is called on every frame while the clip is on the glass: position in seconds it should
    // be at, below 0 while it holds its first picture. It says false when the clip has stalled.
    keep(position) {
      var video = this.video, now = performance.now();
      if (position < 0) { return true; }
      if (!this.begun) {
        this.begun = true;
        this.moved = now;
        this.at = -1;
        this.bent = now;
        var started = video.play();
        if (started && started.catch) { started.catch(() => null); }
      }
      if (video.currentTime !== this.at) { this.at = video.currentTime; this.moved = now; }
      if (video.ended || (isFinite(video.duration) && position >= video.duration - 0.02)) { return !video.error; } // its last picture holds
      this.steer(position - video.currentTime, position);
      return !video.error && now - this.moved < STALL;
    }

    steer(late, position) {
      var video = this.video;
      if (video.seeking) { return; }
      if (Math.abs(late) > LOST && this.seeks < SEEKS) { this.seek(position); return; }
      var rate = Math.abs(late) < NEAR ? 1 : 1 + Math.max(-BEND, Math.min(BEND, late * HASTE)), now = performance.now();
      if (Math.abs(video.playbackRate - rate) < 0.004 || now - this.bent < REST) { return; }
      this.bent = now;
      video.playbackRate = rate;
    }

    seek(position) {
      var video = this.video, began = performance.now(), last = isFinite(video.duration) ? Math.max(0, video.duration - 0.05) : position;
      this.seeks++;
      video.onseeked = () => { video.onseeked = null; this.took = (performance.now() - began) / 1000; this.moved = performance.now(); };
      video.currentTime = Math.min(position + this.took, last);
    }

    // stop gives the decoder and the bytes back.
    stop() {
      var video = this.video;
      video.onloadedmetadata = video.onloadeddata = video.onseeked = video.onerror = null;
      if (this.refuse) { this.refuse(new Error('stopped')); this.refuse = null; }
      if (!this.url) { return; }
      video.pause();
      video.playbackRate = 1;
      video.removeAttribute('src');
      video.load();
      URL.revokeObjectURL(this.url);
      this.url = null;
    }
  }

  Ngatu.Film = Film;
})(window.Ngatu = window.Ngatu || {});
