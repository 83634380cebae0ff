package config

import (
	"testing"
	"time"
)

func TestMediaGrace(t *testing.T) {
	for days, want := range map[int]time.Duration{0: 0, 7: 7 * 24 * time.Hour, 30: 30 * 24 * time.Hour, 3650: 3650 * 24 * time.Hour, 6: -1, -1: -1, 3651: -1} {
		if got, err := (Config{MediaDays: days}).MediaGrace(); (err != nil) != (want < 0) || err == nil && got != want {
			t.Errorf("%d days: %v, %v", days, got, err)
		}
	}
}
