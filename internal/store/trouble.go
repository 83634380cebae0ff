package store

import (
	"context"
	"fmt"
	"strings"

	"ngatu/content"
)

// Trouble is what is wrong with how a database is kept, or with the nodes that share it, and what to
// do.
type Trouble struct {
	*content.Error
	Grave bool // something does not work now, or data would be lost
}

func trouble(grave bool, vi, en string) *Trouble {
	return &Trouble{&content.Error{Code: content.Invalid, Vi: vi, En: en}, grave}
}

// Database says how the PostgreSQL server keeps the database; zero for SQLite.
func (n Nodes) Database(ctx context.Context) (Server, error) { return n.store.server(ctx) }

// Kept is what is wrong with the disk and the line of a PostgreSQL server; nil: nothing.
func (s Server) Kept() *Trouble {
	switch {
	case !s.Waits:
		return trouble(true, "PostgreSQL không chờ dữ liệu xuống đĩa (fsync hoặc full_page_writes tắt): mất điện là mất dữ liệu. Hãy bật cả hai.",
			"PostgreSQL does not wait for its disk (fsync or full_page_writes is off): a power cut loses data. Turn both on.")
	case !s.Encrypted:
		return trouble(false, "Kết nối tới PostgreSQL qua mạng không mã hóa. Hãy thêm ?sslmode=verify-full vào địa chỉ.",
			"The connection to PostgreSQL crosses the network unencrypted. Add ?sslmode=verify-full to its address.")
	}
	return nil
}

// Second is what is wrong with the synchronous standby of a PostgreSQL server; nil: nothing.
func (s Server) Second() *Trouble {
	switch {
	case !s.Standby:
		return trouble(false, "PostgreSQL không có bản dự phòng đồng bộ: mất máy đó là mất mọi thay đổi sau lần sao lưu cuối. Hãy dựng một bản (synchronous_standby_names).",
			"PostgreSQL has no synchronous standby: losing its machine loses every change since the last backup. Set one up (synchronous_standby_names).")
	case s.Followers == 0:
		return trouble(true, "PostgreSQL chờ bản dự phòng đồng bộ mà không bản nào đang kết nối: không lưu được gì. Hãy nối lại bản dự phòng, hoặc để trống synchronous_standby_names cho đến khi có bản khác.",
			"PostgreSQL waits for a synchronous standby and none is connected: nothing can be saved. Bring the standby back, or empty synchronous_standby_names until there is another.")
	}
	return nil
}

// Room is what is wrong with how many connections a PostgreSQL server takes, where so many nodes are
// here; nil: nothing.
func (s Server) Room(nodes int) *Trouble {
	need := max(nodes, 1) * (pool + 1) // one of them listens
	if s.Takes == 0 || need <= s.Takes {
		return nil
	}
	return trouble(false, fmt.Sprintf("PostgreSQL chỉ nhận %d kết nối, còn %d máy chủ có thể cần %d khi nhiều màn hình kết nối lại cùng lúc. Hãy tăng max_connections thêm ít nhất %d.", s.Takes, max(nodes, 1), need, need-s.Takes),
		fmt.Sprintf("PostgreSQL takes %d connections, and %d servers may need %d when many screens come back at once. Raise max_connections by %d at least.", s.Takes, max(nodes, 1), need, need-s.Takes))
}

// Called is its name, with the release of its program.
func (n Node) Called() string { return strings.TrimSpace(n.Name + " " + n.Release) }

// Lacking is what is wrong with nodes that are here; nil: nothing.
func Lacking(here []Node) *Trouble {
	names, maker, mixed := make([]string, len(here)), "", false
	for i, n := range here {
		names[i], mixed = n.Called(), mixed || n.Build != here[0].Build || n.Schema != here[0].Schema
		if n.Maker {
			maker = n.Name
		}
	}
	all := strings.Join(names, ", ")
	switch {
	case len(here) == 0:
		return nil
	case maker == "":
		return trouble(false, fmt.Sprintf("%d nút (%s), chưa có nút chính. Hãy xem lại sau mười giây; nếu vẫn vậy, xem nhật ký của các nút.", len(here), all),
			fmt.Sprintf("%d (%s), and none is the maker yet. Look again in ten seconds; if it stays so, read the nodes' logs.", len(here), all))
	case len(here) == 1:
		return trouble(false, "Chỉ có nút "+all+": mất nút này thì màn hình không nhận được gì mới. Hãy chạy ít nhất hai nút, hoặc bỏ --node.",
			"Only node "+all+" is here: if it is lost, screens get nothing new. Run two nodes at least, or leave --node out.")
	case mixed:
		return trouble(false, fmt.Sprintf("%d nút không cùng phiên bản (%s), nút chính là %s. Hãy nâng cấp nốt các nút còn lại; trong lúc đó màn hình vẫn dùng trang phát của bản cũ.", len(here), all, maker),
			fmt.Sprintf("%d nodes that are not of one version (%s), the maker is %s. Upgrade the rest; until then screens keep the page of the older version.", len(here), all, maker))
	}
	return nil
}
