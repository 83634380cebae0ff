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
	words := []string{"ngatu", release}
	if release == "" {
		words[1] = "dev"
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision" && len(s.Value) > 12:
				words = append(words, s.Value[:12])
			case s.Key == "vcs.time":
				words = append(words, s.Value)
			case s.Key == "vcs.modified" && s.Value == "true":
				words = append(words, "modified")
			}
		}
	}
	return strings.Join(append(words, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH), " ")
}
