package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"ngatu/content/area"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

type tokenCmd struct {
	Make   tokenMakeCmd   `cmd:"" help:"Make a token for a program."`
	List   tokenListCmd   `cmd:"" help:"List the tokens."`
	Revoke tokenRevokeCmd `cmd:"" help:"End a token at once."`
}

// stopped is the place of a stopped server.
type stopped struct {
	config.Database

	Data string `help:"Data folder of a server that is stopped." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
}

func (s *stopped) place() (config.Place, error) {
	place, err := s.Place(s.Data)
	if err == nil {
		err = hasData(place)
	}
	return place, err
}

type tokenMakeCmd struct {
	stopped

	As    string    `help:"Login of whom it acts as: it does what they may do when it is used." required:"" placeholder:"LOGIN"`
	Name  string    `help:"Which program it is for." required:""`
	Scope string    `help:"What it may do: figures, slides, forms, holds, on or screens." required:"" placeholder:"SCOPE"`
	Area  string    `help:"In this area and below alone." placeholder:"PERIOD/CODE"`
	Until time.Time `help:"The last day on which it works; without it, until it is revoked." format:"2006-01-02" placeholder:"DAY"`
}

// Run gives the token: on a terminal, else in a file.
func (m *tokenMakeCmd) Run() error {
	place, err := m.place()
	if err != nil {
		return err
	}
	t := store.Token{Name: m.Name, Scope: m.Scope, Area: m.Area}
	if !m.Until.IsZero() {
		y, month, day := m.Until.Date()
		t.Expires = time.Date(y, month, day+1, 0, 0, 0, 0, area.Local)
	}
	secret, err := app.MakeToken(context.Background(), place, m.As, t)
	if err != nil {
		return err
	}
	return showOnce(slog.New(slog.NewTextHandler(os.Stderr, nil)), m.Data, tokenFile, "Mã mới, chỉ hiện một lần · the new token, shown once:", secret)
}

type tokenListCmd struct{ stopped }

// Run prints a line a token.
func (l *tokenListCmd) Run() error {
	place, err := l.place()
	if err != nil {
		return err
	}
	all, err := app.Tokens(context.Background(), place)
	for _, t := range all {
		until := "-"
		if !t.Expires.IsZero() {
			until = t.Expires.In(area.Local).Format("2006-01-02 15:04")
		}
		where := t.Area
		if where == "" {
			where = "-"
		}
		fmt.Printf("%s  %-8s %-14s %-17s %s\n", t.ID, t.Scope, where, until, t.Name)
	}
	return err
}

type tokenRevokeCmd struct {
	stopped

	ID string `arg:"" help:"As the list has it."`
}

// Run ends the token.
func (r *tokenRevokeCmd) Run() error {
	place, err := r.place()
	if err != nil {
		return err
	}
	return app.RevokeToken(context.Background(), place, r.ID)
}
