package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// machine is where a run took place.
type machine struct {
	Cores  int    `json:"cores"`
	System string `json:"system"`
	Kernel string `json:"kernel"`
	Model  string `json:"model"`
	Go     string `json:"go"`
	Commit string `json:"commit,omitempty"`
}

func thisMachine() machine {
	m := machine{
		Cores: runtime.NumCPU(), Go: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH, System: runtime.GOOS,
		Kernel: line("/proc/sys/kernel/osrelease"), Model: field("/proc/cpuinfo", "model name"),
	}
	if name := field("/etc/os-release", "PRETTY_NAME"); name != "" {
		m.System = strings.Trim(name, `"`)
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				m.Commit = s.Value
			}
		}
	}
	return m
}

// load is how busy the machine was over 1, 5 and 15 minutes, as Linux tells it; empty elsewhere.
func load() string {
	parts := strings.Fields(line("/proc/loadavg"))
	if len(parts) < 3 {
		return "?"
	}
	return strings.Join(parts[:3], " ")
}

// stall is for how many microseconds since its start some program of this machine waited for a
// processor, as Linux tells it; 0 elsewhere.
func stall() float64 {
	for _, f := range strings.Fields(line("/proc/pressure/cpu")) {
		if total, ok := strings.CutPrefix(f, "total="); ok {
			us, _ := strconv.ParseFloat(total, 64)
			return us
		}
	}
	return 0
}

func line(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	first, _, _ := bytes.Cut(b, []byte("\n"))
	return string(first)
}

// field is the value of the first line of a file that names key, before a colon or an equals sign.
func field(path, key string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for l := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(l, key); ok {
			return strings.TrimSpace(strings.TrimLeft(rest, " \t:="))
		}
	}
	return ""
}
