package api

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/internal/blob"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/air"
	"ngatu/server/copies"
	"ngatu/server/edge"
	"ngatu/server/figures"
	"ngatu/server/fleet"
	"ngatu/server/hub"
	"ngatu/server/intake"
	"ngatu/server/rendition"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
)

const (
	figuresToken = "ngatu_figures"
	slidesToken  = "ngatu_slides"
	holdsToken   = "ngatu_holds"
	onToken      = "ngatu_on"
	screensToken = "ngatu_screens"
	formsToken   = "ngatu_forms"
	maker        = "p-an" // who made the tokens
)

// serve starts an API with real parts and a token of each scope.
func serve(t *testing.T) (base string, st *store.Store) {
	t.Helper()
	return serveFleet(t, 0)
}

// serveFleet is serve for a fleet that looks from so long after now, with these players connected.
func serveFleet(t *testing.T, later time.Duration, here ...hub.Presence) (base string, st *store.Store) {
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
	bucket, err := blob.Open(filepath.Join(dir, "media"))
	must(err)
	set, err := area.Load(areas.Files)
	must(err)
	_, err = st.Change(ctx, maker, func(tx *store.Tx) error {
		if err := tx.PutStaff(ctx, store.Staff{ID: maker, Login: maker, Name: "Nguyễn Thị An", Mandates: citywide(mandate.Roles()...)}); err != nil {
			return err
		}
		for secret, scope := range map[string]string{figuresToken: store.ScopeFigures, slidesToken: store.ScopeSlides, holdsToken: store.ScopeHolds, onToken: store.ScopeOn, screensToken: store.ScopeScreens, formsToken: store.ScopeForms} {
			if err := tx.PutToken(ctx, store.Token{ID: "t-" + scope, Hash: content.DigestOf([]byte(secret)), Name: "Hệ thống quận", Scope: scope}); err != nil {
				return err
			}
		}
		m := figure.Accounts
		m.Limits.Inform = true // checks have a test of their own
		return tx.PutMeasure(ctx, m)
	})
	must(err)
	door, err := signin.New(signin.Options{Store: st, Areas: set, Log: log, Memory: 8})
	must(err)
	workers := workertest.Pool(t)
	fig := figures.New(figures.Options{Store: st, Workers: workers, Areas: set, Log: log})
	in := intake.New(intake.Options{Store: st, Renditions: rendition.New(rendition.Options{Store: st, Media: bucket, Workers: workers, Log: log})})
	app := fiber.New(fiber.Config{DisableStartupMessage: true, StreamRequestBody: true, ErrorHandler: func(c *fiber.Ctx, err error) error {
		var e *content.Error
		if errors.As(err, &e) {
			return c.Status(edge.StatusOf(e.Code)).JSON(fiber.Map{"error": fiber.Map{"code": e.Code, "vi": e.Vi, "en": e.En}})
		}
		t.Errorf("an error without a sentence: %v", err)
		return c.SendStatus(500)
	}})
	_, key, err := ed25519.GenerateKey(nil)
	must(err)
	sockets := hub.New(hub.Options{})
	t.Cleanup(func() { sockets.Shutdown(context.Background(), 0) })
	on := air.New(air.Options{Store: st, Hub: sockets, Media: bucket, Areas: set, Faces: paint.Faces(), Key: key, Log: log})
	now := func() time.Time { return time.Now().Add(later) }
	screens := fleet.New(fleet.Options{Store: st, Air: on, Recorder: fleet.NewRecorder(st, now, log), Present: func() []hub.Presence { return here }, Now: now, Log: log})
	looks := picture.New(picture.Options{Store: st, Air: on, Media: bucket, Workers: workers, Areas: set, Now: now})
	New(Options{
		Copies: copies.New(copies.Options{Store: st, SignIn: door, Areas: set, Now: now, Facts: looks.Facts}),
		Store:  st, SignIn: door, Areas: set, Intake: in, Figures: fig, Workers: fig.Workers, Log: log, Snapshot: on.Snapshot, Fleet: screens.Look,
	}).Routes(app)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go app.Listener(l)
	t.Cleanup(func() { app.Shutdown() })
	return "http://" + l.Addr().String(), st
}

// citywide are roles for the whole city.
func citywide(roles ...mandate.Role) (out []mandate.Mandate) {
	for _, r := range roles {
		out = append(out, mandate.Mandate{Role: r})
	}
	return out
}
