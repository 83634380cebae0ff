package standing

import (
	"slices"
	"strings"

	"ngatu/content"
	"ngatu/internal/store"
)

// Wrote says whether somebody had a part in a slide that nobody has approved yet, beside those who
// answer for its folder and its files, whose names begin with source. The threat: a new file of a
// folder with a standing approval carries their words on air unseen.
func Wrote(st content.Standing, s content.Slide, source string) bool {
	return (s.State == content.Draft || s.State == content.Submitted) && slices.ContainsFunc(s.Authors(), func(id string) bool {
		return id != st.Answers() && !strings.HasPrefix(id, source)
	})
}

// Theirs is a slide whose file counts as theirs who answer for its folder, where somebody does. Where
// no standing approval lets it on air, who wrote on it before stays one of its authors.
func Theirs(st content.Standing, s content.Slide, lets bool) content.Slide {
	switch {
	case lets:
		s.Author, s.Editors = st.Answers(), nil
	case st.Editor != "":
		s.Editors = slices.DeleteFunc(s.Authors(), func(id string) bool { return id == st.Editor })
		s.Author = st.Editor
	}
	return s
}

// Written is why a slide waits whose words somebody wrote in the studio.
var Written = store.Notice{
	Vi: "Có người đã sửa tấm này trong phòng biên tập mà chưa ai duyệt.",
	En: "Somebody has changed this slide in the studio, and nobody has approved that yet.",
}
