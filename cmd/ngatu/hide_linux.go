package main

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// hideTyping stops a terminal from showing what is typed, until the function that it returns is
// called: nobody looking over a shoulder reads the key.
func hideTyping(in *os.File) func() {
	fd := int(in.Fd())
	was, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return func() {}
	}
	silent := *was
	silent.Lflag &^= unix.ECHO
	if unix.IoctlSetTermios(fd, unix.TCSETS, &silent) != nil {
		return func() {}
	}
	return func() {
		unix.IoctlSetTermios(fd, unix.TCSETS, was)
		fmt.Fprintln(os.Stderr)
	}
}
