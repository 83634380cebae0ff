package area

import "testing"

func TestPlainAndUntone(t *testing.T) {
	for text, want := range map[string]string{
		"Quận Đống Đa, 8:00!":         "quan dong da, 8:00!",
		"Quân\u0323 Đo\u0302\u0301ng": "quan dong",
		"Zalo.me":                     "zalo.me",
	} {
		if got := Plain(text); got != want {
			t.Errorf("Plain(%q) is %q", text, got)
		}
	}
	for syllable, want := range map[string]string{
		"Hoàn": "hoan`", "hòa": "hoa`", "hoà": "hoa`", "ĐƯỜNG": "đương`", "Nghị": "nghi.", "x": "x\x00",
		"mu\u031b\u0301": "mư'", "Quê\u0301": "quê'",
	} {
		plain, tone := Untone(syllable)
		if got := plain + string(rune(tone)); got != want {
			t.Errorf("Untone(%q) is %q", syllable, got)
		}
	}
}
