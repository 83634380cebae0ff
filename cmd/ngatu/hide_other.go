//go:build !linux

package main

import "os"

// hideTyping does nothing on this system: typing stays visible.
func hideTyping(*os.File) func() { return func() {} }
