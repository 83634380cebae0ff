package campaignfile

import (
	"errors"
	"os"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/worker"
)

// The example of the reference page is taken, and the page has every key that there is.
func TestTheReferencePage(t *testing.T) {
	page, err := os.ReadFile("../../../docs/campaign-yaml.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, table, _ := strings.Cut(rest, "```")
	set, err := Parse([]byte(example), worker.Documents, units(), area.Jul2025)
	if err != nil {
		t.Fatal(err)
	}
	if set.Percent != 20 || len(set.Targets) != 2 || len(set.Hours.Parts) != 2 || len(set.Hours.Except) != 2 || set.Fit != content.Cover {
		t.Errorf("the example says %+v", set)
	}
	for _, wrong := range []string{"x: 1", "targets: [{x: 1}]", "dayparts: [{x: 1}]", "except: [{x: 1}]"} {
		_, err := Parse([]byte(wrong), worker.Documents, units(), area.Jul2025)
		var said *content.Error
		if !errors.As(err, &said) {
			t.Fatalf("%s: %v", wrong, err)
		}
		_, keys, _ := strings.Cut(said.En, "the keys are: ")
		keys, _, _ = strings.Cut(keys, "\n")
		for key := range strings.SplitSeq(keys, ", ") {
			if !strings.Contains(table, "`"+key+"`") {
				t.Errorf("the page does not have %q", key)
			}
		}
	}
}
