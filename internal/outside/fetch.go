package outside

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"ngatu/content"
	"ngatu/internal/link"
)

// CheckAddress refuses an address that nothing may be fetched from: it is https, or http in the
// internal networks that the operator allows, carries no name or password, and its host is one of
// the allowed domains or lies in such a network.
func CheckAddress(address, domains string, inside []netip.Prefix) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || len(address) > 1000 || u.Scheme != "https" && (u.Scheme != "http" || len(inside) == 0) {
		return &content.Error{
			Code: content.Invalid, Err: err,
			Vi: "Địa chỉ phải bắt đầu bằng https:// và không có tên đăng nhập hay mật khẩu.",
			En: "The address begins with https:// and has no user name or password in it.",
		}
	}
	host := strings.ToLower(u.Hostname())
	if at, err := netip.ParseAddr(host); err == nil {
		for _, network := range inside {
			if network.Contains(at.Unmap()) {
				return nil
			}
		}
	}
	if !link.Leads(host, domains) {
		return &content.Error{
			Code: content.Denied,
			Vi:   fmt.Sprintf("Tên miền “%s” không nằm trong danh sách được phép. Hãy thêm tên miền trong cài đặt trước.", host),
			En:   fmt.Sprintf("The domain “%s” is not on the list. Add it in the settings first.", host),
		}
	}
	return nil
}

// Ask is what is fetched.
type Ask struct {
	Address string
	Tag     string // the ETag of the answer that is there already; "": none is
	Accept  string // kinds of documents, as the header of HTTP names them
	Most    int64  // bytes of the answer
}

// Fetch reads what an address answers; a nil body where it is as it was by its tag. A redirect is
// refused: where it leads was not entered by anybody.
func Fetch(ctx context.Context, client *http.Client, a Ask) (body []byte, tag string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.Address, nil)
	if err != nil {
		return nil, "", err
	}
	r.Header.Set("User-Agent", "ngatu")
	r.Header.Set("Accept", a.Accept)
	if a.Tag != "" {
		r.Header.Set("If-None-Match", a.Tag)
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, "", silent(err)
	}
	defer answer.Body.Close()
	switch status := answer.StatusCode; {
	case status == http.StatusNotModified && a.Tag != "":
		return nil, a.Tag, nil
	case status >= 300 && status < 400:
		return nil, "", &content.Error{
			Code: content.Away,
			Vi:   fmt.Sprintf("Địa chỉ này chuyển hướng (%d) nên không đọc. Hãy nhập địa chỉ mà nó dẫn tới.", status),
			En:   fmt.Sprintf("The address redirects (%d) and is not read. Enter the address that it leads to.", status),
		}
	case status != http.StatusOK:
		return nil, "", &content.Error{
			Code: content.Away,
			Vi:   fmt.Sprintf("Địa chỉ này trả lời %d thay vì 200. Hãy hỏi nơi cung cấp.", status),
			En:   fmt.Sprintf("The address answers %d instead of 200. Ask whoever provides it.", status),
		}
	}
	body, err = io.ReadAll(io.LimitReader(answer.Body, a.Most+1))
	if err != nil {
		return nil, "", silent(err)
	}
	if int64(len(body)) > a.Most {
		return nil, "", &content.Error{
			Code: content.TooLarge,
			Vi:   fmt.Sprintf("Địa chỉ này trả về hơn %d MB nên không đọc.", a.Most>>20), En: fmt.Sprintf("The answer is longer than %d MB and is not read.", a.Most>>20),
		}
	}
	if tag = answer.Header.Get("ETag"); len(tag) > 500 {
		tag = ""
	}
	return body, tag, nil
}

// silent is an address that does not answer, as people are told of it.
func silent(err error) error {
	var said *content.Error
	if errors.As(err, &said) {
		return said
	}
	return &content.Error{
		Code: content.Away, Err: err,
		Vi: "Không kết nối được, hoặc trả lời quá chậm. Hãy kiểm tra địa chỉ và mạng của máy chủ.",
		En: "The address does not answer, or too slowly. Check it and the server's network.",
	}
}
