package doctor

import (
	"fmt"
	"strings"
)

// server looks at how PostgreSQL keeps the database.
func (l *look) server() {
	s := l.in.Server
	if s.Version == "" { // SQLite, or it could not be asked
		return
	}
	switch {
	case !s.Waits:
		l.say("postgres", Bad, "PostgreSQL không chờ dữ liệu xuống đĩa (fsync hoặc full_page_writes tắt): mất điện là mất dữ liệu. Hãy bật cả hai.", "PostgreSQL does not wait for its disk (fsync or full_page_writes is off): a power cut loses data. Turn both on.")
	case !s.Encrypted:
		l.say("postgres", Warn, "Kết nối tới PostgreSQL qua mạng không mã hóa. Hãy thêm ?sslmode=verify-full vào địa chỉ.", "The connection to PostgreSQL crosses the network unencrypted. Add ?sslmode=verify-full to its address.")
	default:
		l.say("postgres", Good, "phiên bản "+s.Version, "version "+s.Version)
	}
	switch {
	case !s.Standby:
		l.say("standby", Warn, "PostgreSQL không có bản dự phòng đồng bộ: mất máy đó là mất mọi thay đổi sau lần sao lưu cuối. Hãy dựng một bản (synchronous_standby_names).", "PostgreSQL has no synchronous standby: losing its machine loses every change since the last backup. Set one up (synchronous_standby_names).")
	case s.Followers == 0:
		l.say("standby", Bad, "PostgreSQL chờ bản dự phòng đồng bộ mà không bản nào đang kết nối: không lưu được gì. Hãy nối lại bản dự phòng, hoặc để trống synchronous_standby_names cho đến khi có bản khác.", "PostgreSQL waits for a synchronous standby and none is connected: nothing can be saved. Bring the standby back, or empty synchronous_standby_names until there is another.")
	default:
		l.say("standby", Good, fmt.Sprintf("đồng bộ: %d", s.Followers), fmt.Sprintf("synchronous: %d", s.Followers))
	}
}

// nodes says who is here, of servers that share the database.
func (l *look) nodes() {
	all := l.in.Nodes
	if len(all) == 0 {
		return
	}
	names, maker, mixed := "", "", false
	for _, n := range all {
		names += ", " + n.Name
		if n.Release != "" {
			names += " " + n.Release
		}
		if n.Maker {
			maker = n.Name
		}
		mixed = mixed || n.Build != all[0].Build || n.Schema != all[0].Schema
	}
	names = strings.TrimPrefix(names, ", ")
	switch {
	case maker == "":
		l.say("nodes", Warn, fmt.Sprintf("%d nút (%s), chưa có nút chính. Hãy xem lại sau mười giây; nếu vẫn vậy, xem nhật ký của các nút.", len(all), names), fmt.Sprintf("%d (%s), and none is the maker yet. Look again in ten seconds; if it stays so, read the nodes' logs.", len(all), names))
	case len(all) == 1:
		l.say("nodes", Warn, "Chỉ có nút "+names+": mất nút này thì màn hình không nhận được gì mới. Hãy chạy ít nhất hai nút, hoặc bỏ --node.", "Only node "+names+" is here: if it is lost, screens get nothing new. Run two nodes at least, or leave --node out.")
	case mixed:
		l.say("nodes", Warn, fmt.Sprintf("%d nút không cùng phiên bản (%s), nút chính là %s. Hãy nâng cấp nốt các nút còn lại; trong lúc đó màn hình vẫn dùng trang phát của bản cũ.", len(all), names, maker), fmt.Sprintf("%d nodes that are not of one version (%s), the maker is %s. Upgrade the rest; until then screens keep the page of the older version.", len(all), names, maker))
	default:
		l.say("nodes", Good, fmt.Sprintf("%d (%s), nút chính là %s", len(all), names, maker), fmt.Sprintf("%d (%s), the maker is %s", len(all), names, maker))
	}
}
