package shell

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path"
	"regexp"
	"testing"
)

// Files of others are what the readme says they are, byte for byte: nobody edits them here, and a new
// version comes with its own digest.
func TestFilesOfOthersAreUnchanged(t *testing.T) {
	says, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	digest := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `vendor/([^`]+)` .*SHA-256 `([0-9a-f]{64})`").FindAllStringSubmatch(string(says), -1) {
		digest[m[1]] = m[2]
	}
	scripts, err := os.ReadDir("vendor")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range scripts {
		if path.Ext(f.Name()) != ".js" {
			continue // a licence
		}
		b, err := os.ReadFile("vendor/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if is := fmt.Sprintf("%x", sha256.Sum256(b)); is != digest[f.Name()] {
			t.Errorf("%s has the digest %s, and the readme says %q", f.Name(), is, digest[f.Name()])
		}
		delete(digest, f.Name())
	}
	if len(digest) > 0 {
		t.Errorf("the readme names files that are not there: %v", digest)
	}
}
