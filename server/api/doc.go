// Package api is what other programs call: figures and files in, JSON out.
//
// It owns what a token may do, how large and how frequent requests may be, the form of answers and
// errors ({"error": {code, vi, en, problems}}), and their description as OpenAPI, which is made from
// the table of routes and the types of Go. It must not know sessions or pages of the studio, and
// accepts nothing by itself: intake does, by the same rules as for the inbox and the studio. A file
// becomes a draft; people approve it.
package api
