package starter_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"ngatu/assets/starter"
	"ngatu/content"
)

func TestStarter(t *testing.T) {
	var doc struct {
		Campaigns []content.Campaign `json:"campaigns"`
		Slides    []content.Slide    `json:"slides"`
	}
	d := json.NewDecoder(bytes.NewReader(starter.Campaigns))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if !norm.NFC.IsNormal(starter.Campaigns) {
		t.Error("the words are not in NFC")
	}
	campaigns, seen := map[string]bool{}, map[string]bool{}
	for _, c := range doc.Campaigns {
		campaigns[c.ID] = true
		if c.Weight < 1 || c.Pool != content.DefaultPools()[0].ID {
			t.Errorf("campaign %s has no share of airtime", c.ID)
		}
	}
	dated := regexp.MustCompile(`\d{1,2}/\d{1,2}|\d\.\d{3}|%|\b20\d\d\b`)
	for _, s := range doc.Slides {
		if seen[s.ID] || !campaigns[s.Campaign] || s.Title == "" || !s.Kind.LaidOut() || s.State != content.Draft {
			t.Errorf("slide %q: its ID is not new, or campaign, title, kind or state is wrong", s.ID)
		}
		seen[s.ID] = true
		words := strings.Join(append([]string{s.Words.Kicker, s.Words.Head, s.Words.Brief, s.Words.Number}, s.Words.Lines...), " ")
		if s.Evergreen && (dated.MatchString(words) || s.Kind == content.Board || s.Kind == content.Countdown) {
			t.Errorf("slide %s is called evergreen and is not: %s", s.ID, words)
		}
		if s.Kind == content.Board && (!s.Sample || s.Words.Mark != "SỐ LIỆU MẪU") {
			t.Errorf("board %s shows made-up figures without the mark", s.ID)
		}
		if s.Kind == content.Install && len(s.Needs) == 0 || s.Kind == content.Countdown && len(s.Needs) == 0 {
			t.Errorf("slide %s would air with a setting unset", s.ID)
		}
		if s.Words.Number != "" && (!strings.Contains(s.Words.Foot, "Nguồn") || !strings.Contains(s.Words.Foot, "Tính đến")) {
			t.Errorf("slide %s shows a figure without source or time", s.ID)
		}
	}
	if len(doc.Slides) < 10 {
		t.Errorf("%d slides", len(doc.Slides))
	}
}
