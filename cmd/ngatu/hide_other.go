//go:build !linux

package main

import "os"

// hideTyping does nothing here: what is typed stays on the screen.
func hideTyping(*os.File) func() { return func() {} }
