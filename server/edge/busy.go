package edge

import "ngatu/content"

// Busy is the answer to a request while the machine has no free descriptor.
func Busy(err error) error {
	return &content.Error{
		Code: content.TooMany, Err: err,
		Vi: "Máy chủ đang có quá nhiều kết nối. Hãy thử lại sau ít giây.",
		En: "The server has too many connections at the moment. Try again in a few seconds.",
	}
}
