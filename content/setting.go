package content

// Names of the settings that are printed on slides or lead from them, and of when staff are written
// to. What is not known of the
// city's campaign stays unset until staff set it; a slide that needs an unset one is not on air.
const (
	SettingApp       = "app_name"        // short name of the app, as people search for it
	SettingAppFull   = "app_full_name"   // its full name
	SettingCity      = "city_name"       // the city that speaks
	SettingHotline   = "hotline"         // as it is printed: "1022 nhánh 8"
	SettingPublic    = "public_address"  // scheme and host at which citizens reach the install page
	SettingAppStore  = "app_store_link"  // the app in App Store
	SettingPlayStore = "play_store_link" // the app in CH Play
	SettingDomains   = "allowed_domains" // hosts that links may lead to, separated by spaces
	SettingPhones    = "allowed_phones"  // numbers that may be printed beside the hotline, a line each: "label: number"
	SettingScreenMB  = "screen_mb"       // megabytes of one slide that a screen should fetch at most
	SettingAllMB     = "all_screens_mb"  // megabytes of one slide that all screens together should fetch at most
	SettingAreaMB    = "area_mb"         // megabytes of files that the people of one area may have in slides and on their way
	SettingAreaWaits = "area_waits"      // drafts and files on their way that the people of one area may have
	SettingRanks     = "public_ranks"    // "yes": leagues rank every area; otherwise they show the movers, not the laggards
	SettingPortals   = "portals"         // hosts whose pages may show boards of figures in a frame, separated by spaces
	SettingQuiet     = "quiet_hours"     // when staff get no e-mail, by the clock of the city: "21:00-06:30"
	SettingStep      = "step_hours"      // after so many hours what waits for approval goes one step on
	SettingMaxAge    = "figures_hours"   // figures older than this many hours are marked as old
	SettingLabel     = "ai_label"        // what stands on slides that AI made or altered; empty: [LabelAI]
)

// LabelAI is the label of material that AI made or altered, where no setting says another. Decree
// 142/2026 asks for one that is clear at viewing; its exact form is unsettled, so a setting decides.
const LabelAI = "TẠO BẰNG AI"

// MaxLabel is how many letters a label may have.
const MaxLabel = 40
