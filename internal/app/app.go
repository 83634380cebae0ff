// Package app puts the server's parts together, starts them in sequence and closes them in reverse.
//
// It opens the address, database, media and keys, and hands them to the parts that work with them.
// It has no rules of its own. Only cmd and programs that drive a whole server import it: tests,
// internal/testkit, internal/bench.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/bus"
	"ngatu/internal/config"
	"ngatu/internal/inbox"
	"ngatu/internal/paint"
	"ngatu/internal/reserve"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/player/page"
	"ngatu/player/protocol"
	"ngatu/server/air"
	"ngatu/server/cover"
	"ngatu/server/demo"
	"ngatu/server/edge"
	"ngatu/server/figures"
	"ngatu/server/fleet"
	"ngatu/server/hub"
	"ngatu/server/intake"
	"ngatu/server/intake/box"
	"ngatu/server/players"
	"ngatu/server/public"
	"ngatu/server/rendition"
	"ngatu/server/signin"
)

// App is one server.
type App struct {
	cfg     config.Config
	at      config.Place
	log     *slog.Logger
	outages *outages
	say     func(string) // progress, for the person who started it

	listener net.Listener
	edge     *edge.Edge
	lines    *edge.Connections
	cert     *certificate // nil: the server speaks no TLS itself
	store    *store.Store
	media    blob.Bucket
	unused   *unused // media that go
	spare    *reserve.Reserve
	backups  *backups
	keys     keys
	areas    *area.Set
	bus      *bus.Bus
	hub      *hub.Hub
	air      *air.Air
	fleet    *fleet.Fleet
	present  *fleet.Everywhere
	players  *players.Players
	clock    *clock
	workers  *worker.Pool
	intake   *intake.Intake
	box      *box.Box // the inbox
	maker    *rendition.Maker
	check    cover.Check // of live slides on kinds of screen that come later
	figures  *figures.Figures
	inbox    atomic.Pointer[inbox.Watcher] // nil before Start, and where another node has the inbox
	inboxSet bool                          // the operator names its folder
	following
	signin   *signin.Signin
	demo     *demo.Demo
	web      *fiber.App
	served   chan error
	stopping sync.Mutex
	close    []func(context.Context) error // in the order of opening
}

// New opens everything. On an error all that was opened is closed again; the error is a sentence.
func New(ctx context.Context, cfg config.Config, log *slog.Logger, say func(string)) (*App, error) {
	collectSeldom()
	quiet := &outages{}
	log = slog.New(outageLog{requestLog{log.Handler()}, quiet})
	a := &App{cfg: cfg, log: log, outages: quiet, say: say, served: make(chan error, 2)}
	for _, open := range []func(context.Context) error{
		a.openAddress, a.openFolder, a.openBackups, a.openStore, a.openInbox, a.openKeys, a.openIntake, a.openParts, a.openRoutes,
	} {
		if err := open(ctx); err != nil {
			return nil, errors.Join(err, a.Stop(ctx))
		}
	}
	return a, nil
}

// onStop makes Stop run f, before it closes what was opened earlier.
func (a *App) onStop(f func(context.Context) error) { a.close = append(a.close, f) }

func (a *App) openAddress(context.Context) (err error) {
	if a.edge, err = edge.New(edge.Options{Proxies: a.cfg.Proxy, Public: a.cfg.Public, Log: a.log}); err != nil {
		return err
	}
	if a.lines, err = edge.NewConnections(a.edge, a.cfg.PerAddress, a.log); err != nil {
		return err
	}
	if a.cert, err = openCertificate(a.cfg.Cert, a.cfg.Key, a.log); err != nil {
		return err
	}
	a.cfg.Secure = a.cfg.Secure || a.cert != nil
	if a.listener, err = listen(a.cfg.Listen); err != nil {
		return err
	}
	if at, ok := a.listener.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() && !a.cfg.Secure {
		a.log.Warn("CẢNH BÁO: máy chủ nhận kết nối từ mạng mà không có TLS; mật khẩu và phiên đăng nhập đi qua mạng không mã hóa. "+
			"Hãy đặt --cert và --key, hoặc --secure nếu proxy phía trước dùng TLS. · "+
			"WARNING: the server listens beyond this machine without TLS: passwords and sessions cross the network unencrypted. "+
			"Set --cert and --key, or --secure where a proxy in front ends TLS.", "listen", at.String())
	}
	a.onStop(func(context.Context) error { return unlessClosed(a.listener.Close()) })
	return nil
}

