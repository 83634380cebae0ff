// Package origin is the small web server on a screen's own computer, which the page talks to as if it were the server.
//
// It owns what stands between a browser and the agent: addresses, headers, who may ask, the sockets of pages and the
// newest frame that each of them still has to get.
//
// It must not know where frames, media and times come from, and it verifies nothing: it is handed what passed the gate.
package origin
