package mandate

// Role is what somebody may do.
type Role string

// The roles. Several may be held at once.
const (
	Editor   Role = "editor"   // makes slides
	Approver Role = "approver" // lets slides and settings on air
	Reporter Role = "reporter" // releases figures
	Operator Role = "operator" // looks after screens
	Auditor  Role = "auditor"  // reads everything
	Admin    Role = "admin"    // accounts and tokens
)

// Roles lists all.
func Roles() []Role { return []Role{Editor, Approver, Reporter, Operator, Auditor, Admin} }
