// Package origin is the small web server on a screen's own computer. The page talks to it as if it
// were the server.
//
// It owns what is between a browser and the agent: addresses, headers, who may ask, the sockets of
// pages, and the newest frames that each page still has to get. It must not know where frames,
// media and times come from, and it verifies nothing: it gets what passed the gate.
package origin
