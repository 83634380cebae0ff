// Package studio embeds what the studio's pages are made of: templates, style sheet and scripts.
//
// It owns the bytes and the record of where vendored ones came from (README.md). It must not know what they show: the
// templates are filled by ngatu/server/studio, which declares each of them and refuses to start where one is not.
package studio

import "embed"

// Files holds layout.html, a template a page in page/, shared pieces in part/, style/, script/ and vendor/.
//
//go:embed layout.html page part style script vendor
var Files embed.FS
