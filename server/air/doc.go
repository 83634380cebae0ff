// Package air is what every audience is on. It keeps all that may be shown as it stood at the last change, and after the
// next one reads only what the log of changes names (catchup.go), says what that touches (touched.go), and resolves, lays out,
// signs and hands to the hub that alone; it does the same for screens, boards, takeovers and commands. Where the log does not tell, it reads
// everything, which comes to the same frames (follow_test.go).
//
// It owns no rule of its own: eligibility and time are content's, looks are content/layout's. It must not know a request,
// a socket or a file that came in.
package air
