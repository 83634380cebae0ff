package bulletins

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/cap"
	"ngatu/internal/link"
)

// patience is how long an answer may take, the whole of it.
const patience = 20 * time.Second

// mostMessage is how many bytes a message that a feed links to may have.
const mostMessage = 1 << 20

// CheckAddress refuses an address that no feed may have: it is https, or http in the internal
// networks that the operator allows, carries no name or password, and its host is one of the
// allowed domains or lies in such a network.
func CheckAddress(address, domains string, inside []netip.Prefix) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || len(address) > 1000 || u.Scheme != "https" && (u.Scheme != "http" || len(inside) == 0) {
		return &content.Error{
			Code: content.Invalid, Err: err,
			Vi: "Địa chỉ nguồn cảnh báo phải bắt đầu bằng https:// và không có tên đăng nhập hay mật khẩu.",
			En: "The address of a feed begins with https:// and has no user name or password in it.",
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

// fetch reads what an address answers, at most so many bytes; nothing where it is as it was by its
// tag. No redirect is followed: where it leads was not entered by anybody.
func (b *Bulletins) fetch(ctx context.Context, address, tag string, most int64) (body []byte, now string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", err
	}
	r.Header.Set("User-Agent", "ngatu")
	r.Header.Set("Accept", "application/cap+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9")
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	answer, err := b.client.Do(r)
	if err != nil {
		return nil, "", silent(err)
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusNotModified && tag != "":
		return nil, tag, nil
	case answer.StatusCode != http.StatusOK:
		return nil, "", &content.Error{
			Code: content.Away,
			Vi:   fmt.Sprintf("Nguồn cảnh báo trả lời %d thay vì 200.", answer.StatusCode), En: fmt.Sprintf("The feed answers %d instead of 200.", answer.StatusCode),
		}
	}
	body, err = io.ReadAll(io.LimitReader(answer.Body, most+1))
	if err != nil {
		return nil, "", silent(err)
	}
	if int64(len(body)) > most {
		return nil, "", &content.Error{
			Code: content.TooLarge,
			Vi:   fmt.Sprintf("Nguồn cảnh báo trả về hơn %d MB nên không đọc.", most>>20), En: fmt.Sprintf("The answer is longer than %d MB and is not read.", most>>20),
		}
	}
	if now = answer.Header.Get("ETag"); len(now) > 500 {
		now = ""
	}
	return body, now, nil
}

// silent is an address that does not answer, as people are told of it.
func silent(err error) error {
	var said *content.Error
	if errors.As(err, &said) {
		return said
	}
	return &content.Error{
		Code: content.Away, Err: err,
		Vi: "Không kết nối được tới nguồn cảnh báo. Hãy kiểm tra địa chỉ và mạng của máy chủ.", En: "The feed does not answer. Check the address and the server's network.",
	}
}

// atOnce is how many links of a feed are read at a look.
const atOnce = 40

// mostTries is how often a link is read that brings what is no message. One that does not answer is
// tried for as long as the feed names it.
const mostTries = 3

// linked reads the messages that a feed links to and that were not read as they are now, and says
// what was made of each link. That is kept once the messages are.
func (b *Bulletins) linked(ctx context.Context, id, address, domains string, links []cap.Link) (out []cap.Document, kept map[string]mark, err error) {
	base, err := url.Parse(address)
	if err != nil {
		return nil, nil, err
	}
	read, kept := b.marksOf(id), map[string]mark{}
	left := atOnce
	for _, l := range links {
		ref, err := url.Parse(strings.TrimSpace(l.At))
		if err != nil {
			continue
		}
		at := base.ResolveReference(ref).String()
		was, known := read[at]
		if !known || was.text != l.Mark {
			was, known = mark{text: l.Mark}, false
		}
		if CheckAddress(at, domains, b.Inside) != nil {
			continue
		}
		if known && !was.due(b.Now()) || left == 0 || ctx.Err() != nil {
			if known {
				kept[at] = was
			}
			if was.why != "" { // it is still not read, and people still see that
				out = append(out, cap.Document{Broken: 1, Why: was.why})
			}
			continue
		}
		left--
		var d cap.Document
		body, _, err := b.fetch(ctx, at, "", mostMessage)
		if err == nil {
			d, err = b.Workers.Bulletin(ctx, body)
		}
		if err != nil {
			d = cap.Document{Broken: 1, Why: at + ": " + err.Error()}
		}
		kept[at], out = was.after(err, d.Why, b.Now()), append(out, d)
	}
	return out, kept, nil
}

func (b *Bulletins) marksOf(id string) map[string]mark {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.marks[id]
}