// openInbox comes after the database: a folder that is refused gets no inbox.
func (a *App) openInbox(context.Context) (err error) {
	if a.inboxSet = a.cfg.Inbox != ""; !a.inboxSet {
		a.cfg.Inbox = filepath.Join(a.cfg.Data, "inbox")
	}
	if a.cfg.Inbox, err = folder(a.cfg.Inbox); err != nil {
		return err
	}
	_, err = folder(a.cfg.Inbox, "figures")
	return err
}

func (a *App) openStore(ctx context.Context) (err error) {
	a.say("Mở cơ sở dữ liệu · opening the database")
	a.spare = reserve.Open(a.cfg.Data) // before the database, which needs room for a start
	a.onStop(func(context.Context) error { a.spare.Close(); return nil })
	kind := store.Real
	if a.cfg.Demo {
		kind = store.Demo
	}
	if err := checkNode(a.cfg); err != nil {
		return err
	}
	is := store.Build{Release: a.cfg.Release, Page: page.Build()}
	if a.store, err = openData(ctx, a.at, kind, store.Beside{AcceptLoss: a.cfg.AcceptLoss, Node: a.cfg.Node, Build: is}); err != nil {
		return err
	}
	a.store.Spare(a.spare)
	a.edge.Among(a.store.Nodes.Count)
	a.bus = &bus.Bus{}
	watchOutages(a)
	a.onStop(func(context.Context) error { return a.store.Close() })
	a.store.OnChange(a.bus.Ring)
	if err = openMedia(ctx, a); err != nil {
		return err
	}
	if a.clock, err = newClock(ctx, a.store, a.log); err != nil {
		return err
	}
	a.areas, err = area.Load(areas.Files)
	return err
}

// openKeys makes keys only for a new folder: one that holds a campaign had keys before, and screens
// trust no others.
func (a *App) openKeys(ctx context.Context) error {
	campaigns, err := a.store.Campaigns(ctx)
	if err != nil {
		return err
	}
	if a.keys, err = openKeys(filepath.Join(a.cfg.Data, "keys"), len(campaigns) == 0 && a.store.Nodes.Making()); err != nil {
		return err
	}
	return a.store.Nodes.Introduce(ctx, protocol.KeyName(a.keys.public()), reachedAt(a))
}

// openParts makes the parts between the store and the sockets.
func (a *App) openParts(ctx context.Context) error {
	recorder := fleet.NewRecorder(a.store, a.time, a.log)
	a.hub = hub.New(hub.Options{Log: a.log, OnChange: recorder.Changed})
	a.onStop(a.farewell)
	a.air = air.New(air.Options{
		Store: a.store, Hub: a.hub, Media: a.media, Areas: a.areas, Faces: paint.Faces(), Key: a.keys.working,
		Log: a.log,
	})
	a.present = fleet.NewEverywhere(a.store.Nodes, a.hub.Presence, func() bool { return air.TakeoversOn(a.air) }, a.log)
	a.fleet = fleet.New(fleet.Options{Store: a.store, Air: a.air, Recorder: recorder, Present: a.present.Present, Here: a.hub.Presence, Now: a.time, Log: a.log})
	if a.cfg.Demo {
		a.demo = demo.New(demo.Options{
			Store: a.store, Areas: a.areas, Address: a.Address(), Inbox: a.cfg.Inbox, Log: a.log,
		})
	}
	return a.seed(ctx)
}

