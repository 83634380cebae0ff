// Package e2e drives the whole as people do: real files into the inbox, the real server, real
// Chromium, and looks at what a passer-by would see. One test for each of the three paths, and for
// what only shows when all parts run together.
package e2e
