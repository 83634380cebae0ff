package studiotest

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// User is somebody's browser.
type User struct {
	*Rig
	Client   *http.Client
	CSRF     string
	Campaign string // campaign of uploads
}

// Browser is somebody's browser in which nobody has signed in.
func (r *Rig) Browser() *User {
	jar, err := cookiejar.New(nil)
	if err != nil {
		r.Fatal(err)
	}
	return &User{Rig: r, Client: &http.Client{Jar: jar}, Campaign: "main"}
}

// Send sends a request as a browser does, and follows where it leads.
func (u *User) Send(req *http.Request) Page {
	u.Helper()
	if req.Header.Get("Origin") == "" && req.Method != http.MethodGet && req.Method != http.MethodHead {
		req.Header.Set("Origin", u.Base)
	}
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "text/html")
	}
	resp, err := u.Client.Do(req)
	if err != nil {
		u.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		u.Fatal(err)
	}
	p := Page{resp.StatusCode, resp.Request.URL.RequestURI(), resp.Header, string(b)}
	if m := csrfIn.FindStringSubmatch(p.HTML); m != nil {
		u.CSRF = m[1]
	}
	return p
}

var csrfIn = regexp.MustCompile(`data-csrf="([^"]+)"`)

// Request is one of this browser.
func (u *User) Request(method, path string, body io.Reader) *http.Request {
	req, err := http.NewRequest(method, u.Base+path, body)
	if err != nil {
		u.Fatal(err)
	}
	return req
}

// Get opens a page.
func (u *User) Get(path string) Page {
	u.Helper()
	return u.Send(u.Request("GET", path, nil))
}

// Post sends a form as a page of the studio does. Fields come in pairs.
func (u *User) Post(path string, fields ...string) Page {
	u.Helper()
	v := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return u.PostForm(path, v)
}

// PostForm sends a form with fields that come several times.
func (u *User) PostForm(path string, v url.Values) Page {
	u.Helper()
	if !v.Has(signin.FieldCSRF) {
		v.Set(signin.FieldCSRF, u.CSRF)
	}
	req := u.Request("POST", path, strings.NewReader(v.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return u.Send(req)
}

// Upload sends a file as the studio's script does, with more fields in pairs.
func (u *User) Upload(path, name string, body []byte, accept string, more ...string) Page {
	u.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	w.WriteField("campaign", u.Campaign)
	for i := 0; i < len(more); i += 2 {
		w.WriteField(more[i], more[i+1])
	}
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		u.Fatal(err)
	}
	f.Write(body)
	w.Close()
	req := u.Request("POST", path, &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set(signin.HeaderCSRF, u.CSRF)
	req.Header.Set("Accept", accept)
	return u.Send(req)
}

// Password is that of every account.
const Password = "mưa rào tháng bảy"

// First is the browser of the first account, signed in through the one-time link.
func (r *Rig) First() *User {
	r.Helper()
	link, err := r.SignIn.NewLink(context.Background())
	if err != nil {
		r.Fatal(err)
	}
	u := r.Browser()
	_, token, _ := strings.Cut(link, "#")
	p := u.Post("/studio/begin", "token", token, "name", "Nguyễn Thị Ước", "login", "uoc", "password", Password)
	if p.Status != 200 || p.Path != "/studio" {
		r.Fatalf("the first account: %d %s\n%s", p.Status, p.Path, p.HTML)
	}
	return u
}

// Bound has an account hold exactly these mandates.
func (r *Rig) Bound(login string, all ...mandate.Mandate) {
	r.Helper()
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		p, err := tx.StaffByLogin(ctx, login)
		if err != nil {
			return err
		}
		p.Mandates = all
		return tx.PutStaff(ctx, p)
	})
	if err != nil {
		r.Fatal(err)
	}
}

// Other is the browser of another account with the given roles.
func (r *Rig) Other(login string, roles ...signin.Role) *User {
	r.Helper()
	return r.MadeBy("test", login, roles...)
}

// MadeBy is [Rig.Other] with an account that somebody has made, by staff ID.
func (r *Rig) MadeBy(who, login string, roles ...signin.Role) *User {
	r.Helper()
	link, err := r.SignIn.Invite(context.Background(), who, "Trần Văn "+login, login, nil)
	if err != nil {
		r.Fatal(err)
	}
	all := make([]mandate.Mandate, len(roles))
	for i, role := range roles {
		all[i].Role = role
	}
	r.Bound(login, all...)
	u := r.Browser()
	_, token, _ := strings.Cut(link, "#")
	if p := u.Post("/studio/begin", "token", token, "password", Password); p.Path != "/studio" {
		r.Fatalf("account %s: %d %s\n%s", login, p.Status, p.Path, p.HTML)
	}
	return u
}
