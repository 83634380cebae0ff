// The page itself, kept whole in the browser, so that it starts without a server. A new build is
// put in beside the old one and takes its place only when every file of it is here. Frames and
// media are kept by the page, not by this.
(function () {
  'use strict';

  var BUILD = '%build%';
  var PAGE = '/play?b=' + BUILD; // one of several servers may still have another
  var FILES = [%files%];
  var PREFIX = 'ngatu-page-';

  self.addEventListener('install', (e) => {
    e.waitUntil(caches.open(PREFIX + BUILD).then((c) => c.addAll([PAGE].concat(FILES))).then(() => self.skipWaiting()));
  });

  self.addEventListener('activate', (e) => {
    e.waitUntil(caches.keys()
      .then((names) => Promise.all(names.filter((n) => n.indexOf(PREFIX) === 0 && n !== PREFIX + BUILD).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()));
  });

  self.addEventListener('fetch', (e) => {
    var url = new URL(e.request.url);
    if (e.request.method !== 'GET' || url.origin !== self.location.origin) { return; }
    if (url.pathname !== '/play' && url.pathname.indexOf('/play/') !== 0) { return; }
    var key = url.pathname === '/play' ? PAGE : e.request;
    e.respondWith(caches.open(PREFIX + BUILD).then((c) => c.match(key)).then((kept) => kept || fetch(e.request)));
  });
})();
