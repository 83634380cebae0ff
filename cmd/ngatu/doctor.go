package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/blob/s3"
	"ngatu/internal/config"
	"ngatu/internal/doctor"
)

// usualListen is where a server listens that nobody told otherwise.
const usualListen = "127.0.0.1:4080"

type doctorCmd struct {
	config.Database
	config.Media

	Data   string `help:"Data folder of the server, which may be running." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	Listen string `help:"Where the server listens; without it, where the folder's server last did." env:"NGATU_LISTEN" placeholder:"HOST:PORT"`
	Public string `help:"Address by which people reach it, to try the proxy on the way." env:"NGATU_PUBLIC" placeholder:"URL"`
	Cert   string `help:"Certificate chain of the server, where it speaks TLS itself." env:"NGATU_TLS_CERT" type:"path" placeholder:"FILE"`
	Key    string `help:"Its private key." env:"NGATU_TLS_KEY" type:"path" placeholder:"FILE"`
	JSON   bool   `help:"Print the findings as JSON."`
}

// Run prints one line for each finding. The exit status is not zero if something is bad.
func (d *doctorCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	place, err := d.Place(d.Data)
	if err != nil {
		return err
	}
	secure := d.Cert != ""
	if d.Listen == "" {
		d.Listen, secure = app.ServedAt(d.Data)
	}
	options, err := d.Bucket(d.Data)
	if err != nil {
		return err
	}
	var bucket *s3.Bucket
	if options != nil {
		if bucket, err = s3.Open(*options); err != nil {
			return err
		}
	}
	found := doctor.Look(ctx, doctor.Options{
		Data: d.Data, Database: place.Database, Bucket: bucket, Listen: cmp.Or(d.Listen, usualListen), TLS: secure, Public: d.Public, Cert: d.Cert, Key: d.Key,
		Keys: func() error { return app.CheckKeys(d.Data) },
	})
	bad := 0
	for _, f := range found {
		if f.State == doctor.Bad {
			bad++
		}
		if !d.JSON {
			fmt.Printf("%-5s %-12s %s · %s\n", f.State, f.Check, f.Vi, f.En)
		}
	}
	if d.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		if err := out.Encode(found); err != nil {
			return err
		}
	}
	if bad > 0 {
		return &content.Error{
			Code: content.Damaged,
			Vi:   fmt.Sprintf("%d mục không ổn; mỗi dòng nói cần làm gì.", bad),
			En:   fmt.Sprintf("%d findings are bad; each line says what to do.", bad),
		}
	}
	return nil
}
