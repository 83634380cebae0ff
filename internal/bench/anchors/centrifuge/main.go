// Command centrifuge is the centrifuge library as a minimal server, at the settings that cost it
// least: one channel that every client is subscribed to by the server, no history and no presence,
// write buffers from a pool, commands processed off the read loop, no compression, no pings. It
// speaks the library's JSON protocol on /ws; GET /publish sends one push to everybody.
//
// A module of its own, built by the bench: what it needs is not in the house's go.mod.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/centrifugal/centrifuge"
)

const channel = "all"

// around is what the library puts around the data of a push, in bytes, so that a message weighs
// what was asked for.
const around = len(`{"push":{"channel":"all","pub":{"data":""}}}`)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "centrifuge:", err)
		os.Exit(1)
	}
}

func run() error {
	node, err := centrifuge.New(centrifuge.Config{LogLevel: centrifuge.LogLevelNone})
	if err != nil {
		return err
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:       &centrifuge.Credentials{},
			Subscriptions:     map[string]centrifuge.SubscribeOptions{channel: {}},
			PingPongConfig:    &centrifuge.PingPongConfig{PingInterval: -1, PongTimeout: -1},
			ReplyWithoutQueue: true, QueueInitialCap: 1,
		}, nil
	})
	if err := node.Run(); err != nil {
		return err
	}
	http.Handle("/ws", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
		ReadBufferSize: 256, UseWriteBufferPool: true, MessageSizeLimit: 4096, ProcessCommandsOffReadLoop: true,
		WriteTimeout: 15 * time.Second,
	}))
	publish := func(argument int) http.HandlerFunc {
		data := []byte(`"` + strings.Repeat("x", size(argument)-around) + `"`)
		return func(w http.ResponseWriter, _ *http.Request) {
			if _, err := node.Publish(channel, data); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		}
	}
	http.HandleFunc("/publish", publish(1))
	http.HandleFunc("/large", publish(2))
	http.HandleFunc("/rest", func(http.ResponseWriter, *http.Request) { debug.FreeOSMemory() })
	return serve()
}

// size is one of the two arguments, the weights of the frames in bytes.
func size(argument int) int {
	if argument < len(os.Args) {
		if n, err := strconv.Atoi(os.Args[argument]); err == nil {
			return max(n, around)
		}
	}
	return 1024
}

// serve prints its address and ends with its standard input.
func serve() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + l.Addr().String())
	go func() {
		_, _ = os.Stdin.Read(make([]byte, 1))
		os.Exit(0)
	}()
	return (&http.Server{ReadHeaderTimeout: 10 * time.Second}).Serve(l)
}
