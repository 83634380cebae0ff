// Command deb builds the agent's Debian packages: amd64, arm64 and armhf, the same bytes from the
// same source.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"ngatu/player/setup"
)

func main() {
	version := flag.String("version", "", "version of the packages, such as 1.2.0")
	out := flag.String("out", "dist", "folder to put them into")
	flag.Parse()
	for _, arch := range []string{"amd64", "arm64", "arm"} {
		name, size, err := pack(*out, arch, *version)
		if err != nil {
			fmt.Fprintf(os.Stderr, "deb: %s: %v\n", arch, err)
			os.Exit(1)
		}
		fmt.Printf("%s  %.1f MB\n", name, float64(size)/1e6)
	}
}

// pack compiles the agent for one processor and packs it.
func pack(out, arch, version string) (name string, size int, err error) {
	dir, err := os.MkdirTemp("", "ngatu-deb-")
	if err != nil {
		return "", 0, err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "ngatu-player")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid= -X main.release="+version, "-o", binary, "ngatu/cmd/ngatu-player")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch, "GOARM=7")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", 0, err
	}
	b, err := os.ReadFile(binary)
	if err != nil {
		return "", 0, err
	}
	d := setup.Deb{Arch: setup.DebArch(arch), Version: version, Binary: b, Time: epoch()}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return "", 0, err
	}
	name = filepath.Join(out, d.Name())
	file, err := os.Create(name)
	if err != nil {
		return "", 0, err
	}
	if err := d.Write(file); err != nil {
		file.Close()
		return "", 0, err
	}
	return name, len(b), file.Close()
}

// epoch is the time of everything inside: SOURCE_DATE_EPOCH, as reproducible builds have it, or
// 1970.
func epoch() time.Time {
	n, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(n, 0)
}
