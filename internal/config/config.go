// Package config is what an operator can set when the server starts: one struct, filled from flags and environment.
//
// It owns names and defaults of settings that the process needs before it can ask the store. What staff change while it
// runs (links, hotline, names) lives in the store. Known to internal/app and cmd alone.
package config

// Config is how one server is started.
type Config struct {
	Data   string `help:"Folder that holds everything: database, media, keys, inbox." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	Listen string `help:"Address to listen on. Only this machine reaches 127.0.0.1." default:"127.0.0.1:4080" env:"NGATU_LISTEN" placeholder:"HOST:PORT"`
	Inbox  string `help:"Folder that staff drop files into; inside the data folder unless set." env:"NGATU_INBOX" type:"path" placeholder:"FOLDER"`
	Cert   string `help:"Certificate chain in PEM: the server then speaks TLS itself. It is read anew when the file changes." env:"NGATU_TLS_CERT" type:"path" placeholder:"FILE"`
	Key    string `help:"Private key of the certificate, in PEM." env:"NGATU_TLS_KEY" type:"path" placeholder:"FILE"`
	Secure bool   `help:"People reach this server over TLS, through a proxy in front of it: the studio's cookie then never travels without." env:"NGATU_SECURE"`
	Log    string `help:"Lines of the log from this level on: debug (each request), info, warn, error." default:"warn" enum:"debug,info,warn,error" env:"NGATU_LOG"`
	Dev    string `help:"Read page and studio from this checkout and reload them as they change." env:"NGATU_DEV" type:"path" placeholder:"FOLDER" hidden:""`

	Demo bool `kong:"-"` // the folder is a demonstration's: sample figures, a wall, an inbox that publishes
}
