package campaignfile

import "ngatu/content"

// NotYours refuses a file that would move a slide on air which its folder may not change. Somebody
// may let it any time, so it is tried again.
func NotYours(s content.Slide) error {
	return &content.Error{
		Code: content.Denied,
		Vi:   "Chiến dịch này có tấm “" + s.Title + "” đang được chiếu mà thư mục không được phép thay đổi. Hãy đổi thiết lập trong trang quản trị, hoặc nhờ lập phê duyệt thường trực cho thư mục.",
		En:   "This campaign has the slide “" + s.Title + "” on air, which the folder may not change. Change the settings in the studio, or ask for a standing approval of the folder.",
	}
}

// PutAway refuses a file whose campaign was ended. It is not tried again by itself: that could be for
// years.
func PutAway(c content.Campaign) error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   "Chiến dịch “" + c.Name + "” đã khép lại nên campaign.yaml không được áp dụng. Muốn chạy lại: gửi duyệt một bản sửa trong trang quản trị, duyệt xong thì lưu lại tệp này.",
		En:   "The campaign “" + c.Name + "” was ended, so its campaign.yaml is not in force. To run it again, submit a change of it in the studio; once that is approved, save this file again.",
	}
}
