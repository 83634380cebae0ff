// Command bench measures what docs/performance.md promises: from a file in the inbox and a posted
// figure to painted pixels in a real browser, Resolve, bytes on the wire, the start of a
// demonstration, and ten thousand players on one hub.
//
// It owns the methods and the table. The servers that it measures are child processes, so that
// their memory and processor time are their own. Everything stays on 127.0.0.0/8 and in its own
// folders, is bounded, and ends by itself. It must not decide anything that the program does: it
// only measures.
package main
