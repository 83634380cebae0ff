// Package arch holds the rule of the house: who may import whom, one row a package with the reason.
// Its test reads the imports of every package of this module and fails on an edge that no row
// allows.
//
// It owns the table and nothing else. Widening a row is a decision: say why in the row.
package arch

// Row allows a package, or every package below a folder, to import others of this module and named
// families outside it.
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
	{"content/reading", []string{"content/area", "content/figure"}, "what a sheet means ends in rows of figures"},
	{"content/board", []string{"content", "content/area", "content/figure", "content/layout"}, "what a board prints, and the room that it needs on a canvas"},
	{"content", []string{"content/hours"}, "the nouns are built on hours"},
	{"content/mandate", []string{"content", "content/area"}, "mandates are for areas, and judge by the targets of the nouns"},
	{"content/layout", []string{"content", "content/hours"}, "a slide on a canvas"},
	{"content/preflight", []string{"content", "content/area", "content/layout"}, "what is wrong with a slide on a canvas; areas for their names, layout for its least sizes"},

	{"player/protocol", []string{"content", "content/hours"}, "what both ends agree on"},
	{"player/protocol/protocoltest", []string{"player/protocol", "content"}, "the contract that every origin passes"},
	{"player/protocol/longpoll", []string{"player/protocol"}, "a socket over plain requests, for server and agent alike"},
	{"player/page", []string{"assets/fonts"}, "the page is scripts; it carries its fonts"},
	{"player/mirror", []string{"player/protocol", "content", "internal/blob", "internal/durable"}, "the mirror is a folder of media and frames"},
	{"player/origin", []string{"player/protocol", "player/protocol/longpoll", "player/page", "content"}, "serves the page to the screen's browser"},
	{"player/journal", []string{"player/protocol", "content", "internal/durable"}, "a file that survives a power cut"},
	{"player/clock", []string{"player/protocol", "content", "internal/durable"}, "the time is on the disk for the next start"},
	{"player/command", []string{"player/protocol", "content", "internal/durable"}, "the commands begun and done are on the disk"},
	{"player/*", []string{"player/protocol", "content"}, "parts of the agent do not know each other"},
	{"player", []string{"player/*", "content", "internal/blob", "internal/durable"}, "joins the agent's parts"},

	{"internal/arch", nil, "reads source, imports none of it"},
	{"internal/config", []string{"content"}, "one struct, and how its paths are taken"},
	{"internal/durable", nil, "files that survive a power cut; it knows no noun"},
	{"internal/witness", []string{"content", "internal/durable"}, "one file beside the keys: the last change that was acknowledged"},
	{"internal/reserve", []string{"content"}, "space kept back on a disk"},
	{"internal/store", []string{"content/*", "content", "player/protocol", "internal/witness", "internal/durable", "internal/reserve"}, "keeps the nouns, the frames and runs that went over the wire, and has each change witnessed; on a full disk the reserve is for what must always work"},
	{"internal/backup", []string{"content", "internal/blob", "internal/store", "internal/witness", "internal/durable"}, "copies a data folder and puts it back: database, bytes by digest, keys"},
	{"internal/doctor", []string{"content", "internal/backup", "internal/blob", "internal/reserve", "internal/store"}, "looks at what a server needs and changes nothing"},
	{"internal/media", []string{"content", "internal/blob"}, "reads and writes media bytes"},
	{"internal/paint", []string{"content", "content/layout", "player/protocol", "assets/fonts", "internal/qr"}, "paints a layout with the values of frames"},
	{"internal/qr", []string{"content", "player/protocol"}, "codes as squares of a frame"},
	{"internal/link", []string{"content"}, "where links may lead"},
	{"internal/eye", []string{"content/preflight", "internal/qr"}, "facts for the rules, out of pixels"},
	{"internal/sheet", []string{"content", "content/*"}, "spreadsheets to rows of figures"},
	{"internal/outside", []string{"content"}, "asks addresses that somebody typed; its refusals are sentences"},
	{"internal/hook", []string{"content"}, "one format: signed webhooks"},
	{"internal/post", []string{"content"}, "one machine: a mail server"},
	{"internal/worker", []string{"content", "content/reading", "internal/media", "internal/pdf", "internal/sheet"}, "runs the parsers of strangers' files in processes of their own"},
	{"internal/pdf", []string{"content"}, "pages of a PDF as pictures"},
	{"internal/worker/workertest", []string{"internal/worker"}, "lets tests start workers, and makes files that attack them"},
	{"internal/inbox", []string{"content"}, "files that are settled or gone"},
	{"internal/blob", []string{"content", "internal/durable"}, "bytes by digest"},
	{"internal/bus", nil, "a ring that carries nothing"},
	{"internal/testkit/postgres", nil, "a database server for tests, those of the store too"},
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
	{"server/air/gather", []string{"content", "content/area", "content/board", "content/figure", "player/protocol", "internal/store", "internal/qr"}, "reads the store and follows its log; the form of a link decides whether a setting counts"},
	{"server/air/crowd", []string{"server/air/gather", "content", "content/layout"}, "screens by audience, with the facts that their layouts share"},
	{"server/air/draw", []string{"server/air/gather", "server/air/crowd", "content", "content/area", "content/board", "content/hours", "content/layout", "player/protocol", "internal/blob", "internal/qr"}, "lays out and keeps layouts in the folder of media"},
	{"server/air/scene", []string{"server/air/gather", "server/air/crowd", "server/air/draw", "content", "content/board", "content/layout"}, "what plans are made of, and what a change touches"},
	{"server/air/answer", []string{"server/air/gather", "server/air/crowd", "server/air/draw", "server/air/scene", "content", "content/area", "content/board", "content/figure", "content/layout", "player/protocol", "internal/store"}, "answers people by the same plans"},
	{"server/air/command", []string{"server/hub", "player/protocol", "internal/store"}, "commands wait in the store and go to the hub"},
	{"server/air", []string{"server/air/gather", "server/air/crowd", "server/air/draw", "server/air/scene", "server/air/answer", "server/air/command", "server/hub", "content", "content/area", "content/layout", "player/protocol", "internal/store", "internal/blob"}, "follows the store, resolves, signs, hands to the hub"},
	{"server/alert", []string{"server/air", "server/air/answer", "server/signin", "internal/hook", "internal/post", "internal/store", "content", "content/area", "content/hours", "content/mandate"}, "tells staff: from the log and from ends, by the mandates of people"},
	{"server/fleet", []string{"server/air", "server/air/answer", "server/hub", "content", "internal/store"}, "how screens are: who is connected, by their hours, under which takeover"},
	{"server/proof", []string{"content", "player/protocol", "internal/store"}, "reads plays and scans against what was sent"},
	{"server/figures", []string{"content", "content/*", "internal/sheet", "internal/store", "internal/worker"}, "the one way in for figures: from the bytes of a sheet to a release"},
	{"server/rendition", []string{"content", "content/preflight", "internal/store", "internal/media", "internal/blob", "internal/inbox", "internal/worker"}, "what screens show of a picture or clip; from when on one is too small; a file that changes while it is read is the inbox's error"},
	{"server/rendition/renditiontest", []string{"content", "internal/store", "internal/media", "internal/blob"}, "pictures and screens for the tests of renditions and of intake"},
	{"server/intake/campaignfile", []string{"content", "content/area", "content/hours", "internal/worker"}, "turns a campaign.yaml into settings; the worker takes its text apart"},
	{"server/intake", []string{"server/intake/campaignfile", "server/figures", "server/rendition", "content", "content/*", "player/protocol", "internal/store", "internal/blob", "internal/media", "internal/sheet", "internal/inbox", "internal/worker"}, "the one way in for files; sheets go on to figures, pictures, clips and pages to rendition"},
	{"server/studio/shell", []string{"server/edge", "server/signin", "internal/store", "content", "content/*", "assets/fonts"}, "what every page of the studio needs; it knows no room"},
	{"server/studio/picture", []string{"server/air", "server/air/answer", "internal/blob", "internal/eye", "internal/link", "internal/media", "internal/paint", "internal/store", "internal/worker", "content", "content/*"}, "slides drawn and checked for the pages of several rooms"},
	{"server/studio/account", []string{"server/studio/shell", "server/signin", "internal/post", "internal/store", "content"}, "the door, one's own password and address, profiles"},
	{"server/studio/campaign", []string{"server/studio/shell", "server/signin", "server/air", "server/air/answer", "server/fleet", "internal/store", "content", "content/area", "content/mandate"}, "campaigns, the changes of them that wait, and what they would show"},
	{"server/studio/command", []string{"server/studio/shell", "server/signin", "server/hub", "internal/store", "player/protocol", "content", "content/mandate"}, "what a screen does once"},
	{"server/studio/figure", []string{"server/studio/shell", "server/signin", "server/figures", "internal/sheet", "internal/store", "content", "content/*", "server/studio/picture", "server/air", "server/air/answer"}, "hands sheets to figures, and what people answer and decide"},
	{"server/studio/held", []string{"server/studio/shell", "server/signin", "server/hub", "internal/store", "player/protocol", "content"}, "compares what screens say with what is stored"},
	{"server/studio/hold", []string{"server/studio/shell", "server/signin", "server/air", "server/air/answer", "server/fleet", "internal/store", "player/protocol", "content", "content/area", "content/mandate"}, "holds, what remains under them, and which screens have not confirmed"},
	{"server/studio/find", []string{"server/studio/shell", "server/signin", "internal/store", "content", "content/area"}, "looks in what the store has"},
	{"server/studio/home", []string{"server/studio/shell", "server/signin", "server/air", "server/air/answer", "server/fleet", "internal/store", "content", "content/area", "content/figure"}, "what waits and what is on, of every noun a few lines"},
	{"server/studio/inbox", []string{"server/studio/shell", "server/signin", "internal/store", "content"}, "lists files of the inbox"},
	{"server/studio/measure", []string{"server/studio/shell", "server/signin", "internal/store", "content", "content/area", "content/figure", "content/mandate", "content/reading"}, "settings of measures"},
	{"server/studio/play", []string{"server/studio/shell", "server/proof", "content", "content/figure", "internal/sheet"}, "shows what proof reads, also as a table"},
	{"server/studio/onair", []string{"server/studio/shell", "server/studio/picture", "server/signin", "server/air", "server/air/answer", "server/proof", "player/protocol", "content", "content/figure"}, "what is on at an instant, by air, beside what proof reads"},
	{"server/studio/screen", []string{"server/studio/shell", "server/signin", "server/fleet", "internal/store", "player/protocol", "content", "content/*"}, "screens as stored, and as they report"},
	{"server/studio/setting", []string{"server/studio/shell", "server/signin", "server/air", "server/air/answer", "internal/link", "internal/store", "content", "content/mandate"}, "keeps settings, and shows which slides a new value changes"},
	{"server/studio/slide", []string{"server/studio/shell", "server/studio/picture", "server/signin", "server/air", "server/air/answer", "server/intake", "internal/blob", "internal/store", "player/protocol", "content", "content/*"}, "slides, and guides, whose documents intake keeps"},
	{"server/studio/staff", []string{"server/studio/shell", "server/signin", "internal/store", "content", "content/area", "content/mandate"}, "accounts are signin's"},
	{"server/studio/takeover", []string{"server/studio/shell", "server/studio/picture", "server/signin", "server/fleet", "internal/store", "content", "content/*"}, "takeovers, and what their screens say of them"},
	{"server/studio/token", []string{"server/studio/shell", "server/signin", "internal/store", "content", "content/mandate"}, "keeps tokens"},
	{"server/studio/upload", []string{"server/studio/shell", "server/signin", "server/intake", "internal/media", "internal/store", "internal/worker", "content"}, "hands files to intake, and says what they may be"},
	{"server/studio/studiotest", []string{"server/studio", "server/air", "server/edge", "server/figures", "server/fleet", "server/hub", "server/intake", "server/rendition", "server/signin", "internal/blob", "internal/paint", "internal/store", "internal/worker/workertest", "content", "content/*", "player/protocol", "assets/areas"}, "a whole studio for the tests of its rooms"},
	{"server/studio", []string{
		"server/studio/account", "server/studio/campaign", "server/studio/command", "server/studio/figure", "server/studio/find", "server/studio/held", "server/studio/hold", "server/studio/home", "server/studio/inbox", "server/studio/measure", "server/studio/onair", "server/studio/picture", "server/studio/play",
		"server/studio/screen", "server/studio/setting", "server/studio/shell", "server/studio/slide", "server/studio/staff", "server/studio/takeover", "server/studio/token",
		"server/studio/upload", "server/air", "server/edge", "server/figures", "server/fleet", "server/hub", "server/intake", "server/signin", "internal/blob", "internal/store", "internal/worker", "content/area",
	}, "one table of routes, and the parts that its rooms get"},
	{"server/edge", []string{"content"}, "who a request is from, before anybody reads it"},
	{"server/signin", []string{"server/edge", "internal/store", "content", "content/area", "content/mandate"}, "accounts, sessions, and who may do what"},
	{"server/public", []string{"server/edge", "internal/store", "content", "server/air", "server/air/answer", "internal/paint", "internal/sheet", "content/*"}, "what citizens call: the install page, and boards that are on screens"},
	{"server/api", []string{"server/air/answer", "server/edge", "server/figures", "server/intake", "server/signin", "internal/media", "internal/sheet", "internal/store", "internal/worker", "content", "content/*"}, "what programs of staff call"},
	{"server/demo", []string{"server/intake", "internal/store", "content", "content/*"}, "sample data and the wall"},
	{"server/players", []string{"server/air", "server/edge", "server/hub", "server/socket", "internal/blob", "internal/store", "internal/worker", "player/page", "player/protocol", "player/protocol/longpoll", "content"}, "what players call"},
}

