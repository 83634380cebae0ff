package upload

import (
	"encoding/hex"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// mostKnown is how many slides are named that show what was sent already.
const mostKnown = 5

// known is a slide that showed a file before it was sent.
type known struct {
	At string `json:"at"`
	Vi string `json:"vi"`
	En string `json:"en"`
}

// Before says of each slide that showed the file already where it stands.
func (u uploaded) Before(s content.Slide) shell.Text { return knownText(s) }

func knownText(s content.Slide) shell.Text {
	state := shell.StateNames[s.State]
	return shell.Say("Tệp này đã có ở tấm “"+s.Title+"” ("+strings.ToLower(state.Vi)+")",
		"This file is already in “"+s.Title+"” ("+strings.ToLower(state.In(shell.English))+")")
}

// Known answers a script, before it sends a file, which slides show the same bytes already. Pages of
// documents are others than the document, and are told of once they are there.
func (s *Uploads) Known(c *fiber.Ctx) error {
	digest := shell.Query(c, "digest")
	if b, err := hex.DecodeString(digest); err != nil || len(b) != 32 || digest != strings.ToLower(digest) {
		return shell.Invalid("Mã của tệp không đúng. Hãy tải lại trang.", "The file's digest is not right. Reload the page.")
	}
	slides, err := s.Store.SlidesWith(c.UserContext(), content.Digest(digest))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"known": knownOf(slides[:min(len(slides), mostKnown)])})
}

// knownOf are slides as scripts name them.
func knownOf(slides []content.Slide) []known {
	out := []known{}
	for _, s := range slides {
		said := knownText(s)
		out = append(out, known{At: shell.SlidePath(s.ID), Vi: said.Vi, En: said.In(shell.English)})
	}
	return out
}
