package box

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/intake/campaignfile"
)

// campaignID is the campaign of a folder: its folded name. "Đống Đa" and "dong-da" are one
// campaign. A name with a blank too many looks like another one and is not: it gets a mark of its
// own, or its campaign.yaml would move the other's slides.
func campaignID(folder string) string {
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

// campaigns are what folders of the inbox say of their campaigns. One event of the inbox at a time
// uses them.
type campaigns struct {
	*intake.Intake
	Options
	texts  campaignfile.Texts     // of campaign.yaml files
	looked map[string]folderNames // what was found in folders of the inbox when their campaign.yaml was looked for
}

// of is the ID of the campaign of files in a folder right below the inbox; "" is the
// inbox itself.
func (cs *campaigns) of(folder string) string {
	if folder == "" {
		return cs.DefaultCampaign
	}
	return campaignID(folder)
}

// open makes the campaign of a folder where there is none yet.
func (cs *campaigns) open(ctx context.Context, tx *store.Tx, folder string) error {
	if folder == "" {
		return cs.OpenCampaign(ctx, tx, cs.DefaultCampaign)
	}
	_, err := tx.Campaign(ctx, campaignID(folder))
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	return intake.AddCampaign(ctx, tx, campaignID(folder), folder)
}
