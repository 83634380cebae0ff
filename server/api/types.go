package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/server/air/answer"
	"ngatu/server/copies"
	"ngatu/server/figures"
	"ngatu/server/fleet"
	"ngatu/server/intake"
)

// types are the schemas of a description, by the names of their types.
type types struct{ huma.Registry }

func newTypes() types {
	r := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	instead[figure.Number, number](r)
	instead[figure.Instant, instant](r)
	instead[answer.Reason, reason](r)
	instead[content.Code, oneOf[content.Code]](r)
	instead[content.Scope, oneOf[content.Scope]](r)
	instead[content.State, oneOf[content.State]](r)
	instead[content.Kind, oneOf[content.Kind]](r)
	instead[content.Fit, oneOf[content.Fit]](r)
	instead[figures.Outcome, oneOf[figures.Outcome]](r)
	instead[fleet.State, oneOf[fleet.State]](r)
	instead[intake.Answer, oneOf[intake.Answer]](r)
	instead[content.FieldKind, oneOf[content.FieldKind]](r)
	instead[answer.Converting, oneOf[answer.Converting]](r)
	instead[copies.Outcome, oneOf[copies.Outcome]](r)
	return types{r}
}

// instead lets one type stand for another, whose JSON reflection does not show.
func instead[T, As any](r huma.Registry) {
	r.RegisterTypeAlias(reflect.TypeFor[T](), reflect.TypeFor[As]())
}

// number is a [figure.Number] as JSON.
type number struct{}

func (number) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{{Type: huma.TypeInteger}, {Type: huma.TypeString}}, Examples: []any{1234, "1.234"}}
}

// instant is a [figure.Instant] as JSON.
type instant struct{}

func (instant) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Examples: []any{"2025-11-21T17:00:00+07:00", "21/11/2025 17:00"}}
}

// reason is an [answer.Reason] as JSON: with its words.
type reason struct {
	answer.Reason
	Vi string `json:"vi" doc:"The same in Vietnamese"`
	En string `json:"en" doc:"The same in English"`
}

// figureRows is what figures are sent as where they are no file.
type figureRows struct {
	Rows []figure.Row `json:"rows" maxItems:"20000" doc:"One for each unit"`
}

// oneOf is a text with few values, all of which a caller may meet. Lists that grow (kinds of
// problems, reasons) are not among them.
type oneOf[T ~string] struct{}

var values = map[reflect.Type][]any{
	reflect.TypeFor[content.Code](): {
		content.Invalid, content.NotFound, content.Conflict, content.Denied, content.TooLarge, content.TooMany, content.Damaged,
		content.Missing, content.Exhausted, content.Away, content.Code("internal"),
	},
	reflect.TypeFor[content.Scope]():   {content.HoldSlide, content.HoldNotSober, content.HoldInstalls},
	reflect.TypeFor[content.State]():   {content.Draft, content.Submitted, content.Approved, content.TakenOff},
	reflect.TypeFor[content.Kind]():    {content.Picture, content.Video, content.Notice, content.Install, content.Board, content.Countdown, content.Guide},
	reflect.TypeFor[content.Fit]():     {content.Contain, content.Cover},
	reflect.TypeFor[figures.Outcome](): {figures.Asked, figures.Held, figures.Released, figures.Same},
	reflect.TypeFor[fleet.State]():     {fleet.On, fleet.Overridden, fleet.Closed, fleet.Silent, fleet.Joining, fleet.NeverEnrolled},
	reflect.TypeFor[intake.Answer]():   {intake.Yes, intake.No},

	reflect.TypeFor[content.FieldKind](): {content.FieldDay, content.FieldHours, content.FieldChoice},
	reflect.TypeFor[answer.Converting](): {answer.ConvertWaits, answer.ConvertRuns, answer.ConvertStopped, answer.ConvertFailed},
	reflect.TypeFor[copies.Outcome]():    {copies.Live, copies.Beyond, copies.Lapsed, copies.Checked},
}

func (oneOf[T]) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Enum: values[reflect.TypeFor[T]()]}
}

