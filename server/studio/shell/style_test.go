package shell

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"ngatu/content/layout"
)

// TestContrastOfTheTokens measures every pair of text and ground that the style sheet sets together
// (WCAG 2, AA).
func TestContrastOfTheTokens(t *testing.T) {
	b, err := fs.ReadFile(files, "style/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	colour := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(string(b), -1) {
		colour[m[1]] = m[2]
	}
	for text, grounds := range map[string]string{
		"text": "panel ground blue-pale", "soft": "panel ground blue-pale", "blue": "panel ground blue-pale", "blue-deep": "blue-pale",
		"on-blue": "blue blue-deep", "good": "panel good-pale", "warn": "warn-pale", "bad": "panel bad-pale",
	} {
		for ground := range strings.FieldsSeq(grounds) {
			if c := layout.Contrast(colour[text], colour[ground]); c < 4.5 {
				t.Errorf("%s on %s: %.2f", text, ground, c)
			}
		}
	}
	if c := layout.Contrast(colour["edge"], colour["panel"]); c < 3 {
		t.Errorf("the border of a field: %.2f", c)
	}
	sheet, err := fs.ReadFile(files, "style/studio.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`#[0-9a-fA-F]{3,6}\b`).FindAllString(string(sheet), -1) {
		if m != "#fff" {
			t.Errorf("studio.css names the colour %s: colours stand in tokens.css", m)
		}
	}
}
