package intake

import (
	"ngatu/internal/store"
	"ngatu/server/rendition"
)

// DefaultCampaign is the ID of the campaign that takes what names none, where [Options] say no
// other.
const DefaultCampaign = "inbox"

// Options are the parts that an intake works with.
type Options struct {
	Store           *store.Store
	Renditions      *rendition.Maker // keeps originals and makes what screens show of them
	DefaultCampaign string           // ID of the campaign of files that name none; "": [DefaultCampaign]. Made when first needed
}

// Intake takes pictures and clips in. Its methods may be called by many goroutines.
type Intake struct{ Options }

// New makes an intake.
func New(o Options) *Intake {
	if o.DefaultCampaign == "" {
		o.DefaultCampaign = DefaultCampaign
	}
	return &Intake{o}
}
