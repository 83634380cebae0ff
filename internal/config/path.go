package config

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"

	"ngatu/content"
)

// Paths is how a command line takes folders and files: absolute, and no address of a database or a
// cloud. The threat: a folder with that name is made here, and a backup is where nobody looks for
// it.
var Paths = kong.NamedMapper("path", kong.MapperFunc(func(ctx *kong.DecodeContext, target reflect.Value) error {
	var path string
	if err := ctx.Scan.PopValueInto("path", &path); err != nil {
		return err
	}
	if err := Local(path); err != nil {
		return err
	}
	if path != "" && path != "-" {
		path = kong.ExpandPath(path)
	}
	target.SetString(path)
	return nil
}))

// Local refuses what is an address and not a path, with a sentence.
func Local(path string) error {
	scheme := schemeOf(path)
	if scheme == "" {
		return nil
	}
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("“%s…” là một địa chỉ, không phải thư mục. Dữ liệu và bản sao lưu nằm trong thư mục: hãy ghi dạng /var/lib/ngatu. Cơ sở dữ liệu PostgreSQL thì ghi ở --database, kho S3 của ảnh và clip ở --media; ổ mạng thì gắn vào máy thành thư mục.", scheme),
		En:   fmt.Sprintf("“%s…” is an address, not a folder. Data and backups lie in folders: write it as /var/lib/ngatu. A PostgreSQL database goes into --database, an S3 bucket for media into --media; mount a network drive as a folder.", scheme),
	}
}

// schemeOf is the scheme of an address that was given as a path: postgres:// ; "" for a path. The
// rest may hold a password and is not shown. What was made absolute has the scheme in the middle,
// with one slash.
func schemeOf(path string) string {
	for part := range strings.SplitSeq(filepath.ToSlash(path), "/") {
		if name, ok := strings.CutSuffix(part, ":"); ok && len(name) > 1 && !strings.ContainsFunc(name, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+.-", r)
		}) {
			return name + "://"
		}
	}
	return ""
}
