package store

import "slices"

// Noun says what kind of thing a line of the log is about. The words are stored, so they never
// change.
type Noun string

// The nouns of the log. Line.ID is the thing's ID, unless it says otherwise here.
const (
	NounApprovalLink Noun = "approval_link"
	NounBulletin     Noun = "bulletin"
	NounCampaign     Noun = "campaign"
	NounCommand      Noun = "command"      // ID is the code of the screen that it was given to
	NounCredential   Noun = "credential"   // ID is a screen's code where all of its credentials were revoked at once
	NounEnrolment    Noun = "enrolment"    // ID is the code that staff typed
	NounFeed         Noun = "feed"         // of warnings
	NounFigureSheet  Noun = "figure_sheet" // a file of figures that came
	NounFigures      Noun = "figures"      // a release, or a draft of one
	NounForm         Noun = "form"         // a template that was approved for all its copies
	NounHold         Noun = "hold"
	NounInbox        Noun = "inbox" // ID is the path of a file
	NounInstallation Noun = "installation"
	NounLink         Noun = "link" // ID is what a one-time link is for
	NounMeasure      Noun = "measure"
	NounMedium       Noun = "medium"    // ID is "unused" where several went at once, which Detail names
	NounRecipe       Noun = "recipe"    // how a layout is read
	NounRendition    Noun = "rendition" // ID is its medium's, Detail names the canvas and the fit
	NounScreen       Noun = "screen"
	NounSession      Noun = "session"  // ID is that of a person
	NounSetBack      Noun = "set_back" // ID is the cause
	NounSetting      Noun = "setting"
	NounSlide        Noun = "slide"
	NounStaff        Noun = "staff"
	NounStanding     Noun = "standing"
	NounSubmission   Noun = "submission" // several drafts were sent together
	NounSurface      Noun = "surface"    // ID is its key, or "all" where they were first noted
	NounTakeover     Noun = "takeover"
	NounToken        Noun = "token"
	NounUnitName     Noun = "unit_name" // ID is the key of the unit
)

// Nouns are all nouns of the log. A change with another is refused: whoever reads the log must know
// what to do with it.
var Nouns = []Noun{
	NounApprovalLink, NounBulletin, NounCampaign, NounCommand, NounCredential, NounEnrolment, NounFeed, NounFigureSheet, NounFigures, NounForm, NounHold, NounInbox, NounInstallation, NounLink, NounMeasure, NounMedium, NounRecipe, NounRendition,
	NounScreen, NounSession, NounSetBack, NounSetting, NounSlide, NounStaff, NounStanding, NounSubmission, NounSurface, NounTakeover, NounToken, NounUnitName,
}

func (n Noun) known() bool { return slices.Contains(Nouns, n) }
