package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"ngatu/internal/app"
)

// desk is the browser of somebody who works in the studio.
type desk struct {
	base   string
	client *http.Client
	csrf   string
}

// deskPassword is that of the account which sit makes.
const deskPassword = "mật khẩu của một phép thử"

// sit makes the first account through the one-time link and is signed in then.
func sit(a *app.App, link string) (*desk, error) { return sitAt(a.Address(), link) }

func sitAt(base, link string) (*desk, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	d := &desk{base: base, client: &http.Client{Jar: jar}}
	return d, d.begin(link)
}

// begin makes the first account through its link.
func (d *desk) begin(link string) error {
	_, secret, _ := strings.Cut(link, "#")
	return d.post("/studio/begin", "token", secret, "name", "Nguyễn Thị An", "login", "an.nguyen", "password", deskPassword)
}

var csrfAt = regexp.MustCompile(`data-csrf="([^"]+)"`)

// get reads a page of the studio.
func (d *desk) get(path string) (html string, err error) {
	page, err := d.client.Get(d.base + path)
	if err != nil {
		return "", err
	}
	return d.read(page)
}

// post sends a form as the studio's pages do. Fields come in pairs.
func (d *desk) post(path string, fields ...string) error {
	_, err := d.send(path, fields...)
	return err
}

// send posts a form and gives the page that comes of it.
func (d *desk) send(path string, fields ...string) (html string, err error) {
	form := url.Values{"_csrf": {d.csrf}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	req, err := http.NewRequest(http.MethodPost, d.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", d.base)
	page, err := d.client.Do(req)
	if err != nil {
		return "", err
	}
	return d.read(page)
}

var seenAt = regexp.MustCompile(`name="seen" value="([^"]+)"`)

// approve approves what the page at a path shows.
func (d *desk) approve(path string, fields ...string) error {
	page, err := d.get(path)
	if err != nil {
		return err
	}
	if m := seenAt.FindStringSubmatch(page); m != nil {
		fields = append(fields, "seen", m[1])
	}
	return d.post(path+"/approve", fields...)
}

// errRefused is an answer that is no yes.
type errRefused struct{ error }

func (d *desk) read(page *http.Response) (string, error) {
	defer page.Body.Close()
	b, err := io.ReadAll(page.Body)
	if err != nil {
		return "", err
	}
	if m := csrfAt.FindSubmatch(b); m != nil {
		d.csrf = string(m[1])
	}
	if page.StatusCode/100 != 2 || strings.HasSuffix(page.Request.URL.Path, "/signin") {
		_, says, found := strings.Cut(string(b), "<main")
		if !found {
			says = string(b)
		}
		return "", errRefused{fmt.Errorf("%d at %s: %.2000s", page.StatusCode, page.Request.URL.Path, says)}
	}
	return string(b), nil
}
