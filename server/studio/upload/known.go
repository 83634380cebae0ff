package upload

import (
	"strings"

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
