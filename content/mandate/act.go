package mandate

import (
	"maps"
	"slices"
)

// Act is something that a person may or may not do. Routes name the act they carry out and pages
// ask for it.
type Act string

// The acts.
const (
	Enter    Act = "enter"    // before anybody is signed in
	Look     Act = "look"     // every account
	Edit     Act = "edit"     // make and change slides, guides, campaigns and prepared takeovers
	Approve  Act = "approve"  // let them on air
	TakeOff  Act = "take off" // one person is enough, whoever is there
	PutOn    Act = "put on"   // a takeover
	Screens  Act = "screens"  // enrol screens and say where they stand
	Command  Act = "command"  // what a screen does once
	Release  Act = "release"  // figures
	Aim      Act = "aim"      // say what units have to reach
	Settings Act = "settings" // what is printed on slides
	Domains  Act = "domains"  // domains that links may lead to
	Continue Act = "continue" // after the data of the server were set back
	Accounts Act = "accounts" // accounts and their mandates
	Tokens   Act = "tokens"   // API tokens
	Profile  Act = "profile"  // the running server
)

var holders = map[Act][]Role{
	Look:     {Editor, Approver, Reporter, Operator, Auditor, Admin},
	Edit:     {Editor},
	Approve:  {Approver},
	TakeOff:  {Editor, Approver, Operator},
	PutOn:    {Approver, Operator, Admin},
	Screens:  {Operator},
	Command:  {Operator, Admin},
	Release:  {Reporter},
	Aim:      {Reporter},
	Settings: {Approver, Admin},
	Domains:  {Admin},
	Continue: {Approver, Admin},
	Accounts: {Admin},
	Tokens:   {Admin},
	Profile:  {Admin},
}

// ofTheCity are acts that concern the whole city whatever they are done to: a mandate for an area
// is none for them.
var ofTheCity = []Act{Release, Settings, Domains, Continue, Accounts, Tokens, Profile}

// Acts lists all that need somebody signed in.
func Acts() []Act { return slices.Collect(maps.Keys(holders)) }

// Known says whether there is such an act.
func (a Act) Known() bool { return a == Enter || len(holders[a]) > 0 }

// OfTheCity says whether the act concerns the whole city, whatever it is done to.
func (a Act) OfTheCity() bool { return slices.Contains(ofTheCity, a) }

// Roles are those that hold the act, each of them alone.
func (a Act) Roles() []Role { return slices.Clone(holders[a]) }
