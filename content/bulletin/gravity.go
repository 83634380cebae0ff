package bulletin

import (
	"slices"

	"ngatu/content"
)

// GravityOf is how grave the matter of a message is among our takeovers. CAP says three things of
// it: how bad, how soon, how sure.
func GravityOf(i Info) content.Gravity {
	soon := i.Urgency == "Immediate" || i.Urgency == "Expected"
	sure := i.Certainty == "Observed" || i.Certainty == "Likely"
	switch {
	case i.Urgency == "Past" || i.Certainty == "Unlikely" || slices.Contains(i.Responses, "AllClear"):
		return content.CivicNotice
	case i.Severity == "Extreme" && (i.Urgency == "Immediate" || soon && sure), i.Severity == "Severe" && soon && sure:
		return content.Danger
	case i.Severity == "Extreme", i.Severity == "Severe", i.Severity == "Moderate":
		return content.Warning
	}
	return content.CivicNotice
}
