// Package setup installs the agent on a screen's computer, Debian or Raspberry Pi OS, and removes
// it. The Debian package does the same with the same files (internal/release).
//
// It owns what is outside the agent's data folder: the systemd unit, the account of the kiosk, the
// browser's policy, the list of what to lock. It must not know what the agent does.
package setup

import (
	_ "embed"
	"io/fs"
)

// User is the account that the agent and its browser run as. It has no password and no shell.
const User = "ngatu-kiosk"

// Unit is the name of the systemd unit.
const Unit = "ngatu-player.service"

// Program is where the agent is installed.
const Program = "/usr/bin/ngatu-player"

var (
	//go:embed files/ngatu-player.service
	unit []byte
	//go:embed files/default
	settings []byte
	//go:embed files/pam
	session []byte
	//go:embed files/policy.json
	policy []byte
	//go:embed files/bao-mat.md
	locks []byte
	//go:embed files/restart.conf
	restartSetting []byte
	//go:embed files/restart.rules
	restartRight []byte
)

// Locks is the list of what to lock on a screen's computer, in Vietnamese with a summary in
// English, as Markdown.
func Locks() string { return string(locks) }

// file is one file to install.
type file struct {
	path string // absolute, with slashes
	mode fs.FileMode
	body []byte
	own  bool // settings that the operator may have changed: never overwritten, and removed only if unchanged
}

// files are all files but the program.
func files() []file {
	return []file{
		{unitFolder + "/" + Unit, 0o644, unit, false},
		{"/etc/default/ngatu-player", 0o644, settings, true},
		{"/etc/pam.d/ngatu-player", 0o644, session, false},
		{"/etc/chromium/policies/managed/ngatu-player.json", 0o644, policy, false},
		{"/etc/chromium-browser/policies/managed/ngatu-player.json", 0o644, policy, false},
		{"/usr/share/doc/ngatu-player/bao-mat.md", 0o644, locks, false},
	}
}

// restartFiles are installed only if staff may restart the machine.
var restartFiles = []file{
	{unitFolder + "/" + Unit + ".d/restart.conf", 0o644, restartSetting, false},
	{"/etc/polkit-1/rules.d/60-ngatu-player.rules", 0o644, restartRight, false},
}
