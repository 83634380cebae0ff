// Package starter embeds the starter campaigns: the first slides of an installation, in the words
// of plan 311/KH-UBND.
//
// It owns the words and where each was taken from (README.md). It must not know what is done with
// them: whoever starts an installation reads [Campaigns], fills in what only that installation
// knows, and stores them as drafts.
package starter

import _ "embed"

// Campaigns is JSON, UTF-8 in NFC: {"campaigns": [content.Campaign …], "slides": [content.Slide …]}
// with the field names of those types. State and author are left to the reader. Slides whose
// "needs" name a setting must wait for it:
//
//   - "public_address": scheme and host of the install page behind the code (content.SettingPublic)
//   - "deadline": the last instant of the campaign; it goes into the slide's "deadline" and the end of its "valid"
//
//go:embed starter.json
var Campaigns []byte

// Guides is JSON, UTF-8 in NFC: the guides of touch screens, each a protocol.Guide, in the order in
// which they are offered. A new installation gets them as slides of the first campaign; from then
// on they are changed in the studio.
//
//go:embed guides.json
var Guides []byte
