package care

import (
	"strings"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// Sizes says at which sizes of screen something is shown; nothing of what is shown at every one.
func Sizes(s content.Sizes) (out shell.Text) {
	if len(s.Only) > 0 {
		out = shell.Textf("chỉ %s", "only %s", sizes(s.Only))
	}
	if len(s.Not) > 0 {
		if out != (shell.Text{}) {
			out = shell.Textf("%s; ", "%s; ", out)
		}
		out = shell.Textf("%skhông %s", "%snot %s", out, sizes(s.Not))
	}
	return out
}

func sizes(all []content.Size) shell.Text {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = one.String()
	}
	return shell.Same(strings.Join(out, ", "))
}
