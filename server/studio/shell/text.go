package shell

import (
	"fmt"
	"strings"
)

// Text is what staff read, in both languages. A text without English is the same in both: what
// people typed, a number.
type Text struct{ Vi, En string }

// Say is a text in both languages.
func Say(vi, en string) Text { return Text{vi, en} }

// Same is a text that is the same in both languages.
func Same(s string) Text { return Text{Vi: s} }

// In is the text in a language.
func (t Text) In(l Language) string {
	if l == English && t.En != "" {
		return t.En
	}
	return t.Vi
}

// Textf fills both languages with the same values.
func Textf(vi, en string, values ...any) Text {
	return Text{format(vi, Vietnamese, values), format(en, English, values)}
}

// format fills in texts among the values in the language.
func format(form string, l Language, values []any) string {
	in := make([]any, 0, len(values))
	for _, v := range values {
		if t, ok := v.(Text); ok {
			v = t.In(l)
		}
		in = append(in, v)
	}
	return fmt.Sprintf(form, in[:min(len(in), strings.Count(strings.ReplaceAll(form, "%%", ""), "%"))]...)
}
