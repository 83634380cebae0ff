package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/server/air/answer"
)

// The command, beside a running server, and the API give the same answer; people read it as lines.
func TestOn(t *testing.T) {
	folder := t.TempDir()
	data := filepath.Join(folder, "data")
	a := testkit.Server(t, configOf(data))
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	newClerk(t, a.Address()).begins(t, link)
	people, err := a.Store().AllStaff(t.Context(), "", 1)
	if err != nil || len(people) != 1 {
		t.Fatalf("%d people, %v", len(people), err)
	}
	_, err = a.Store().Change(t.Context(), people[0].ID, func(tx *store.Tx) error {
		return tx.PutToken(context.Background(), store.Token{ID: "t-on", Hash: content.DigestOf([]byte("secret")), Name: "on", Scope: store.ScopeOn})
	})
	if err != nil {
		t.Fatal(err)
	}
	const at = "2999-11-20 18:30" // nothing of the demonstration is planned for it yet
	out, err := ngatu(t, folder, "on", "--data", data, "--screen", "NGATU-05", "--at", at, "--json").CombinedOutput()
	var byCommand answer.Moments
	if err != nil || json.Unmarshal(out, &byCommand) != nil || len(byCommand.Screens) != 1 || len(byCommand.Screens[0].Slides) == 0 {
		t.Fatalf("%v: %s", err, out)
	}
	plain, err := ngatu(t, folder, "on", "--data", data, "--screen", "NGATU-05").Output()
	if err != nil || !strings.Contains(string(plain), "NGATU-05") || !strings.Contains(string(plain), "\n  + ") {
		t.Errorf("%v: %s", err, plain)
	}
	if all, err := ngatu(t, folder, "on", "--data", data).Output(); err != nil || strings.Count(string(all), "\n") < 6 {
		t.Errorf("%v: %s", err, all)
	}
	for _, wrong := range [][]string{{"--screen", "NGATU-99"}, {"--screen", "NGATU-05", "--at", "tối nay"}} {
		if out, err := ngatu(t, folder, append([]string{"on", "--data", data}, wrong...)...).CombinedOutput(); err == nil || strings.Count(string(out), "\n") != 2 {
			t.Errorf("%v: %v %s", wrong, err, out)
		}
	}
	if out, err := ngatu(t, folder, "on", "--data", folder).CombinedOutput(); err == nil || !strings.Contains(string(out), "--data") {
		t.Errorf("a folder without data: %v %s", err, out)
	}

	req, err := http.NewRequest("GET", a.Address()+"/api/on?screen=NGATU-05&at="+url.QueryEscape(at), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer secret")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	var byAPI answer.Moments
	if err != nil || json.Unmarshal(body, &byAPI) != nil || !reflect.DeepEqual(byAPI, byCommand) {
		t.Errorf("the API says %s (%v), the command %s", body, err, out)
	}
}
