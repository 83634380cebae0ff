// Package arch holds the rule of the house: who may import whom, one row a package with the reason. Its test reads the
// imports of every package of this module and fails on an edge that no row allows.
//
// It owns the table and nothing else. Widening a row is a decision: say why in the row.
package arch

// Row allows a package, or every package below a folder, to import others of this module and named families outside it.
type Row struct {
	Package string   // path below the module; "…/*" is every package in that folder
	May     []string // paths below the module, "…/*" likewise
	Why     string
}

// Table is read from top to bottom: the first row that names a package decides.
var Table = []Row{
	{"assets/*", nil, "bytes in the binary; they know nobody"},
	{"content/hours", nil, "algebra over local time"},
	{"content/area", nil, "administrative units"},
	{"content/figure", []string{"content/area"}, "figures are of areas"},
	{"content", []string{"content/hours"}, "the nouns are built on hours"},
	{"content/layout", []string{"content", "content/hours"}, "a slide on a canvas"},

	{"player/protocol", []string{"content", "content/hours"}, "what both ends agree on"},
	{"player/protocol/protocoltest", []string{"player/protocol", "content"}, "the contract that every origin passes"},
	{"player/page", []string{"assets/fonts"}, "the page is scripts; it carries its fonts"},
	{"player/mirror", []string{"player/protocol", "content", "internal/blob"}, "the mirror is a folder of media and frames"},
	{"player/origin", []string{"player/protocol", "player/page", "content"}, "serves the page to the screen's browser"},
	{"player/*", []string{"player/protocol", "content"}, "parts of the agent do not know each other"},
	{"player", []string{"player/*", "content", "internal/blob"}, "joins the agent's parts"},

	{"internal/arch", nil, "reads source, imports none of it"},
	{"internal/config", nil, "one struct"},
	{"internal/store", []string{"content/*", "content", "player/protocol"}, "keeps the nouns, and the frames and runs that went over the wire"},
	{"internal/media", []string{"content", "internal/blob"}, "reads and writes media bytes"},
	{"internal/paint", []string{"content", "content/layout", "player/protocol", "assets/fonts", "internal/qr"}, "paints a layout with the values of frames"},
	{"internal/qr", []string{"content", "player/protocol"}, "codes as squares of a frame"},
	{"internal/sheet", []string{"content", "content/*"}, "spreadsheets to rows of figures"},
	{"internal/inbox", []string{"content"}, "files that are settled or gone"},
	{"internal/blob", []string{"content"}, "bytes by digest"},
	{"internal/bus", nil, "a ring that carries nothing"},
	{"internal/testkit", []string{"*"}, "starts real parts for tests"},
	{"internal/e2e", []string{"*"}, "drives the whole"},
	{"internal/gallery", []string{"content", "content/*", "internal/paint", "internal/qr", "player/protocol", "player/page", "assets/*"}, "photographs every look through the real page, with made-up data"},
	{"internal/bench", []string{"*"}, "measures the whole"},
	{"internal/bench/*", []string{"*"}, "what it is measured with and against"},
	{"internal/app", []string{"*"}, "puts the parts together"},
	{"cmd/ngatu-player", []string{"player", "player/*"}, "small: no SQL, no server code"},
	{"cmd/*", []string{"*"}, "knows everybody"},

	{"server/hub", []string{"player/protocol"}, "sockets by topic: no store, no rule"},
	{"server/socket", []string{"server/hub", "player/protocol", "content"}, "the bridge between Fiber and the hub"},
	{"server/air", []string{"server/hub", "content", "content/*", "player/protocol", "internal/store", "internal/media", "internal/blob", "internal/paint", "internal/qr", "internal/bus"}, "gathers, resolves, lays out, signs, hands to the hub"},
	{"server/intake", []string{"content", "content/*", "player/protocol", "internal/store", "internal/media", "internal/blob", "internal/sheet", "internal/inbox"}, "the one way in for files and figures"},
	{"server/*", []string{"server/*", "content", "content/*", "player/protocol", "player/page", "internal/store", "internal/blob", "internal/media", "internal/paint", "internal/qr", "internal/sheet", "assets/*"}, "routes: what a request does"},
}

// Families are modules outside that only some packages may import, by the packages that may.
var Families = map[string][]string{
	"github.com/gofiber/fiber":     {"server/*", "internal/app", "internal/bench", "internal/e2e", "internal/gallery"},
	"modernc.org/sqlite":           {"internal/store"},
	"github.com/jackc/pgx":         {"internal/store"},
	"github.com/chromedp":          {"internal/e2e", "internal/bench", "internal/testkit", "internal/gallery", "player/page", "player/browser"},
	"github.com/gorilla/websocket": {"server/hub", "server/socket", "player/link", "player/origin", "player/protocol/protocoltest", "internal/bench", "internal/e2e", "internal/gallery"},
}
