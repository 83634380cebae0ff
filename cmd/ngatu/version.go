package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// release is set where a released program is built: -ldflags "-X main.release=1.2.0".
var release string

type versionCmd struct{}

// Run prints one line: release, revision and time of the source, Go and machine.
func (versionCmd) Run() error {
	fmt.Println(version())
	return nil
}

func version() string {
	return strings.Join([]string{"ngatu", versionName(true), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}, " ")
}

// versionName is what people call this program's version: its release, or the revision of one that is
// none; with its time and state where whole.
func versionName(whole bool) string {
	words := []string{release}
	if release == "" {
		words[0] = "dev"
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || release != "" && !whole {
		return words[0]
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) > 12:
			words = append(words, s.Value[:12])
		case s.Key == "vcs.time" && whole:
			words = append(words, s.Value)
		case s.Key == "vcs.modified" && s.Value == "true" && whole:
			words = append(words, "modified")
		}
	}
	return strings.Join(words, " ")
}
