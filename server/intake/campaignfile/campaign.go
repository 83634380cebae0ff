package campaignfile

import (
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"

	"ngatu/content/area"
)

// CampaignOf is the ID of the campaign of a folder: its folded name. "Đống Đa" and "dong-da" are one
// campaign. A name with a blank too many looks like another one and is not: it gets a mark of its
// own, or its campaign.yaml would move the other's slides.
func CampaignOf(folder string) string {
	id := strings.ReplaceAll(area.Fold(folder), " ", "-")
	if id != "" && folder == strings.Join(strings.Fields(folder), " ") && !strings.ContainsFunc(folder, oddBlank) {
		return id
	}
	h := fnv.New32a()
	fmt.Fprint(h, folder)
	if id == "" {
		id = "folder"
	}
	return fmt.Sprintf("%s-%08x", id, h.Sum32())
}

// oddBlank says whether a character looks like a blank or like nothing and is not the usual blank.
func oddBlank(r rune) bool { return r != ' ' && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)) }