// Families are modules outside that only some packages may import, by the packages that may.
var Families = map[string][]string{
	"github.com/gofiber/fiber": { // packages that answer requests
		"server/api", "server/demo", "server/edge", "server/players", "server/public", "server/signin", "server/socket",
		"server/studio", "server/studio/account", "server/studio/campaign", "server/studio/command", "server/studio/figure", "server/studio/find", "server/studio/held", "server/studio/hold", "server/studio/home", "server/studio/inbox", "server/studio/measure", "server/studio/onair", "server/studio/play",
		"server/studio/screen", "server/studio/setting", "server/studio/shell", "server/studio/slide", "server/studio/staff", "server/studio/studiotest",
		"server/studio/takeover", "server/studio/token", "server/studio/upload", "internal/app", "internal/bench",
	},
	"github.com/wneessen/go-mail":  {"internal/post"},
	"modernc.org/sqlite":           {"internal/store"},
	"github.com/jackc/pgx":         {"internal/store", "internal/testkit/postgres"},
	"github.com/chromedp":          {"internal/e2e", "internal/bench", "internal/testkit", "internal/gallery", "player/page", "player/browser"},
	"github.com/gorilla/websocket": {"server/hub", "server/socket", "server/players", "player/link", "player/origin", "player/protocol/longpoll", "player/protocol/protocoltest", "internal/bench", "internal/e2e", "internal/gallery"},
}
