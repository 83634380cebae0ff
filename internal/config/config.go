// Package config is what an operator can set when the server starts: one struct, filled from flags
// and environment.
//
// It owns names and defaults of settings that the process needs before it opens the store. What
// staff change at run time (links, hotline, names) lives in the store. Only internal/app and cmd
// import it.
package config

import "time"

// Config is how one server is started.
type Config struct {
	Database
	Media

	Data   string `help:"Folder that holds everything: database, media, keys, inbox." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	Listen string `help:"Address to listen on. Only this machine reaches 127.0.0.1." default:"127.0.0.1:4080" env:"NGATU_LISTEN" placeholder:"HOST:PORT"`
	Inbox  string `help:"Folder that staff drop files into; inside the data folder unless set." env:"NGATU_INBOX" type:"path" placeholder:"FOLDER"`
	Cert   string `help:"Certificate chain in PEM: the server then speaks TLS itself. It is read again when the file changes." env:"NGATU_TLS_CERT" type:"path" placeholder:"FILE"`
	Key    string `help:"Private key of the certificate, in PEM." env:"NGATU_TLS_KEY" type:"path" placeholder:"FILE"`
	Secure bool   `help:"People reach this server over TLS, through a proxy in front of it: the studio's cookie then never travels without." env:"NGATU_SECURE"`
	Log    string `help:"Lines of the log from this level on: debug (each request), info, warn, error." default:"warn" enum:"debug,info,warn,error" env:"NGATU_LOG"`
	Dev    string `help:"Read page and studio from this checkout and reload them as they change." env:"NGATU_DEV" type:"path" placeholder:"FOLDER" hidden:""`

	Node string `help:"Name of this server among several that share one PostgreSQL database and one bucket of media, such as a. Each has its own name, and all the same keys." env:"NGATU_NODE" placeholder:"NAME"`

	// How clients reach this server.
	Public []string `help:"Addresses under which people reach this server, such as https://screens.example.vn: pages there are its own, whatever a proxy passes on. Separated by commas." env:"NGATU_PUBLIC" placeholder:"ADDRESS"`
	Proxy  []string `name:"trusted-proxy" help:"Addresses or networks of proxies that say for whom they ask, and of halls whose players share one address; this machine is always one. Separated by commas." env:"NGATU_TRUSTED_PROXY" placeholder:"ADDRESS"`

	// No environment variable: who means it says so once, and not at every start from then on.
	AcceptLoss bool `help:"Start although the database, its log or the media were lost in part or whole: what is lost stays lost. The server starts held."`

	PerAddress int `name:"per-address" help:"How many connections one address may hold at all servers together, but for those of --trusted-proxy; 1000 unless set." env:"NGATU_PER_ADDRESS" placeholder:"NUMBER"`

	BackupTo        string `help:"Folder that a backup is made into every day, on another disk; none unless set." env:"NGATU_BACKUP_TO" type:"path" placeholder:"FOLDER"`
	BackupAt        string `help:"When, by the clock in Hanoi; several times with commas." default:"02:30" env:"NGATU_BACKUP_AT" placeholder:"HH:MM"`
	BackupKeep      int    `help:"How many backups are kept; 0: all." default:"30" env:"NGATU_BACKUP_KEEP"`
	BackupKeysTo    string `help:"Folder that the keys go into instead, apart from the rest." env:"NGATU_BACKUP_KEYS_TO" type:"path" placeholder:"FOLDER"`
	BackupRecipient string `help:"Encrypt the keys for these age public keys, separated by commas." env:"NGATU_BACKUP_RECIPIENT" placeholder:"age1…"`

	MediaDays int `help:"After how many days files that nothing shows or names any more are removed, 7 to 3650; 0: never. What was ever on a screen is kept." default:"30" env:"NGATU_MEDIA_DAYS" placeholder:"DAYS"`

	Mail             string        `help:"Mail server for messages to staff: smtp://host:587, or smtps://host:465, with a user name before the host where it asks for one. None unless set." env:"NGATU_MAIL" placeholder:"ADDRESS"`
	MailFrom         string        `help:"Address that e-mail comes from." env:"NGATU_MAIL_FROM" placeholder:"NAME@HOST"`
	MailPasswordFile string        `help:"File with the password for the mail server." env:"NGATU_MAIL_PASSWORD_FILE" type:"path" placeholder:"FILE"`
	Webhook          []string      `help:"Addresses that programs are told at what was submitted, approved, returned or ends soon. Separated by commas." env:"NGATU_WEBHOOK" placeholder:"ADDRESS"`
	WebhookKeyFile   string        `help:"File with the secret that signs these messages: whsec_ and base64." env:"NGATU_WEBHOOK_KEY_FILE" type:"path" placeholder:"FILE"`
	WebhookInside    []string      `help:"Internal networks that webhooks may lead to, such as 10.20.0.0/16. Separated by commas." env:"NGATU_WEBHOOK_INSIDE" placeholder:"NETWORK"`
	FeedInside       []string      `help:"Internal networks in which feeds of warnings and addresses of figures may lie, such as 10.20.0.0/16. Separated by commas." env:"NGATU_FEED_INSIDE" placeholder:"NETWORK"`
	StepAfter        time.Duration `help:"How long what waits for approval lies on one desk before it goes one step on, to the deputy or to whoever stands above." default:"24h" env:"NGATU_STEP_AFTER" placeholder:"24h"`
	QuietHours       string        `help:"When no e-mail is sent, by the clock in Hanoi, such as 21:00-06:30; it goes out after." env:"NGATU_QUIET_HOURS" placeholder:"HH:MM-HH:MM"`

	Release string `kong:"-"` // how people name this program's version, such as 1.2.0

	Demo bool `kong:"-"` // the folder is a demonstration's: sample figures, a wall, an inbox that publishes
}
