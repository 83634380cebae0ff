package media

// rare is the error of a picture of a kind that our decoders do not know, or cannot be sure of:
// what it is, in both languages, as it follows "the picture".
type rare struct{ vi, en string }

func (r *rare) Error() string { return "media: " + r.en }

var (
	fax3        = &rare{"được nén kiểu fax (Group 3), máy chủ không đọc được", "is compressed as faxes are (Group 3), which the server cannot read"}
	planesApart = &rare{"được lưu mỗi màu thành một lớp riêng (planar), máy chủ không đọc được", "keeps each colour as a plane of its own (planar), which the server cannot read"}
	// A format without compression has zeros both for black and for what was never written.
	blackOrCut = &rare{"có phần cuối tệp toàn số không, không rõ là màu đen hay do chép chưa xong", "ends in zeros, which may be black or the part of a copy that is not done"}
)
