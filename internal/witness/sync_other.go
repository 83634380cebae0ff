//go:build !linux

package witness

import "os"

func datasync(f *os.File) error { return f.Sync() }
