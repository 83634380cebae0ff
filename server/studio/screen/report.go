package screen

import (
	"fmt"
	"time"

	"ngatu/player/protocol"
	"ngatu/server/fleet"
	"ngatu/server/studio/shell"
)

// From here on the operator should look at a screen's computer. 80 °C is where common processors
// begin to slow down; 500 MB is about one campaign's clips; a player's own page is out of step with
// its neighbours from a quarter of a second on.
const (
	hotCelsius  = 80
	lowDisk     = 500 // MB
	lowMemory   = 100 // MB
	offClock    = 250 // milliseconds
	manyDrops   = 6   // in an hour
	manyStarts  = 3   // of the browser, beyond the first
	behindAfter = 10 * time.Second
)

// fact is one line of what a screen reports of itself; Bad says that somebody should look at it.
type fact struct {
	Name, Value shell.Text
	Bad         bool
}

// factsOf reads what a connected screen last said of itself.
func factsOf(p fleet.Here) (out []fact) {
	add := func(bad bool, name, value shell.Text) { out = append(out, fact{name, value, bad}) }
	if p.Computers > 1 {
		add(true, shell.Say("Trùng danh tính", "Same identity"), shell.Textf(
			"%d máy đang nối với cùng một danh tính: ổ đĩa bị sao chép hoặc khóa bị lộ. Hãy thu hồi rồi ghép lại đúng máy",
			"%d computers are connected with one identity: a disk was copied or the key leaked. Revoke it and enrol the right one again", p.Computers))
	}
	if p.Behind > behindAfter {
		add(true, shell.Say("Đường truyền", "Line"), shell.Textf("chậm %d giây so với máy chủ", "%d s behind the server", int(p.Behind.Seconds())))
	}
	return append(out, saidFacts(p.Status)...)
}

// saidFacts reads what a screen said of itself; none where it said nothing.
func saidFacts(st *protocol.Status) (out []fact) {
	if st == nil {
		return nil
	}
	add := func(bad bool, name, value shell.Text) { out = append(out, fact{name, value, bad}) }
	if st.Trouble != "" {
		add(true, shell.Say("Sự cố", "Trouble"), shell.Text{Vi: st.Trouble})
	}
	if st.Missing > 0 {
		add(true, shell.Say("Tệp còn thiếu", "Missing media"), shell.Textf("%d, đang tải; trong lúc đó chiếu hình dự phòng", "%d, being fetched; stills stand in", st.Missing))
	}
	add(clockOf(*st))
	if st.Link == "poll" {
		add(false, shell.Say("Kết nối", "Connection"), shell.Say("hỏi lại từng lượt, vì mạng chặn websocket", "long polling: the network blocks websockets"))
	}
	if st.Machine != nil {
		machineFacts(*st.Machine, add)
	}
	return out
}

func clockOf(st protocol.Status) (bad bool, name, value shell.Text) {
	name = shell.Say("Đồng hồ", "Clock")
	off := max(st.Offset, -st.Offset)
	switch {
	case st.Clock == "unknown":
		return true, name, shell.Say("chưa biết giờ: chỉ chiếu tấm luôn đúng", "unknown: only evergreen slides are shown")
	case st.Clock == "held":
		return false, name, shell.Say("giữ theo lần nối trước", "held since it was last connected")
	case off >= offClock:
		return false, name, shell.Textf("đúng giờ; đồng hồ của máy lệch %s", "synced; the machine's own is off by %s", time.Duration(off)*time.Millisecond)
	}
	return false, name, shell.Say("đúng giờ", "synced")
}

func machineFacts(m protocol.Machine, add func(bool, shell.Text, shell.Text)) {
	if m.Celsius > 0 || m.Slowed {
		value := shell.Textf("%d °C", "", m.Celsius)
		if m.Slowed {
			value = shell.Textf("%d °C, máy chạy chậm lại vì nóng hoặc nguồn yếu", "slowed by heat or bad power", m.Celsius)
		}
		add(m.Slowed || m.Celsius >= hotCelsius, shell.Say("Nhiệt độ", "Temperature"), value)
	}
	if m.DiskFree > 0 {
		add(m.DiskFree < lowDisk, shell.Say("Đĩa còn trống", "Disk free"), shell.Text{Vi: shell.Size(int64(m.DiskFree) << 20)})
	}
	if m.MemoryFree > 0 {
		add(m.MemoryFree < lowMemory, shell.Say("Bộ nhớ còn trống", "Memory free"), shell.Text{Vi: shell.Size(int64(m.MemoryFree) << 20)})
	}
	if m.Refused > 0 {
		add(true, shell.Say("Bản tin bị từ chối", "Refused frames"), shell.Textf("%d từ khi máy chạy: chữ ký, số hoặc nơi nhận không đúng", "%d since it started: wrong signature, number or screen", m.Refused))
	}
	if m.Browsers > 1 {
		add(m.Browsers > 1+manyStarts, shell.Say("Trình duyệt khởi động lại", "Browser restarts"), shell.Textf("%d lần", "%d", m.Browsers-1))
	}
	if m.Drops > 0 {
		add(m.Drops >= manyDrops, shell.Say("Rớt mạng", "Connections lost"), shell.Textf("%d lần trong giờ qua", "%d in the last hour", m.Drops))
	}
	if m.Delay > 0 {
		add(false, shell.Say("Độ trễ đến máy chủ", "Delay to the server"), shell.Text{Vi: fmt.Sprintf("%d ms", m.Delay)})
	}
}
