package setup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// Deb is a Debian package of the agent. The same Deb gives the same bytes.
type Deb struct {
	Arch    string // as Debian names it: amd64, arm64, armhf
	Version string // begins with a digit
	Binary  []byte
	Time    time.Time // of everything inside; zero: 1970
}

// architectures are Debian's names of the processors that screens have, by Go's name.
var architectures = map[string]string{"amd64": "amd64", "arm64": "arm64", "arm": "armhf"}

// DebArch is Debian's name of a processor by Go's name; "" if there is no package for it.
func DebArch(goarch string) string { return architectures[goarch] }

// Name is the package's file name.
func (d Deb) Name() string { return fmt.Sprintf("ngatu-player_%s_%s.deb", d.Version, d.Arch) }

// packageUnits is where packages keep units, so that an operator's own in /etc override them.
const packageUnits = "/lib/systemd/system"

// Write writes the package. See deb(5): an ar archive of a version, a tar of control files and one
// of the files.
func (d Deb) Write(w io.Writer) error {
	if d.Version == "" || d.Version[0] < '0' || d.Version[0] > '9' || strings.ContainsAny(d.Version, " _/\n") || d.Arch == "" {
		return errors.New("setup: a package needs a version that begins with a digit, and an architecture")
	}
	all := append(files(packageUnits), file{path: Program, mode: 0o755, body: d.Binary})
	slices.SortFunc(all, func(a, b file) int { return strings.Compare(a.path, b.path) })
	data, err := d.tar(all)
	if err != nil {
		return err
	}
	control, err := d.tar(d.control(all))
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "!<arch>\n"); err != nil {
		return err
	}
	for _, m := range []struct {
		name string
		body []byte
	}{{"debian-binary", []byte("2.0\n")}, {"control.tar.gz", control}, {"data.tar.gz", data}} {
		if err := d.member(w, m.name, m.body); err != nil {
			return err
		}
	}
	return nil
}

// control are the files that describe the package.
func (d Deb) control(all []file) []file {
	var size int
	var sums, conf strings.Builder
	for _, f := range all {
		size += len(f.body)
		fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(f.body), f.path[1:]) // dpkg compares with it; it is no protection against an attacker
		if strings.HasPrefix(f.path, "/etc/") {
			fmt.Fprintln(&conf, f.path)
		}
	}
	text := fmt.Sprintf(`Package: ngatu-player
Version: %s
Architecture: %s
Maintainer: Ngatu <ngatu@localhost>
Installed-Size: %d
Depends: systemd, libpam-systemd, udev, passwd, cage, xwayland, chromium | chromium-browser
Section: video
Priority: optional
Description: Player of a public screen
 Enrols with a Ngatu server, keeps what is on air on the disk, and shows it
 in Chromium on the whole screen; goes on without the server.
`, d.Version, d.Arch, (size+1023)/1024)
	return []file{
		{path: "/control", mode: 0o644, body: []byte(text)},
		{path: "/md5sums", mode: 0o644, body: []byte(sums.String())},
		{path: "/conffiles", mode: 0o644, body: []byte(conf.String())},
		{path: "/postinst", mode: 0o755, body: postinst},
		{path: "/prerm", mode: 0o755, body: prerm},
		{path: "/postrm", mode: 0o755, body: postrm},
	}
}

// tar packs files and the folders above them, all owned by root and of one time.
func (d Deb) tar(all []file) ([]byte, error) {
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	t := tar.NewWriter(zip)
	made := map[string]bool{}
	for _, f := range all {
		for _, dir := range above(f.path) {
			if made[dir] {
				continue
			}
			made[dir] = true
			if err := t.WriteHeader(d.header(dir+"/", tar.TypeDir, 0o755, 0)); err != nil {
				return nil, err
			}
		}
		if err := t.WriteHeader(d.header("."+f.path, tar.TypeReg, int64(f.mode), int64(len(f.body)))); err != nil {
			return nil, err
		}
		if _, err := t.Write(f.body); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(t.Close(), zip.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (d Deb) header(name string, kind byte, mode, size int64) *tar.Header {
	return &tar.Header{Typeflag: kind, Name: name, Mode: mode, Size: size, ModTime: d.time(), Uname: "root", Gname: "root", Format: tar.FormatGNU}
}

// above are the folders over a path, the outermost first, as tar names them.
func above(name string) []string {
	var out []string
	for dir := path.Dir(name); dir != "/"; dir = path.Dir(dir) {
		out = append(out, "."+dir)
	}
	out = append(out, ".")
	slices.Reverse(out)
	return out
}

func (d Deb) time() time.Time {
	if d.Time.IsZero() {
		return time.Unix(0, 0)
	}
	return d.Time
}

// member writes one part of the ar archive; parts begin at even bytes.
func (d Deb) member(w io.Writer, name string, body []byte) error {
	_, err := fmt.Fprintf(w, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, d.time().Unix(), 0, 0, "100644", len(body))
	if err != nil {
		return err
	}
	if len(body)%2 == 1 {
		body = append(slices.Clone(body), '\n')
	}
	_, err = w.Write(body)
	return err
}
