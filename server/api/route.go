package api

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/internal/media"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/edge"
)

// route is one that programs call: who may, and how much, and what its description says. The same
// table mounts and describes them, so that the two cannot differ.
type route struct {
	method, path string
	scope        string // that a token needs
	meter        *edge.Meter
	most         int // bytes that its body may have; 0: it takes none
	do           fiber.Handler
	says         says
}

// says is what the description says of a route.
type says struct {
	id      string // by which programs that write clients call it
	vi, en  string // what it does, in a few words
	more    string // what else a caller has to know
	query   any    // a struct whose fields are its parameters; nil: it takes none
	takes   []body
	answers []said
	curl    string // a call, with $NGATU for the server's address and $TOKEN
}

// body is a form in which a request may come.
type body struct {
	kind string
	of   any // a value of its type; nil: the bytes of a file
}

// said is an answer: its status, what that means, and a value of its type.
type said struct {
	status int
	means  string
	of     any
}

// Routes adds what programs call.
func (a *API) Routes(app fiber.Router) {
	for _, r := range a.table() {
		handlers := []fiber.Handler{a.faults}
		if r.most > 0 {
			handlers = append(handlers, bounded(r.most))
		}
		handlers = append(handlers, a.need(r.scope, r.meter), r.do)
		if r.method == fiber.MethodGet {
			app.Get(r.path, handlers...) // and HEAD
		} else {
			app.Add(r.method, r.path, handlers...)
		}
	}
	a.documented(app)
}

const (
	readNothing = "Nothing was done: the sentences say why"
	isTooLarge  = "What was sent is too large, or does not say its length"
)

