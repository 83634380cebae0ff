package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
	"ngatu/player/protocol"
)

// give is a change that gives a command.
func give(t testing.TB, s *Store, screen string, c protocol.Command, life time.Duration) int64 {
	t.Helper()
	return changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutCommand(ctx, screen, c, life) })
}

func twoScreens(t testing.TB, s *Store) {
	t.Helper()
	changed(t, s, func(ctx context.Context, tx *Tx) error {
		return errors.Join(tx.PutScreen(ctx, content.Screen{Code: "K1"}), tx.PutScreen(ctx, content.Screen{Code: "K2"}))
	})
}

func ids(all []Command) (out []string) {
	for _, c := range all {
		out = append(out, c.ID)
	}
	return out
}

func TestCommandIsGivenOnceAndDone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		twoScreens(t, s)
		dim := protocol.Command{ID: "dim", Kind: protocol.DimGlass, Level: 40, Until: 99}
		first := give(t, s, "K1", dim, time.Minute)
		give(t, s, "K2", protocol.Command{ID: "other", Kind: protocol.Identify}, time.Minute)
		give(t, s, "K1", protocol.Command{ID: "log", Kind: protocol.LogTail, Lines: 100}, time.Minute)

		c := must[Command](t)(s.Command(ctx, "K1", "dim"))
		if diff := cmp.Diff(dim, c.Command); diff != "" || c.Number != first || c.Who != "an" || c.At.IsZero() || !c.Open(c.At) {
			t.Errorf("%+v\n%s", c, diff)
		}
		if c.Expires.UnixMilli() != first+time.Minute.Milliseconds() {
			t.Errorf("it expires %v after its number", c.Expires.Sub(time.UnixMilli(first)))
		}
		_, err := s.Command(ctx, "K2", "dim")
		refused(t, err, content.NotFound)

		if diff := cmp.Diff([]string{"dim", "other", "log"}, ids(must[[]Command](t)(s.CommandsAfter(ctx, 0)))); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"log"}, ids(must[[]Command](t)(s.OpenCommands(ctx, "K1", first)))); diff != "" {
			t.Error(diff)
		}
		if err := s.SentCommands(ctx, "dim"); err != nil {
			t.Fatal(err)
		}
		for range 2 { // a player says so again and again
			if err := s.DoneCommands(ctx, "K1", []string{"dim", "other", "unknown"}); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff([]string{"log"}, ids(must[[]Command](t)(s.OpenCommands(ctx, "K1", 0)))); diff != "" {
			t.Error(diff)
		}
		if c = must[Command](t)(s.Command(ctx, "K1", "dim")); c.Done.IsZero() || c.Sent.IsZero() || c.Open(c.At) {
			t.Errorf("done: %+v", c)
		}
		if c = must[Command](t)(s.Command(ctx, "K2", "other")); !c.Done.IsZero() {
			t.Error("one screen acknowledged the command of another")
		}
		if diff := cmp.Diff([]string{"log", "dim"}, ids(must[[]Command](t)(s.Commands(ctx, "K1", 0)))); diff != "" {
			t.Error(diff)
		}
		log := must[[]Change](t)(s.ChangesOf(ctx, "command", "K1", 0, 0))
		if len(log) != 2 || log[1].Verb != "give" || log[1].Number != first || !strings.Contains(string(log[1].Detail), `"dim"`) {
			t.Errorf("the log says %+v", log)
		}
	})
}

func TestCommandsAreBounded(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		twoScreens(t, s)
		put := func(screen, id string, life time.Duration) error {
			_, err := s.Change(ctx, "an", func(tx *Tx) error {
				return tx.PutCommand(ctx, screen, protocol.Command{ID: id, Kind: protocol.Identify}, life)
			})
			return err
		}
		for _, life := range []time.Duration{0, -time.Second, 25 * time.Hour} {
			if put("K1", "long", life) == nil {
				t.Errorf("a command for %v was taken", life)
			}
		}
		refused(t, put("nowhere", "x", time.Minute), content.NotFound)
		for i := range MaxOpenCommands {
			if err := put("K1", fmt.Sprint("c", i), time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		refused(t, put("K1", "one more", time.Minute), content.TooMany)
		if err := put("K2", "elsewhere", time.Minute); err != nil {
			t.Errorf("another screen's: %v", err)
		}
		if err := s.DoneCommands(ctx, "K1", []string{"c3"}); err != nil {
			t.Fatal(err)
		}
		if err := put("K1", "one more", time.Minute); err != nil {
			t.Errorf("once one is done: %v", err)
		}
	})
}

