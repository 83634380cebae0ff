package signin

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// wrongly has n guesses made at once and counts how many of them were looked at.
func wrongly(t *testing.T, s *Signin, n int, guess func(i int) Try) (looked int) {
	t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	for i := range n {
		wg.Go(func() {
			_, err := s.SignIn(context.Background(), guess(i))
			mu.Lock()
			defer mu.Unlock()
			switch content.CodeOf(err) {
			case content.Denied:
				looked++
			case content.TooMany:
			default:
				t.Errorf("a guess ended with %v", err)
			}
		})
	}
	wg.Wait()
	return looked
}

// However a login is written, and however many guesses come at once, five are looked at.
func TestGuessesAtOnceAreAllCounted(t *testing.T) {
	s, _, _ := open(t)
	begin(t, s)
	ways := []string{"uoc", "ｕoc", "UOC", " uoc ", "ＵＯＣ", "uｏc\u00a0"}
	looked := wrongly(t, s, 150, func(i int) Try {
		return Try{Login: ways[i%len(ways)], Password: "không phải mật khẩu", Address: fmt.Sprintf("192.0.2.%d", i)}
	})
	if looked != 5 {
		t.Errorf("of 150 guesses at once %d were looked at", looked)
	}
	_, err := knock(t.Context(), s, "uoc", good, "198.51.100.1")
	code(t, err, content.TooMany)
}

