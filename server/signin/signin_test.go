package signin

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/store"
)

const good = "mưa rào tháng bảy"

// clock is time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

func open(t *testing.T) (*Signin, *store.Store, *clock) {
	t.Helper()
	st, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	c := &clock{at: time.Now()}
	s, err := New(Options{Store: st, Log: slog.New(slog.DiscardHandler), Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	return s, st, c
}

// tokenOf is the secret of a link.
func tokenOf(t *testing.T, link string) string {
	t.Helper()
	path, token, ok := strings.Cut(link, "#")
	if !ok || path != PathBegin || len(token) < 40 {
		t.Fatalf("the link is %q", link)
	}
	return token
}

func begin(t *testing.T, s *Signin) (session string) {
	t.Helper()
	link, err := s.NewLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	in, err := s.Begin(context.Background(), Newcomer{Token: tokenOf(t, link), Name: "Ước", Login: "Uoc", Password: good})
	if err != nil {
		t.Fatal(err)
	}
	return in.Session
}

// knock signs in from a browser that nobody knows.
func knock(ctx context.Context, s *Signin, login, password, address string) (session string, err error) {
	in, err := s.SignIn(ctx, Try{Login: login, Password: password, Address: address})
	return in.Session, err
}

func code(t *testing.T, err error, want content.Code) {
	t.Helper()
	if content.CodeOf(err) != want {
		t.Errorf("error %v, want code %q", err, want)
	}
}

func TestALinkMakesOneAccountOnce(t *testing.T) {
	ctx := context.Background()
	s, st, _ := open(t)
	old, _ := s.NewLink(ctx)
	link, err := s.NewLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Look(ctx, tokenOf(t, old))
	code(t, err, content.Denied) // a new link takes the old one's place
	n := Newcomer{Token: tokenOf(t, link), Name: "Ước", Login: "uoc", Password: "short"}
	_, err = s.Begin(ctx, n)
	code(t, err, content.Invalid)
	n.Password = good
	var wg sync.WaitGroup
	won := make(chan string, 8)
	for range 8 {
		wg.Go(func() {
			if in, err := s.Begin(ctx, n); err == nil {
				won <- in.Session
			} else if content.CodeOf(err) != content.Denied {
				t.Errorf("lost with %v", err)
			}
		})
	}
	wg.Wait()
	if len(won) != 1 {
		t.Fatalf("%d made the first account", len(won))
	}
	p, err := s.Who(ctx, <-won)
	if err != nil || !p.Somewhere(Accounts) || !p.Somewhere(Approve) || p.Name != "Ước" {
		t.Errorf("signed in as %+v, %v", p, err)
	}
	if n, _ := st.CountStaff(ctx); n != 1 {
		t.Errorf("%d accounts", n)
	}
	if again, err := s.NewLink(ctx); err != nil || again != PathStudio {
		t.Errorf("with an account the link is %q, %v", again, err)
	}
}

func TestNoSecretIsKeptPlain(t *testing.T) {
	ctx := context.Background()
	s, st, _ := open(t)
	link, _ := s.NewLink(ctx)
	token := tokenOf(t, link)
	in, err := s.Begin(ctx, Newcomer{Token: token, Name: "Ước", Login: "uoc", Password: good})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := st.Changes(ctx, 0, 0)
	if err != nil || len(changes) == 0 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	for _, c := range changes {
		for _, secret := range []string{token, in.Session, in.Marks, good, "argon2id"} {
			if strings.Contains(string(c.Detail)+c.ID, secret) {
				t.Errorf("the log of changes holds a secret: %s %s %s", c.Noun, c.ID, c.Detail)
			}
		}
	}
	p, err := st.StaffByLogin(ctx, "UOC")
	if err != nil || !strings.HasPrefix(p.Password, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("kept as %q, %v", p.Password, err)
	}
}

func TestGuessingCostsMoreEachTime(t *testing.T) {
	ctx := context.Background()
	s, _, clock := open(t)
	begin(t, s)
	wrong := func(login, address string) error {
		_, err := knock(ctx, s, login, "không phải mật khẩu", address)
		return err
	}
	for range 5 {
		code(t, wrong("uoc", "192.0.2.7"), content.Denied)
	}
	code(t, wrong("uoc", "192.0.2.7"), content.TooMany)
	_, err := knock(ctx, s, "uoc", good, "192.0.2.8")
	code(t, err, content.TooMany) // also the right one, and from elsewhere
	clock.pass(firstWait)
	code(t, wrong("uoc", "192.0.2.7"), content.Denied)
	clock.pass(firstWait)
	code(t, wrong("uoc", "192.0.2.7"), content.TooMany) // the wait has doubled
	clock.pass(longestWait)
	if _, err := knock(ctx, s, " UOC ", good, "192.0.2.8"); err != nil {
		t.Errorf("the right password after the wait: %v", err)
	}
	code(t, wrong("uoc", "192.0.2.7"), content.Denied) // forgiven by success
}

func TestUnknownLoginsAreToldAndTimedLikeKnownOnes(t *testing.T) {
	s, _, _ := open(t)
	begin(t, s)
	took := func(login string) (best time.Duration, err error) {
		for range 3 {
			began := time.Now()
			_, err = knock(context.Background(), s, login, "không phải mật khẩu", "192.0.2."+login)
			if d := time.Since(began); best == 0 || d < best {
				best = d
			}
		}
		return best, err
	}
	known, wrong := took("uoc")
	unknown, nobody := took("khong-co")
	if wrong.Error() != nobody.Error() {
		t.Errorf("told apart: %v, %v", wrong, nobody)
	}
	if unknown < known/10 || known < unknown/10 { // without the work of a hash it is a thousandth
		t.Errorf("a known login took %v, an unknown one %v", known, unknown)
	}
}

func TestSessionsEnd(t *testing.T) {
	ctx := context.Background()
	s, st, clock := open(t)
	first := begin(t, s)
	second, err := knock(ctx, s, "uoc", good, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Who(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Who(ctx, second)
	if err != nil {
		t.Fatal(err)
	}
	if p.CSRF == other.CSRF || len(p.CSRF) < 40 {
		t.Error("two sessions share the token of their forms")
	}
	_, err = s.Who(ctx, "not a session")
	code(t, err, content.NotFound)
	change := func(old, password string) error {
		_, err := s.ChangePassword(ctx, p, old, password, "")
		return err
	}
	code(t, change("sai rồi", "một mật khẩu mới"), content.Invalid)
	code(t, change(good, "88888888"), content.Invalid)
	if err := change(good, "một mật khẩu mới"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Who(ctx, first); err != nil {
		t.Errorf("the session that changed the password has ended: %v", err)
	}
	_, err = s.Who(ctx, second)
	code(t, err, content.NotFound)
	clock.pass(lastsFor + time.Minute) // however busy it was
	_, err = s.Who(ctx, first)
	code(t, err, content.NotFound)
	third, err := knock(ctx, s, "uoc", "một mật khẩu mới", "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	staff, _ := st.StaffByLogin(ctx, "uoc")
	staff.Disabled = true
	if _, err := st.Change(ctx, "test", func(tx *store.Tx) error { return tx.PutStaff(ctx, staff) }); err != nil {
		t.Fatal(err)
	}
	_, err = s.Who(ctx, third)
	code(t, err, content.NotFound)
	_, err = knock(ctx, s, "uoc", "một mật khẩu mới", "192.0.2.1")
	code(t, err, content.Denied)
}

func TestResetLinkSetsOnePassword(t *testing.T) {
	ctx := context.Background()
	s, _, _ := open(t)
	first := begin(t, s)
	link, err := s.ResetLink(ctx, "server", "uoc")
	if err != nil {
		t.Fatal(err)
	}
	inv, err := s.Look(ctx, tokenOf(t, link))
	if err != nil || inv.First || inv.Login != "Uoc" {
		t.Errorf("the link is for %+v, %v", inv, err)
	}
	n := Newcomer{Token: tokenOf(t, link), Password: "hoa sữa mùa thu", Name: "Kẻ gian", Login: "admin"}
	in, err := s.Begin(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := s.Who(ctx, in.Session); err != nil || p.Name != "Ước" {
		t.Errorf("signed in as %+v, %v", p, err)
	}
	_, err = s.Who(ctx, first)
	code(t, err, content.NotFound)
	_, err = s.Begin(ctx, n)
	code(t, err, content.Denied)
	_, err = knock(ctx, s, "uoc", good, "192.0.2.1")
	code(t, err, content.Denied)
}

func TestCheckPassword(t *testing.T) {
	for password, ok := range map[string]bool{
		good: true, "correct horse battery": true, "Đường Láng 7h sáng": true, "x7#kQ9!mZ2pL": true,
		"": false, "ngắn": false, "12345678": false, "88888888": false, "8888888888": false, "1234567890": false, "admin12345678": false,
		"Admin@2024": false, "password123": false, "aaaaaaaaaaaa": false, "matkhau123456": false, "ihanoi2024!": false,
		"nguyenvana1": false, strings.Repeat("ă", 201): false,
	} {
		if err := CheckPassword(password, "nguyenvana"); (err == nil) != ok {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestMatchesReadsOnlyHashes(t *testing.T) {
	h, err := hashPassword("cà phê trứng ngon", hashMemory)
	if err != nil {
		t.Fatal(err)
	}
	if !matches("cà phê trứng ngon", h) || !matches(norm.NFD.String("cà phê trứng ngon"), h) { // composed and not
		t.Error("the password does not match its own hash")
	}
	for _, bad := range []string{"", h[:20], strings.Replace(h, "m=19456", "m=99999999", 1), strings.Replace(h, "t=2", "t=0", 1), "$2a$10$x", h + "$"} {
		if matches("cà phê trứng ngon", bad) {
			t.Errorf("%q matched", bad)
		}
	}
}

func FuzzMatches(f *testing.F) {
	f.Add("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=,t=,p=$$")
	f.Fuzz(func(t *testing.T, encoded string) {
		if len(encoded) < 200 && !strings.Contains(encoded, "m=1") && !strings.Contains(encoded, "m=2") { // large costs only take time
			matches("x", encoded)
		}
	})
}

func TestLoginsAreNames(t *testing.T) {
	for login, ok := range map[string]bool{"uoc": true, "nguyễn.ước": true, "a@hanoi.gov.vn": true, "ab": false, "a b c": false, "a<b>c": false, "": false} {
		if _, err := CheckNames("Nguyễn Thị Ước", login); (err == nil) != ok {
			t.Errorf("%q: %v", login, err)
		}
	}
}

// A page that looks again by itself keeps nobody signed in.
func TestAPageThatIsLeftKeepsNobodySignedIn(t *testing.T) {
	s, st, clock := open(t)
	token := begin(t, s)
	p, err := s.Who(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	web := fiber.New()
	lost := func(c *fiber.Ctx) error { return c.SendStatus(http.StatusUnauthorized) }
	web.Get("/", s.Guard(lost, lost), func(c *fiber.Ctx) error { return c.SendString(From(c).ID) })
	end := func(change func(http.Header)) time.Time {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: s.cookie(), Value: token})
		change(r.Header)
		resp, err := web.Test(r)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatal(resp, err)
		}
		all, err := st.SessionsOf(t.Context(), p.ID)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		return all[0].Expires
	}
	clock.pass(time.Hour)
	alone := end(func(h http.Header) { h.Set("X-By-Itself", "yes") })
	if at := end(func(http.Header) {}); at.Sub(alone) < 50*time.Minute {
		t.Errorf("asked by itself the session ends at %v, by a person at %v", alone, at)
	}
}
