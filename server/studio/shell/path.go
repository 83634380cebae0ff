package shell

// Paths that pages of several rooms lead to.
const (
	PathHome      = "/studio"
	PathSignin    = "/studio/signin"
	PathBegin     = "/studio/begin"
	PathSlides    = "/studio/slides"
	PathOnAir     = "/studio/onair"
	PathTakeovers = "/studio/takeovers"
	PathBulletins = "/studio/bulletins"
	PathFeeds     = "/studio/feeds"
	PathCampaigns = "/studio/campaigns"
	PathHolds     = "/studio/holds"
	PathScreens   = "/studio/screens"
	PathSettings  = "/studio/settings"
	PathFigures   = "/studio/figures"
	PathMeasures  = "/studio/measures"

	PathSubmissions = "/studio/submissions"
	PathStandings   = "/studio/standings"
	PathForms       = "/studio/forms"
)

// SlidePath is the page of a slide.
func SlidePath(id string) string { return PathSlides + "/" + id }

// CampaignPath is the page of a campaign.
func CampaignPath(id string) string { return PathCampaigns + "/" + id }

// SubmissionPath is the page of drafts that were sent together.
func SubmissionPath(id string) string { return PathSubmissions + "/" + id }

// HoldPath is the page of a hold.
func HoldPath(id string) string { return PathHolds + "/" + id }

// ScreenPath is the page of a screen.
func ScreenPath(code string) string { return PathScreens + "/" + code }
