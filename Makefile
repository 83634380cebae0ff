# The commands of this house. `make test` is what CI runs.

GO      ?= go
TOOL     = $(GO) tool -modfile=tools.mod
PKGS     = ./...
# What Chromium draws is judged by the clock: these have the machine to themselves, one after another.
SEEN     = ./player ./player/browser ./player/page ./internal/gallery
# Of these, too; but those that say that they may run beside others mostly wait, three at a time.
JOURNEYS = ./internal/e2e
# These wait for slow lines most of the time: four of them run at once, beside the attacks, which keep one processor busy.
FIELD    = ./internal/e2e/field
HIDDEN   = $(filter-out $(shell $(GO) list $(SEEN) $(JOURNEYS) $(FIELD)),$(shell $(GO) list $(PKGS)))
# These have no goroutines of their own, or drive programs that are built without the race detector: it would find nothing there, and
# building and linking them with it takes a third of the time. All rooms of the studio are also driven by the tests of server/studio, and
# the pool of workers by those of server/intake.
PLAIN    = $(filter ngatu/assets/% ngatu/cmd/% ngatu/content ngatu/content/% ngatu/internal/arch ngatu/internal/media \
	   ngatu/internal/paint ngatu/internal/sheet ngatu/internal/worker ngatu/server/studio/%,$(HIDDEN))
# The race detector watches our code and what shares memory with it. SQLite is C translated to Go, on memory of its own, and
# codecs are pure computation: instrumented they take most of the time. Leave packages like crypto in: the linker may use their
# uninstrumented copies of generic code such as sync.Map everywhere, and then races are reported that are none.
PURE     = modernc.org/sqlite/lib modernc.org/libc modernc.org/libc/... image/... golang.org/x/image/... compress/...
RACE     = -race $(PURE:%=-gcflags=%=-race=false)
# Hundreds of tests wait for real programs, and a machine that is shared may hold one of them up for longer than it waits. One
# that failed runs again by itself when the others are done, and both are told. See docs/decisions/0024.
TESTS    = $(TOOL) gotestsum --format standard-quiet --rerun-fails=2 --rerun-fails-max-failures=6 \
	   --rerun-fails-run-root-test --rerun-fails-abort-on-data-race
VERSION ?= 0.1.0
export CGO_ENABLED ?= 0
# The same file gives the same object wherever the checkout lies, so that clones share the build cache.
export GOFLAGS += -trimpath

.PHONY: demo dev build deb image deb-test test setup fmt lint bench soak gallery clean

demo: ## the campaign on a wall of five screens, on 127.0.0.1
	$(GO) run ./cmd/ngatu demo

dev: ## the same, with page and studio read from disk and reloaded as they change
	$(GO) run ./cmd/ngatu demo --dev .

build: ## one static binary a program, in bin/
	$(GO) build -trimpath -ldflags="-s -w" -o bin/ ./cmd/ngatu ./cmd/ngatu-player

deb: ## the packages of server and agent for each architecture, in dist/
	$(GO) run ./internal/release --version $(VERSION) --out dist

ARCH    ?= amd64
image: ## the folder from which an image of the server is built, in dist/image/
	$(GO) run ./internal/release --version $(VERSION) --out dist --image $(ARCH)

deb-test: ## the package in a bare Debian that debootstrap makes: units verified, removed, purged; needs root and the distribution's mirror
	$(GO) test ./internal/e2e/field -run TestPackage -deb full -v -count=1 -timeout 30m

setup: ## the programs that the tests drive, where they are missing (Debian, Ubuntu; elsewhere it names them)
	./internal/testkit/setup.sh

# Lint vets all packages, tests included, so the tests do not do it again.
test: setup lint ## everything that must hold: rules of the house, then all tests, with the race detector
	CGO_ENABLED=1 $(TESTS) --packages="$(filter-out $(PLAIN),$(HIDDEN))" -- -vet=off $(RACE) -p 3 -skip "^TestAPDF" -timeout 20m
	$(TESTS) --packages="$(PLAIN)" -- -vet=off -skip TestAttacked -timeout 20m
	$(TESTS) --packages="$(SEEN)" -- -vet=off -p 1 -timeout 20m
	$(TESTS) --packages="$(JOURNEYS)" -- -vet=off -parallel 3 -timeout 20m
	$(TESTS) --packages="$(FIELD)" -- -vet=off -parallel 4 -timeout 20m & field=$$!; \
	$(TESTS) --packages="./cmd/ngatu ./server/intake/box" -- -vet=off -run "TestAttacked|TestRealFiles|^TestAPDF" -timeout 10m; rc=$$?; \
	wait $$field && exit $$rc

lint:
	$(GO) vet $(PKGS)
	@out=$$($(TOOL) gofumpt -l $$(git ls-files '*.go')); [ -z "$$out" ] || { echo "not formatted (make fmt):"; echo "$$out"; exit 1; }
	$(TOOL) staticcheck $(PKGS)
	@out=$$($(TOOL) deadcode -test $(PKGS)); [ -z "$$out" ] || { echo "nobody calls:"; echo "$$out"; exit 1; }
	$(GO) mod tidy -diff

fmt:
	$(TOOL) gofumpt -w $$(git ls-files '*.go')

bench: ## figures for docs/performance.md, with the machine's load
	$(GO) run ./internal/bench

# The server from which the upgrade is tried: that of the release before, or an older one.
BEFORE  ?= e796e0f86616b5e4df953e9048b8db1f387e90c6

# The nodes that give way to those of today, one by one: a version that goes on with a newer schema (from 0050 on).
ROLLED  ?= 4cdfd0fb25b7d9931cee06c7ab7de62ffce77ac2

soak: ## what takes long: server and agent killed again and again, an upgrade, another of three nodes one by one, mobile networks, a clip of 500 MB over a line that is cut, the page through 20,000 slides and 2,000 watched changes
	NGATU_KILLS=50 $(GO) test ./internal/e2e -run TestKill -v -count=1 -timeout 30m
	NGATU_UPGRADE_FROM=$(BEFORE) $(GO) test ./internal/e2e -run TestUpgrade -v -count=1 -timeout 20m
	NGATU_ROLL_FROM=$(ROLLED) $(GO) test ./internal/e2e -run TestRollingUpgrade -v -count=1 -timeout 20m
	$(GO) test ./internal/e2e/field -run 'TestKilled|TestOnAMobile' -kills 200 -cuts 30 -v -count=1 -timeout 60m
	NGATU_UPLOAD_MB=500 $(GO) test ./internal/e2e -run TestALargeClip -v -count=1 -timeout 60m
	$(GO) test ./internal/app -run 'TestNodesKilled|TestTheDatabaseIsKilled' -kills 600 -v -count=1 -timeout 60m
	$(GO) test ./internal/app -run TestACrowd -slow 11000 -v -count=1 -timeout 20m
	$(GO) test ./player/page -run TestThePageDoesNotAge -soak 20000 -v -count=1 -timeout 40m
	$(GO) test ./player/page -run TestNoChangeIsDark -changes 2000 -v -count=1 -timeout 40m
	$(GO) test ./internal/gallery -all -count=1 -timeout 20m

gallery: ## every slide kind at every canvas, photographed into gallery/
	$(GO) run ./cmd/ngatu gallery --out gallery --drop internal/media/testdata/plain.mp4

clean:
	rm -rf bin dist gallery
