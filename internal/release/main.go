// Command release builds what is handed out: the Debian packages of server and agent, and with
// --image the folder from which an image of the server is built. The same source and Go release
// give the same bytes.
//
// It owns what is only in packages: their descriptions, the server's unit, settings and scripts.
// What the agent installs by itself is player/setup's, and its package takes it from there.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// machine is a kind of processor by Go's name, and as nfpm names it; Debian's name follows from
// that.
type machine struct{ goarch, goarm, nfpm string }

var (
	amd64 = machine{"amd64", "", "amd64"}
	arm64 = machine{"arm64", "", "arm64"}
	armhf = machine{"arm", "7", "arm7"}
)

// product is a program and its package.
type product struct {
	program, recipe string
	machines        []machine
}

var products = []product{
	{"ngatu", "internal/release/server.yaml", []machine{amd64, arm64}},
	{"ngatu-player", "internal/release/player.yaml", []machine{amd64, arm64, armhf}},
}

func main() {
	version := flag.String("version", "", "version of what is built, such as 1.2.0")
	out := flag.String("out", "dist", "folder to put it into")
	only := flag.String("only", "", "program of which packages are built, ngatu or ngatu-player; both unless set")
	picture := flag.String("image", "", "build no package, but the folder for an image of the server, for this processor: amd64 or arm64")
	flag.Parse()
	if err := run(*version, *out, *only, *picture); err != nil {
		fmt.Fprintf(os.Stderr, "release: %v\n", err)
		os.Exit(1)
	}
}

func run(version, out, only, picture string) error {
	if version == "" || version[0] < '0' || version[0] > '9' || strings.ContainsAny(version, " _/\n") {
		return fmt.Errorf("--version %q: a version begins with a digit and has no spaces, such as 1.2.0", version)
	}
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	root, err := repository()
	if err != nil {
		return err
	}
	if picture != "" {
		return image(root, filepath.Join(out, "image"), picture, version)
	}
	for _, p := range products {
		if only != "" && only != p.program {
			continue
		}
		for _, m := range p.machines {
			if err := p.build(root, out, version, m); err != nil {
				return fmt.Errorf("%s for %s: %w", p.program, m.goarch, err)
			}
		}
	}
	return nil
}

// repository is the folder that the recipes' paths begin in.
func repository() (string, error) {
	at, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	return strings.TrimSpace(string(at)), err
}

// build compiles and packs.
func (p product) build(root, out, version string, m machine) error {
	bin, err := os.MkdirTemp("", "ngatu-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(bin)
	if err := compile(root, filepath.Join(bin, p.program), p.program, version, m); err != nil {
		return err
	}
	return p.pack(root, bin, out, version, m)
}

// compile builds a program without C and without anything of this machine.
func compile(root, to, program, version string, m machine) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid= -X main.release="+version, "-o", to, "ngatu/cmd/"+program)
	cmd.Dir, cmd.Stderr = root, os.Stderr
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+m.goarch, "GOARM="+m.goarm)
	return cmd.Run()
}

// pack packs the program that lies in a folder. SOURCE_DATE_EPOCH is the time of everything inside,
// as reproducible builds have it; without it that is 1970.
func (p product) pack(root, bin, out, version string, m machine) error {
	cmd := exec.Command("go", "tool", "-modfile=tools.mod", "nfpm", "package", "-f", p.recipe, "-p", "deb", "-t", out+string(filepath.Separator))
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "BIN="+bin, "VERSION="+version, "ARCH="+m.nfpm, "SOURCE_DATE_EPOCH="+epoch())
	return cmd.Run()
}

func epoch() string {
	if at := os.Getenv("SOURCE_DATE_EPOCH"); at != "" {
		return at
	}
	return "0"
}