func (a *API) table() []route {
	return []route{
		{"POST", "/api/figures", store.ScopeFigures, a.figures, sheet.MaxBytes, a.figurePost, says{
			id: "sendFigures", vi: "Gửi số liệu", en: "Send figures",
			more: "One release, whole or not at all. Nothing is guessed: what is not certain waits for a person, and every answer says what was understood. " +
				"A parameter that is not known, or stands twice, is an error. CSV, XLSX and ODS are told by their bytes. See docs/figures.md for how sheets are read.",
			query: figuresQuery{},
			takes: []body{{"application/json", figureRows{}}, {"text/csv", nil}, {"application/octet-stream", nil}},
			answers: []said{
				{201, "Released: the figures are on the boards", figuresAnswer{}},
				{202, "They wait for a person, who has to answer or to release them", figuresAnswer{}},
				{200, "What holds says the same; or the answer to a dry run", figuresAnswer{}},
				{409, "Another release holds than the one named as base", figuresRefusal{}},
				{413, isTooLarge, refusal{}},
				{422, "Nothing could be taken: error.problems names the rows", figuresRefusal{}},
			},
			curl: `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: text/csv" --data-binary @bao-cao.csv "$NGATU/api/figures?dry_run=1"`,
		}},
		{"GET", "/api/forms", store.ScopeForms, a.forms, 0, a.formList, says{
			id: "listForms", vi: "Xem các biểu mẫu", en: "List forms",
			more:    "A form is a notice that was approved with a few fields to fill in. Those that the maker of the token may fill in somewhere.",
			answers: []said{{200, "The forms", formsAnswer{}}},
			curl:    `curl -H "Authorization: Bearer $TOKEN" "$NGATU/api/forms"`,
		}},
		{"POST", "/api/forms", store.ScopeForms, a.forms, maxFilled, a.formPost, says{
			id: "fillForm", vi: "Điền một biểu mẫu", en: "Fill a form in",
			more: "Within the bounds of the form the copy is on air at once, until the last day that it names is over. Beyond them, or where the checks object, it is " +
				"a draft: the answer says which. Sent twice it is two copies. A field that is not known is an error.",
			takes: []body{{"application/json", filling{}}},
			answers: []said{
				{201, "The copy: on air, or a draft", filledAnswer{}},
				{404, "There is no such form", refusal{}},
				{409, "The form was changed meanwhile, or its campaign is gone", refusal{}},
				{413, isTooLarge, refusal{}},
				{422, readNothing, refusal{}},
			},
			curl: `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"form":"f-tiepdan","values":{"ngày":"2026-12-05"}}' "$NGATU/api/forms"`,
		}},
		{"GET", "/api/holds", store.ScopeHolds, a.holds, 0, a.holdList, says{
			id: "listHolds", vi: "Xem các lệnh tạm ngừng chiếu", en: "List holds",
			more:    "Those that are on or to come; to a token for an area, those that bear on some of it.",
			answers: []said{{200, "The holds", holdsAnswer{}}},
			curl:    `curl -H "Authorization: Bearer $TOKEN" "$NGATU/api/holds"`,
		}},
		{"POST", "/api/holds", store.ScopeHolds, a.holds, maxHold, a.holdPost, says{
			id: "setHold", vi: "Tạm ngừng chiếu", en: "Set a hold",
			more:  "It is on at once. A program cannot lift one: that takes two people. A field that is not known is an error.",
			takes: []body{{"application/json", hold{}}},
			answers: []said{
				{201, "The hold, as it is kept", hold{}},
				{404, "There is no such slide", refusal{}},
				{413, isTooLarge, refusal{}},
				{422, readNothing, refusal{}},
			},
			curl: `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"scope":"install","why":"iHanoi bảo trì"}' "$NGATU/api/holds"`,
		}},
		{"GET", "/api/on", store.ScopeOn, a.asked, 0, a.on, says{
			id: "whatIsOn", vi: "Hỏi đang chiếu gì", en: "Ask what is on",
			more: "What a screen shows at an instant, past or to come, and for every slide why it is on or why not; without a screen, what all of them show. " +
				"What a screen really showed is in the report of plays.",
			query: moment{},
			answers: []said{
				{200, "What is on", answer.Moments{}}, {404, "There is no such screen", refusal{}}, {422, "The instant cannot be read", refusal{}},
			},
			curl: `curl -H "Authorization: Bearer $TOKEN" "$NGATU/api/on?screen=NGATU-05&at=2026-11-20T18:30:00%2B07:00"`,
		}},
		{"GET", "/api/screens", store.ScopeScreens, a.watched, 0, a.screens, says{
			id: "listScreens", vi: "Hỏi trạng thái màn hình", en: "Ask how screens are",
			more:  "Those within the mandates of whoever made the token, page by page.",
			query: question{},
			answers: []said{
				{200, "A page of screens", screenStates{}}, {422, "A parameter is not right", refusal{}},
			},
			curl: `curl -H "Authorization: Bearer $TOKEN" "$NGATU/api/screens?state=silent&area=2025-07/00004"`,
		}},
		{"GET", "/api/slides", store.ScopeSlides, a.followed, 0, a.slideGet, says{
			id: "askSlide", vi: "Hỏi một tấm đến đâu rồi", en: "Ask how a slide stands",
			more:    "What has become of a draft, and how far its clip is being converted. In the studio people stop that, and have it begin again.",
			query:   slideQuestion{},
			answers: []said{{200, "The slide, as it is written", slideState{}}, {404, "There is no such slide", refusal{}}},
			curl:    `curl -H "Authorization: Bearer $TOKEN" "$NGATU/api/slides?slide=s-4k2"`,
		}},
		{"POST", "/api/slides", store.ScopeSlides, a.slides, media.MaxUpload, a.slidePost, says{
			id: "sendSlide", vi: "Gửi ảnh, video, tài liệu thành bản nháp", en: "Send a picture, clip or document as a draft",
			more:  "People approve it; nothing goes on air by itself. Each page of a document is a draft. The same bytes sent again are the same drafts, where the maker of the token may change these.",
			takes: []body{{"multipart/form-data", slideForm{}}},
			answers: []said{
				{201, "The draft, or the drafts of a document", drafted{}},
				{404, "There is no such campaign or slide", refusal{}},
				{413, isTooLarge, refusal{}},
				{422, "The file or a field cannot be used", refusal{}},
			},
			curl: `curl -H "Authorization: Bearer $TOKEN" -F file=@thong-bao.pdf -F campaign=inbox "$NGATU/api/slides"`,
		}},
	}
}
