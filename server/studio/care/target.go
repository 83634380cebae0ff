package care

import (
	"strings"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// Targets names all the screens that something is for; none is what no target means there.
func Targets(s *shell.Shell, all []content.Target, none shell.Text) shell.Text {
	if len(all) == 0 {
		return none
	}
	var vi, en []string
	for _, t := range all {
		var parts []shell.Text
		if t.Area != "" {
			parts = append(parts, s.AreaName(t.Area))
		}
		if t.Venue != "" {
			parts = append(parts, shell.VenueNames[t.Venue])
		}
		if t.Kind != "" {
			parts = append(parts, shell.ScreenKindNames[t.Kind])
		}
		if t.Tag != "" {
			parts = append(parts, shell.Same(t.Tag))
		}
		vi, en = append(vi, joinedIn(shell.Vietnamese, parts)), append(en, joinedIn(shell.English, parts))
	}
	return shell.Say(strings.Join(vi, "; "), strings.Join(en, "; "))
}

func joinedIn(l shell.Language, parts []shell.Text) string {
	var said []string
	for _, one := range parts {
		said = append(said, one.In(l))
	}
	return strings.Join(said, " · ")
}
