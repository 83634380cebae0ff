package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
)

type auditCmd struct {
	Grounds groundsCmd `cmd:"" help:"Check by the log why everything that is live may be on air. The server may be running."`
}

type groundsCmd struct {
	config.Database

	Data string `help:"Data folder of the server, which may be running." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	JSON bool   `help:"Print what was found as JSON."`
}

// Run prints how many live versions rest on which ground, and each that rests on none. The exit
// status is not zero if there is one.
func (g *groundsCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	place, err := g.Place(g.Data)
	if err != nil {
		return err
	}
	found, err := app.Grounds(ctx, place.Database)
	if err != nil {
		return err
	}
	if g.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		if err := out.Encode(found); err != nil {
			return err
		}
	} else {
		for _, ground := range slices.Sorted(maps.Keys(found.Live)) {
			fmt.Printf("%-9s %d\n", ground, found.Live[ground])
		}
		if found.Made > 0 {
			fmt.Printf("%d of those by approval by somebody whose account or password one of the authors had made\n", found.Made)
		}
		for _, f := range found.Faults {
			fmt.Printf("%s %s “%s”: %s · %s\n", f.Noun, f.ID, f.Name, f.Vi, f.En)
		}
	}
	if n := len(found.Faults); n > 0 {
		return &content.Error{
			Code: content.Conflict,
			Vi:   fmt.Sprintf("%d bản không có căn cứ để chiếu. Hãy gỡ hoặc duyệt lại các bản đó.", n),
			En:   fmt.Sprintf("Without a ground: %d. Take them off, or have them approved again.", n),
		}
	}
	return nil
}
