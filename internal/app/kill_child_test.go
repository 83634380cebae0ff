package app_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

// What a node of these tests is called, and what it shares with the others.
const (
	nodeVar     = "NGATU_APP_NODE"
	databaseVar = "NGATU_APP_DATABASE"
	endpointVar = "NGATU_APP_S3"
	bucketVar   = "NGATU_APP_BUCKET"
)

// What a node is in the middle of, each said before it begins.
const (
	atPublish  = "publish"
	atTakeover = "takeover"
	atUpload   = "upload"
)

// tokensOfNode are as many as keep a node within what each may send a minute.
const tokensOfNode = 20

// workAsNode runs a node at which people publish, put takeovers on and send files, all at once. It
// prints what it begins and what was acknowledged, until it is killed or has lost the lease.
func workAsNode() int {
	ctx := context.Background()
	folder, name := os.Getenv(folderVar), os.Getenv(nodeVar)
	a, err := app.New(ctx, config.Config{
		Node: name, Data: folder, Listen: "127.0.0.1:0", Database: config.Database{Database: os.Getenv(databaseVar)},
		Media: config.Media{
			Media: "s3://" + os.Getenv(bucketVar), Endpoint: os.Getenv(endpointVar), Region: "us-east-1", KeyFile: filepath.Join(folder, "s3.key"), Cache: 1,
		},
	}, slog.New(slog.DiscardHandler), func(string) {})
	if err == nil {
		err = a.Start(ctx)
	}
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	if _, err = a.Store().Change(ctx, "child", func(tx *store.Tx) error { return furnish(ctx, tx, name) }); err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println("up", a.Address())
	for _, work := range []func(context.Context, *app.App, string){publishing, pressing, sending} {
		go func() {
			for {
				work(ctx, a, name)
				time.Sleep(time.Duration(rand.IntN(90)) * time.Millisecond)
			}
		}()
	}
	<-a.Failed() // its unit starts it again
	return 1
}

// furnish makes what the node's work needs, where it is not there yet.
func furnish(ctx context.Context, tx *store.Tx, name string) error {
	if _, err := tx.Screen(ctx, screensOf(1)[0].Code); content.CodeOf(err) == content.NotFound {
		err := tx.PutStaff(ctx, store.Staff{ID: "clerk", Name: "Nguyễn Văn An", Login: "an.nguyen", Mandates: []mandate.Mandate{{Role: mandate.Editor}}})
		for _, one := range screensOf(watchers) {
			err = errors.Join(err, tx.PutScreen(ctx, one), tx.PutCredential(ctx, store.Credential{
				ID: "c-" + one.Code, Screen: one.Code, Kind: store.ByKey, Value: keyOfScreen(one.Code).Public().(ed25519.PublicKey),
			}))
		}
		if err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	if _, err := tx.Takeover(ctx, stormOf(name)); err == nil {
		return nil
	} else if content.CodeOf(err) != content.NotFound {
		return err
	}
	err := tx.PutTakeover(ctx, content.Takeover{ID: stormOf(name), Title: "Bão", Gravity: content.Danger, Words: content.Words{Head: "Bão số 9"}, State: content.Approved})
	for n := range tokensOfNode {
		secret := tokenAt(name, n)
		err = errors.Join(err, tx.PutToken(ctx, store.Token{ID: secret, Hash: content.DigestOf([]byte(secret)), Name: secret, Scope: store.ScopeSlides, By: "clerk"}))
	}
	return err
}

func tokenAt(node string, n int) string { return fmt.Sprintf("phep-thu-%s-%d", node, n%tokensOfNode) }

// stormOf is the takeover that a node's people put on.
func stormOf(node string) string { return "bao-" + node }

// keyOfScreen is that of the player of a screen.
func keyOfScreen(code string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(code))
	return ed25519.NewKeyFromSeed(seed[:])
}

func publishing(ctx context.Context, a *app.App, _ string) {
	fmt.Println("at", atPublish)
	id := ""
	_, err := a.Store().Change(ctx, "child", func(tx *store.Tx) error {
		id = fmt.Sprint("n", tx.Number())
		return publish(ctx, tx, id)
	})
	if err != nil {
		return
	}
	fmt.Println("change", id)
	if approve(ctx, a.Store(), id) == nil {
		fmt.Println("approved", id)
	}
}

// pressing puts the node's takeover on, or ends it.
func pressing(ctx context.Context, a *app.App, name string) {
	fmt.Println("at", atTakeover)
	number, err := a.Store().Change(ctx, "child", func(tx *store.Tx) error {
		over, err := tx.Takeover(ctx, stormOf(name))
		if err != nil {
			return err
		}
		if over.On(tx.Time()) {
			return tx.PutTakeover(ctx, content.End(over, tx.Time()))
		}
		if over, err = content.PutOn(over, "child", tx.Time(), time.Hour, false); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, over)
	})
	if err == nil {
		fmt.Println("pressed", number)
	}
}

var sent atomic.Int64

// sending sends a picture to this node, as a program does.
func sending(ctx context.Context, a *app.App, name string) {
	fmt.Println("at", atUpload)
	n := int(sent.Add(1))
	img := image.NewRGBA(image.Rect(0, 0, 640, 360))
	for i := range img.Pix {
		img.Pix[i] = 200
	}
	for x := range 64 { // no two are the same
		img.Set(x, 0, color.Gray{uint8(rand.IntN(256))})
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", fmt.Sprintf("anh-%s-%d.png", name, n))
	if err != nil || png.Encode(part, img) != nil || form.WriteField("ai", "no") != nil || form.Close() != nil {
		fmt.Println("error", err)
		return
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.Address()+"/api/slides", &body)
	if err != nil {
		fmt.Println("error", err)
		return
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Authorization", "Bearer "+tokenAt(name, n))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	var draft struct {
		ID string `json:"id"`
	}
	if resp.StatusCode == http.StatusCreated && json.NewDecoder(resp.Body).Decode(&draft) == nil {
		fmt.Println("sent", draft.ID)
	} else if resp.StatusCode < http.StatusInternalServerError {
		fmt.Println("error", resp.Status)
	}
}

// screensOf are what programmes go to.
func screensOf(n int) (all []content.Screen) {
	for i := range n {
		all = append(all, content.Screen{Code: fmt.Sprintf("NUT-%02d", i), Name: "Nút", Places: []content.Place{{
			Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Thành phố Hà Nội"},
			Venue: content.Reception, Kind: content.Monitor, Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}, Zone: content.DefaultZone,
		}}})
	}
	return all
}