func (a *App) openRoutes(ctx context.Context) error {
	a.web = a.newWeb()
	p := players.New(players.Options{
		Store: a.store, Media: a.media, Hub: a.hub, Air: a.air, Workers: a.workers, Trusted: a.keys.trusted(), Key: a.keys.working, Chain: a.keys.chain,
		Now: a.clock.now, Edge: a.edge, Lines: a.lines, Log: a.log,
	})
	a.players = p
	if a.demo != nil {
		p.Open = demo.WallScreen
		a.demo.Routes(a.web)
	}
	if a.cfg.Dev != "" {
		p.Page = filepath.Join(a.cfg.Dev, "player", "page", "files")
	}
	p.Routes(a.web)
	(&public.Install{Store: a.store, Edge: a.edge, Log: a.log}).Routes(a.web)
	(&public.Boards{Store: a.store, Air: a.air, Areas: a.areas, Edge: a.edge}).Routes(a.web)
	if err := a.openStudio(ctx); err != nil {
		return err
	}
	if err := openUnused(a); err != nil {
		return err
	}
	a.operator(a.web)
	a.web.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
	return nil
}

// Start puts on air what the store holds and begins to serve. It returns when pages are served.
func (a *App) Start(ctx context.Context) error {
	a.say("Lên sóng · going on air")
	if err := a.air.Start(ctx, a.bus.Subscribe(context.WithoutCancel(ctx))); err != nil {
		return err
	}
	a.onStop(func(context.Context) error { a.air.Stop(); return nil })
	if err := a.players.Start(ctx, a.bus.Subscribe(context.WithoutCancel(ctx))); err != nil {
		return err
	}
	a.onStop(func(context.Context) error { a.players.Stop(); return nil })
	if err := a.fleet.Start(ctx); err != nil {
		return err
	}
	a.onStop(func(ctx context.Context) error { a.fleet.Stop(ctx); return nil })
	running(ctx, a, a.present.Run)
	a.keepTime(ctx)
	watchLease(ctx, a)
	a.watchDisk(ctx)
	watchMedia(ctx, a)
	if a.cfg.Dev != "" {
		a.reloadPages(ctx)
	}
	if err := errors.Join(whenMaking(ctx, a), a.watchInbox(ctx)); err != nil {
		return err
	}
	if a.demo != nil {
		a.demo.Start(ctx, a.bus.Subscribe(context.WithoutCancel(ctx)))
		a.onStop(func(context.Context) error { a.demo.Stop(); return nil })
	}
	a.serve(ctx)
	a.noteAddress()
	a.onStop(a.farewell) // before the web server's end, so that players hear when to come back from an orderly close
	return nil
}

// Failed gives the error with which serving ended by itself.
func (a *App) Failed() <-chan error { return a.served }

// Stop closes everything in reverse: it tells players when to reconnect, accepts no more requests,
// and closes files. It may be called again.
func (a *App) Stop(ctx context.Context) error {
	a.stopping.Lock()
	defer a.stopping.Unlock()
	var errs []error
	for i := len(a.close) - 1; i >= 0; i-- {
		errs = append(errs, a.close[i](ctx))
	}
	a.close = nil
	return errors.Join(errs...)
}

// Address is this server's address on this machine: http://127.0.0.1:4080, or https if it has a
// certificate.
func (a *App) Address() string {
	scheme := "http://"
	if a.cert != nil {
		scheme = "https://"
	}
	at, ok := a.listener.Addr().(*net.TCPAddr)
	if ok && at.IP.IsUnspecified() { // listening everywhere is no address to go to
		return fmt.Sprintf("%s127.0.0.1:%d", scheme, at.Port)
	}
	return scheme + a.listener.Addr().String()
}

// reachedAt is where other machines reach this server, as far as it knows: "" where it listens for this
// one alone.
func reachedAt(a *App) string {
	at, ok := a.listener.Addr().(*net.TCPAddr)
	if !ok || at.IP.IsLoopback() {
		return ""
	}
	name, err := os.Hostname()
	if at.IP.IsUnspecified() && err == nil {
		return strings.Replace(a.Address(), "127.0.0.1", name, 1)
	}
	return a.Address()
}

// Store is the open database, for tests that look behind the pages.
func (a *App) Store() *store.Store { return a.store }

// Inbox is the folder that staff drop files into.
func (a *App) Inbox() string { return a.cfg.Inbox }

// RecoveryKey is the recovery key as text, only at the very first start: it belongs in a safe.
func (a *App) RecoveryKey() string { return a.keys.shown }
