package config

import (
	"time"

	"ngatu/content"
)

// MediaGrace is for how long media that nothing refers to are kept; zero: for good. Invalid where
// the days are out of bounds.
func (c Config) MediaGrace() (time.Duration, error) {
	if c.MediaDays != 0 && (c.MediaDays < 7 || c.MediaDays > 3650) {
		return 0, &content.Error{
			Code: content.Invalid,
			Vi:   "--media-days cần từ 7 đến 3650 ngày, hoặc 0 để không bao giờ xóa tệp.",
			En:   "--media-days takes 7 to 3650 days, or 0 to never remove files.",
		}
	}
	return time.Duration(c.MediaDays) * 24 * time.Hour, nil
}
