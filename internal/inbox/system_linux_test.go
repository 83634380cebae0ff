package inbox

import "testing"

func TestWhichFUSEIsElsewhere(t *testing.T) {
	const mounts = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
41 22 0:40 / /srv/share rw,nosuid shared:9 - fuse.sshfs an@server:/srv rw,user_id=0
42 22 8:17 / /media/usb\040one rw shared:10 - fuseblk /dev/sdb1 rw,user_id=0
43 22 0:41 / /srv/share/local rw - fuse.fuse-overlayfs fuse-overlayfs rw
44 22 0:42 / /mnt/cloud rw - fuse.rclone drive: rw
a line of another form
`
	for path, want := range map[string]string{
		"/srv/share": "FUSE sshfs", "/srv/share/inbox": "FUSE sshfs", "/srv/share/local/x": "", "/media/usb one/x": "", "/mnt/cloud/data": "FUSE rclone",
	} {
		if got := fuseKind(mounts, path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if got := Network(t.TempDir()); got != "" {
		t.Errorf("the folder of this test lies on %s", got)
	}
	if got := Network("/no such folder"); got != "" {
		t.Errorf("no folder at all lies on %s", got)
	}
}