// A browser that has signed in before is let in whatever strangers do to its account and its
// address; a mark of somebody else, an altered one and one from before the password changed are
// worth nothing, and a stolen one has few attempts.
func TestStrangersDoNotLockOutAKnownBrowser(t *testing.T) {
	ctx := t.Context()
	s, _, clock := open(t)
	session := begin(t, s)
	in, err := s.SignIn(ctx, Try{Login: "uoc", Password: good, Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Who(ctx, session)
	if err != nil {
		t.Fatal(err)
	}
	strangers := func() {
		wrongly(t, s, 60, func(i int) Try { return Try{Login: "uoc", Password: "sai rồi nhé", Address: "192.0.2.1"} })
	}
	strangers()
	again, err := s.SignIn(ctx, Try{Login: "Uoc", Password: good, Address: "192.0.2.1", Marks: in.Marks})
	if err != nil {
		t.Fatalf("the browser that had signed in is locked out: %v", err)
	}
	for name, marks := range map[string]string{
		"none": "", "altered": in.Marks[:len(in.Marks)-2] + "AA", "another account's": "p-other" + in.Marks[len(p.ID):], "no mark": "::..:a:b:c.",
	} {
		if _, err := s.SignIn(ctx, Try{Login: "uoc", Password: good, Address: "192.0.2.1", Marks: marks}); content.CodeOf(err) != content.TooMany {
			t.Errorf("%s: %v", name, err)
		}
	}
	stolen := wrongly(t, s, 50, func(int) Try {
		return Try{Login: "uoc", Password: "đoán mò thôi", Address: "203.0.113.5", Marks: in.Marks}
	})
	if stolen != 5 {
		t.Errorf("a stolen mark bought %d guesses", stolen)
	}
	if _, err := s.SignIn(ctx, Try{Login: "uoc", Password: good, Address: "192.0.2.1", Marks: again.Marks}); err != nil {
		t.Errorf("the thief of an old mark locked the browser out: %v", err)
	}
	if _, err := s.ChangePassword(ctx, p, good, "hoa sữa mùa thu", ""); err != nil {
		t.Fatal(err)
	}
	clock.pass(longestWait)
	strangers()
	_, err = s.SignIn(ctx, Try{Login: "uoc", Password: "hoa sữa mùa thu", Address: "192.0.2.1", Marks: again.Marks})
	code(t, err, content.TooMany)
}

// A browser that several people use knows each of them.
func TestABrowserKnowsSeveralPeople(t *testing.T) {
	ctx := t.Context()
	s, _, _ := open(t)
	begin(t, s)
	link, err := s.Invite(ctx, "test", "Vân Anh", "van.hanh", []Role{Editor})
	if err != nil {
		t.Fatal(err)
	}
	in, err := s.SignIn(ctx, Try{Login: "uoc", Password: good, Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	if in, err = s.Begin(ctx, Newcomer{Token: tokenOf(t, link), Password: "cà phê trứng ngon", Marks: in.Marks}); err != nil {
		t.Fatal(err)
	}
	for _, login := range []string{"uoc", "van.hanh"} {
		wrongly(t, s, 20, func(int) Try { return Try{Login: login, Password: "sai rồi nhé", Address: "203.0.113.9"} })
	}
	for login, password := range map[string]string{"uoc": good, "ｖan.hanh": "cà phê trứng ngon"} {
		if _, err := s.SignIn(ctx, Try{Login: login, Password: password, Address: "192.0.2.1", Marks: in.Marks}); err != nil {
			t.Errorf("%s: %v", login, err)
		}
	}
}

// While hundreds of wrong passwords wait to be looked at, from many places or from one, the right
// one gets in at once.
func TestTheRightPasswordDoesNotQueueBehindAFlood(t *testing.T) {
	for name, address := range map[string]func(i int) string{
		"from many addresses": func(i int) string { return fmt.Sprintf("10.0.%d.%d", i/200, i%200) },
		"from one":            func(int) string { return "192.0.2.77" },
	} {
		t.Run(name, func(t *testing.T) {
			s, _, _ := open(t)
			begin(t, s)
			ctx, stop := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			for i := range 400 {
				wg.Go(func() {
					s.SignIn(ctx, Try{Login: fmt.Sprintf("ai-do-%d", i), Password: "không phải mật khẩu", Address: address(i)})
				})
			}
			defer wg.Wait()
			defer stop()
			for { // until they wait
				s.places.mu.Lock()
				s.turns.mu.Lock()
				waiting := len(s.places.stranger.waiting)
				if l := s.turns.lines[address(0)]; l != nil {
					waiting += len(l.waiting)
				}
				s.turns.mu.Unlock()
				s.places.mu.Unlock()
				if waiting > 300 {
					break
				}
				time.Sleep(time.Millisecond)
			}
			began := time.Now()
			matches("one hash, as long as this machine takes now", s.nobody)
			most := max(2*time.Second, 8*time.Since(began))
			began = time.Now()
			if _, err := knock(t.Context(), s, "uoc", good, address(399)); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took > most {
				t.Errorf("it took %v, want at most %v", took, most)
			}
		})
	}
}

// Somebody who tries a name after the other gets only so many of them looked at.
func TestOneAddressCannotTryManyLogins(t *testing.T) {
	s, _, _ := open(t)
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Second)
	defer stop()
	var wg sync.WaitGroup
	var mu sync.Mutex
	looked := 0
	for i := range 100 {
		wg.Go(func() {
			_, err := knock(ctx, s, fmt.Sprintf("ai-do-%d", i), "mật khẩu nào đó", "192.0.2.9")
			mu.Lock()
			defer mu.Unlock()
			if content.CodeOf(err) == content.Denied {
				looked++
			}
		})
	}
	wg.Wait()
	if most := 20 + int(2*time.Second/turnEvery) + 1; looked > most || looked < 1 {
		t.Errorf("%d logins were tried from one address in two seconds, want at most %d", looked, most)
	}
}

// Names that somebody makes up do not push out the count of the one that they are after.
func TestMadeUpNamesDoNotWashOutACount(t *testing.T) {
	l, now := newLimiter("login", 5, nil), time.Now()
	for range 5 {
		if err := l.take(t.Context(), "uoc", now); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 * maxTracked {
		l.take(t.Context(), fmt.Sprint("made-up-", i), now)
	}
	code(t, l.take(t.Context(), "uoc", now), content.TooMany)
	if len(l.seen) > maxTracked {
		t.Errorf("%d names are kept", len(l.seen))
	}
}

// The marks are out of reach of scripts and other sites, and outlast the session.
func TestMarksAreKeptLikeTheSession(t *testing.T) {
	cookies := entered(t, Entry{Session: "s", Marks: "m"})
	for _, name := range []string{hostCookie, hostMark} {
		c := cookies[name]
		if c == nil || !c.HttpOnly || !c.Secure || c.Path != "/" || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("%s: %+v", name, c)
		}
	}
	if cookies[hostMark].MaxAge <= cookies[hostCookie].MaxAge {
		t.Error("the mark does not outlast the session")
	}
}

// entered are the cookies of a browser that signs in over TLS.
func entered(t *testing.T, in Entry) map[string]*http.Cookie {
	t.Helper()
	s := &Signin{secure: true}
	web := fiber.New()
	web.Get("/", func(c *fiber.Ctx) error { s.Enter(c, in); return nil })
	resp, err := web.Test(httptest.NewRequest(http.MethodGet, "/", nil))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*http.Cookie{}
	for _, c := range resp.Cookies() {
		out[c.Name] = c
	}
	return out
}
