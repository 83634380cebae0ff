package studio

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/media"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/hub"
	"ngatu/server/intake"
	"ngatu/server/signin"
)

// rig is a studio with real parts, served on this machine.
type rig struct {
	*testing.T
	store    *store.Store
	signin   *signin.Signin
	media    *blob.Folder
	base     string
	app      *fiber.App
	presence []hub.Presence
}

var statuses = map[content.Code]int{
	content.Invalid: 422, content.NotFound: 404, content.Conflict: 409, content.Denied: 403, content.TooLarge: 413, content.TooMany: 429,
}

func newRig(t *testing.T) *rig {
	t.Helper()
	ctx, dir, log := context.Background(), t.TempDir(), slog.New(slog.DiscardHandler)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	st, err := store.Open(ctx, filepath.Join(dir, "ngatu.db"))
	must(err)
	t.Cleanup(func() { st.Close() })
	_, err = st.Claim(ctx, store.Real)
	must(err)
	bucket, err := blob.Open(filepath.Join(dir, "media"))
	must(err)
	set, err := area.Load(areas.Files)
	must(err)
	h := hub.New(hub.Options{Log: log})
	t.Cleanup(func() { h.Shutdown(context.Background(), 0) })
	_, key, err := ed25519.GenerateKey(nil)
	must(err)
	in := intake.New(intake.Options{Store: st, Media: bucket, Importer: media.NewImporter(media.DefaultLimits), Areas: set, Log: log})
	t.Cleanup(in.Close)
	si, err := signin.New(signin.Options{Store: st, Log: log})
	must(err)
	r := &rig{T: t, store: st, signin: si, media: bucket}
	s, err := New(Options{
		Store: st, Intake: in, Media: bucket, Areas: set, SignIn: si, Log: log,
		Air:     air.New(air.Options{Store: st, Hub: h, Media: bucket, Areas: set, Faces: paint.Faces(), Key: key, Log: log}),
		Present: func() []hub.Presence { return r.presence },
	})
	must(err)
	app := fiber.New(fiber.Config{
		DisableStartupMessage: true, StreamRequestBody: true, BodyLimit: 300 << 20, ReadBufferSize: 16 << 10,
		ErrorHandler: func(c *fiber.Ctx, err error) error {
			var e *content.Error
			if errors.As(err, &e) && statuses[e.Code] != 0 {
				return c.Status(statuses[e.Code]).JSON(fiber.Map{"error": fiber.Map{"code": e.Code, "vi": e.Vi, "en": e.En}})
			}
			var f *fiber.Error
			if errors.As(err, &f) {
				return c.SendStatus(f.Code)
			}
			t.Errorf("an error without a sentence: %v", err)
			return c.SendStatus(500)
		},
	})
	s.Routes(app)
	r.app = app
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go app.Listener(l)
	t.Cleanup(func() { app.Shutdown() })
	r.base = "http://" + l.Addr().String()
	_, err = st.Change(ctx, "test", func(tx *store.Tx) error {
		return tx.PutCampaign(ctx, content.Campaign{ID: "main", Name: "Tháng cao điểm", Pool: "city", Weight: 1})
	})
	must(err)
	return r
}

// user is somebody's browser.
type user struct {
	*rig
	client *http.Client
	csrf   string
}

func (r *rig) browser() *user {
	jar, err := cookiejar.New(nil)
	if err != nil {
		r.Fatal(err)
	}
	return &user{rig: r, client: &http.Client{Jar: jar}}
}

// page is what a browser got in the end.
type page struct {
	status int
	path   string // with its query
	head   http.Header
	html   string
}

func (u *user) send(req *http.Request) page {
	u.Helper()
	if req.Header.Get("Origin") == "" && req.Method == http.MethodPost {
		req.Header.Set("Origin", u.base)
	}
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "text/html")
	}
	resp, err := u.client.Do(req)
	if err != nil {
		u.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		u.Fatal(err)
	}
	p := page{resp.StatusCode, resp.Request.URL.RequestURI(), resp.Header, string(b)}
	if m := csrfIn.FindStringSubmatch(p.html); m != nil {
		u.csrf = m[1]
	}
	return p
}

var csrfIn = regexp.MustCompile(`data-csrf="([^"]+)"`)

func (u *user) request(method, path string, body io.Reader) *http.Request {
	req, err := http.NewRequest(method, u.base+path, body)
	if err != nil {
		u.Fatal(err)
	}
	return req
}

func (u *user) get(path string) page {
	u.Helper()
	return u.send(u.request("GET", path, nil))
}

// post sends a form as a page of the studio does. Fields come in pairs.
func (u *user) post(path string, fields ...string) page {
	u.Helper()
	v := url.Values{signin.FieldCSRF: {u.csrf}}
	for i := 0; i < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	req := u.request("POST", path, strings.NewReader(v.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return u.send(req)
}

// upload sends a file as the studio's script does.
func (u *user) upload(path, name string, body []byte, accept string) page {
	u.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	w.WriteField("campaign", "main")
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		u.Fatal(err)
	}
	f.Write(body)
	w.Close()
	req := u.request("POST", path, &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set(signin.HeaderCSRF, u.csrf)
	req.Header.Set("Accept", accept)
	return u.send(req)
}

const goodPassword = "mưa rào tháng bảy"

// first is the browser of the first account, signed in through the one-time link.
func (r *rig) first() *user {
	r.Helper()
	link, err := r.signin.NewLink(context.Background())
	if err != nil {
		r.Fatal(err)
	}
	u := r.browser()
	_, token, _ := strings.Cut(link, "#")
	p := u.post("/studio/begin", "token", token, "name", "Nguyễn Thị Ước", "login", "uoc", "password", goodPassword)
	if p.status != 200 || p.path != "/studio/slides" {
		r.Fatalf("the first account: %d %s\n%s", p.status, p.path, p.html)
	}
	return u
}

// other is the browser of another account with the given roles.
func (r *rig) other(login string, roles ...signin.Role) *user {
	r.Helper()
	link, err := r.signin.Invite(context.Background(), "test", "Trần Văn "+login, login, roles)
	if err != nil {
		r.Fatal(err)
	}
	u := r.browser()
	_, token, _ := strings.Cut(link, "#")
	if p := u.post("/studio/begin", "token", token, "password", goodPassword); p.path != "/studio/slides" {
		r.Fatalf("account %s: %d %s\n%s", login, p.status, p.path, p.html)
	}
	return u
}

func (r *rig) slides() []content.Slide {
	r.Helper()
	all, err := r.store.Slides(context.Background(), store.SlideQuery{})
	if err != nil {
		r.Fatal(err)
	}
	return all
}

// photo is a JPEG that differs by its shade.
func photo(shade uint8) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), shade, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// says fails where a page does not hold all the texts, as people read them.
func (p page) says(t *testing.T, status int, texts ...string) {
	t.Helper()
	if p.status != status {
		t.Errorf("status %d at %s, want %d\n%s", p.status, p.path, status, textOf(p.html))
	}
	for _, want := range texts {
		if !strings.Contains(textOf(p.html), want) {
			t.Errorf("the page %s does not say %q:\n%s", p.path, want, textOf(p.html))
		}
	}
}

var tags = regexp.MustCompile(`(?s)<head.*?</head>|<[^>]*>`)

// textOf is what people read of a page.
func textOf(html string) string {
	plain := strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(tags.ReplaceAllString(html, " "))
	return strings.Join(strings.Fields(plain), " ")
}
