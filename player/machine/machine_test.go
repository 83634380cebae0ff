//go:build linux

package machine

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReadsThisMachine(t *testing.T) {
	s := Look(t.TempDir())
	if s.Memory < 64<<20 || s.Free <= 0 || s.Free > s.Memory || s.Disk <= 0 || s.Room > s.Disk || s.Own < 1<<20 || s.Uptime <= 0 {
		t.Errorf("%+v", s)
	}
}

func TestThermometers(t *testing.T) {
	for _, c := range []struct {
		name  string
		zones []string
		want  float64
	}{
		{"none", nil, 0},
		{"one", []string{"48312\n"}, 48.312},
		{"the hottest", []string{"41000", "67500", "50000"}, 67.5},
		{"a chip that is not wired", []string{"-274000", "36000", "255000"}, 36},
		{"frost", []string{"-5000"}, -5},
		{"no figure", []string{"warm", ""}, 0},
	} {
		root := t.TempDir()
		for i, z := range c.zones {
			dir := filepath.Join(root, "sys/class/thermal", "thermal_zone"+string(rune('0'+i)))
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "temp"), []byte(z), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := look(root, root).Celsius; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSlowedByHeatOrPower(t *testing.T) {
	for word, want := range map[string]bool{"0": false, "50000": false, "50005": true, "1": true, "": false} {
		root := t.TempDir()
		dir := filepath.Join(root, "sys/devices/platform/soc/soc:firmware")
		os.MkdirAll(dir, 0o700)
		os.WriteFile(filepath.Join(dir, "get_throttled"), []byte(word+"\n"), 0o600)
		if got := look(root, root).Slowed; got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}