func TestCommandExpires(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		twoScreens(t, s)
		give(t, s, "K1", protocol.Command{ID: "short", Kind: protocol.Identify}, time.Millisecond)
		time.Sleep(20 * time.Millisecond) // of the database's time
		if open := must[[]Command](t)(s.OpenCommands(ctx, "K1", 0)); len(open) != 0 {
			t.Errorf("%d are open", len(open))
		}
		if err := s.DoneCommands(ctx, "K1", []string{"short"}); err != nil { // done in time, and told late
			t.Fatal(err)
		}
		if c := must[Command](t)(s.Command(ctx, "K1", "short")); c.Done.IsZero() {
			t.Error("what was done in time and told late is lost")
		}
	})
}

func TestCommandIsAnswered(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		twoScreens(t, s)
		picture := bytes.Repeat([]byte{0xff, 0, 'x'}, 1000)
		answer := func(screen, id string) error {
			return s.AnswerCommand(ctx, screen, protocol.Answer{ID: id, Type: "image/jpeg", Data: picture})
		}
		for i := range answersKept + 3 {
			id := fmt.Sprint("shot", i)
			give(t, s, "K1", protocol.Command{ID: id, Kind: protocol.Screenshot}, time.Minute)
			refused(t, answer("K2", id), content.NotFound)
			if err := answer("K1", id); err != nil {
				t.Fatal(err)
			}
			refused(t, answer("K1", id), content.NotFound)
			if err := s.DoneCommands(ctx, "K1", []string{id}); err != nil {
				t.Fatal(err)
			}
		}
		mime, data, err := s.CommandAnswer(ctx, "K1", "shot22")
		if err != nil || mime != "image/jpeg" || !bytes.Equal(data, picture) {
			t.Errorf("%s, %d bytes, %v", mime, len(data), err)
		}
		_, _, err = s.CommandAnswer(ctx, "K2", "shot22")
		refused(t, err, content.NotFound)
		_, _, err = s.CommandAnswer(ctx, "K1", "shot2") // the 21st newest
		refused(t, err, content.NotFound)
		if _, _, err = s.CommandAnswer(ctx, "K1", "shot3"); err != nil {
			t.Errorf("the 20th: %v", err)
		}

		give(t, s, "K1", protocol.Command{ID: "no", Kind: protocol.RestartMachine}, time.Minute)
		if err := s.AnswerCommand(ctx, "K1", protocol.Answer{ID: "no", Error: " not allowed "}); err != nil {
			t.Fatal(err)
		}
		if c := must[Command](t)(s.Command(ctx, "K1", "no")); c.Failed != "not allowed" || c.Type != "" || c.Open(c.At) {
			t.Errorf("%+v", c)
		}
		refused(t, answer("K1", "unknown"), content.NotFound)

		give(t, s, "K1", protocol.Command{ID: "late", Kind: protocol.Screenshot}, time.Minute)
		aged(t, s, `UPDATE commands SET expires = expires - 600000 WHERE id = 'late'`)
		refused(t, answer("K1", "late"), content.NotFound)
	})
}

func TestOldAnswersAreForgotten(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		twoScreens(t, s)
		for _, id := range []string{"ancient", "old", "new"} {
			give(t, s, "K1", protocol.Command{ID: id, Kind: protocol.LogTail}, time.Minute)
			if err := s.AnswerCommand(ctx, "K1", protocol.Answer{ID: id, Type: "text/plain; charset=utf-8", Data: []byte(id)}); err != nil {
				t.Fatal(err)
			}
		}
		aged(t, s, `UPDATE commands SET answered = answered - 86500000 WHERE id <> 'new'`)
		aged(t, s, `UPDATE commands SET number = number - 7862400000 WHERE id = 'ancient'`)
		if err := s.SweepExpired(ctx); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"new", "old"}, ids(must[[]Command](t)(s.Commands(ctx, "K1", 0)))); diff != "" {
			t.Error(diff)
		}
		_, _, err := s.CommandAnswer(ctx, "K1", "old")
		refused(t, err, content.NotFound)
		if _, data, err := s.CommandAnswer(ctx, "K1", "new"); err != nil || string(data) != "new" {
			t.Errorf("%q %v", data, err)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteScreen(ctx, "K1") })
		if left := must[[]Command](t)(s.Commands(ctx, "K1", 0)); len(left) != 0 {
			t.Errorf("a screen that is gone has %d commands", len(left))
		}
	})
}

// aged makes rows as old as only time would make them.
func aged(t testing.TB, s *Store, statement string) {
	t.Helper()
	if err := s.write(t.Context(), func(r Reader) error { _, err := r.exec(t.Context(), statement); return err }); err != nil {
		t.Fatal(err)
	}
}
