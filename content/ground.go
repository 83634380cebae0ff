package content

// Ground is why a live version may be on air.
type Ground string

// The grounds.
const (
	ByApproval Ground = "approval" // another person who may approve saw exactly this
	ByStanding Ground = "standing" // a standing approval of the folder that its file came from
	ByForm     Ground = "form"     // a form that another person approved, filled within its bounds; also the samples of the demonstration
	ByAuthor   Ground = "alone"    // its author, where nobody else ever could approve
	ByDuty     Ground = "duty"     // what happens now: one person on duty wrote it, or confirmed a warning of others, and put it on
	Migrated   Ground = "migrated" // it was live before grounds were kept
)