// words say what the fields of other packages' types are, which have no tags for it, by type and
// name.
var words = map[string]string{
	"Row.line":             "Number of the row, for reports; left out: by order",
	"Row.code":             "Code of the unit; it may have lost its leading zeros",
	"Row.name":             "Name of the unit, as people write it",
	"Row.parent":           "The unit above, by name or code",
	"Row.value":            "The count, as a number or as people write it",
	"Row.target":           "What is to be reached",
	"Row.denominator":      "Of how many",
	"Row.denominator_name": "Of whom the denominator is the number",
	"Row.as_of":            "The instant that the count is of; of all rows the same",
	"Row.source":           "Who counted; of all rows the same",

	"Problem.row":     "Row of the sheet; 0: it is about the whole",
	"Problem.seen":    "The text in question",
	"Problem.kind":    "What kind of problem it is, for machines; more kinds may come",
	"Problem.vi":      "What is wrong and what to do, in Vietnamese",
	"Problem.en":      "The same in English",
	"Problem.suggest": "Units that an unknown name may mean, the nearest first",

	"Ask.role":    "What is not certain: a role of a column; empty: the sheet as a whole",
	"Ask.vi":      "The question, in Vietnamese",
	"Ask.en":      "The same in English",
	"Ask.here_vi": "What a person in the studio can do, in Vietnamese",
	"Ask.here_en": "The same in English",
	"Ask.row":     "Row of the sheet; none: it is about the whole",
	"Ask.name":    "The name that no unit has",
	"Ask.suggest": "Units that it may mean, the nearest first",

	"SheetUse.name": "Name of the sheet",
	"SheetUse.use":  "What became of it: table, hidden, empty or no_table",
	"SheetUse.vi":   "Why, in Vietnamese",
	"SheetUse.en":   "The same in English",

	"Column.index":  "The first is 0",
	"Column.path":   "Its whole name; where merged cells stand above it, theirs first",
	"Column.key":    "Tells it from the others on this sheet and on tomorrow's",
	"Column.role":   "What it is for; empty: nobody knows",
	"Column.said":   "The role was said by a person, a recipe or the request",
	"Column.hidden": "It is hidden in the sheet",

	"RowUse.row": "Row of the sheet",
	"RowUse.use": "What became of it",

	"Notice.vi": "A sentence in Vietnamese",
	"Notice.en": "The same in English",

	"Moments.at":      "The instant that the answer is of",
	"Moments.past":    "It is over; see sent",
	"Moments.screens": "By code",

	"Moment.screen":      "Its code",
	"Moment.name":        "Its name",
	"Moment.stands":      "It stands somewhere then",
	"Moment.closed":      "It is dark by its own hours, in the past by those of then",
	"Moment.takeover":    "ID of the takeover that rules it",
	"Moment.drill":       "The takeover is an exercise",
	"Moment.press":       "Which of its presses rules the screen: it may be on in several areas",
	"Moment.press_area":  "Area for which that was put on, as period/code; none: all that the takeover was prepared for",
	"Moment.press_until": "When that ends, as far as is known",
	"Moment.sent":        "Of the past: read from what the screen had been sent then; without it, worked out from what is known now",
	"Moment.slide":       "ID of what the programme shows, also under a takeover; none: the safe card",
	"Moment.campaign":    "ID of its campaign",
	"Moment.medium":      "Digest of what is drawn on this canvas",
	"Moment.exclusive":   "It cuts in before all others",
	"Moment.from":        "Since when it is on",
	"Moment.until":       "When the next one comes on",
	"Moment.slides":      "Where one screen was asked for: every slide, those that take turns first",

	"Standing.id":       "Of the slide",
	"Standing.title":    "Its title",
	"Standing.campaign": "ID of its campaign",
	"Standing.kind":     "What it shows",
	"Standing.turns":    "It takes turns; a guide is offered",
	"Standing.time_ms":  "So much of every round, in milliseconds",
	"Standing.round_ms": "Length of a round, in milliseconds",
	"Standing.why":      "Else why not",

	"Reason.why":      "Why it is not on, for machines; more reasons may come",
	"Reason.setting":  "The setting that it waits for",
	"Reason.at":       "When that begins or ends",
	"Reason.screens":  "On how many screens it holds; none: on all",
	"Reason.size":     "The size of screen that its approval does not cover",
	"Reason.found":    "What the checks found there, in Vietnamese",
	"Reason.found_en": "The same in English",
}
