package doctor

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
	if !s.Standby {
		l.say("standby", Warn, "PostgreSQL không có bản dự phòng đồng bộ: mất máy đó là mất mọi thay đổi sau lần sao lưu cuối. Hãy dựng một bản (synchronous_standby_names).", "PostgreSQL has no synchronous standby: losing its machine loses every change since the last backup. Set one up (synchronous_standby_names).")
		return
	}
	l.say("standby", Good, "đồng bộ", "synchronous")
}
