package protocoltest

import (
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Run holds an origin to the contract. It calls the origin's functions; Shutdown, if there is one,
// ends it.
func Run(t *testing.T, o Origin) {
	t.Run("a hello is welcomed", func(t *testing.T) { welcomes(t, o) })
	t.Run("a player with nothing gets every thing once", func(t *testing.T) { tellsAll(t, o) })
	t.Run("only what the hello lacks is sent", func(t *testing.T) { tellsLacking(t, o) })
	t.Run("the welcome names the key that signs", func(t *testing.T) { namesTheKey(t, o) })
	t.Run("a change goes to those who are here", func(t *testing.T) { tellsChanges(t, o) })
	t.Run("frames are the same compressed or not", func(t *testing.T) { compresses(t, o) })
	t.Run("the clock is answered", func(t *testing.T) { tellsTime(t, o) })
	t.Run("a hello may show the head of what is held", func(t *testing.T) { takesHeads(t, o) })
	t.Run("unknown types and fields are ignored", func(t *testing.T) { ignores(t, o) })
	t.Run("a bad hello is closed with a code", func(t *testing.T) { refusesHello(t, o) })
	t.Run("what is too large is closed with a code", func(t *testing.T) { refusesLarge(t, o) })
	t.Run("a page of another site gets no socket", func(t *testing.T) { refusesOrigin(t, o) })
	if o.Runs != nil {
		t.Run("plays are acknowledged up to the first gap and counted once", func(t *testing.T) { takesPlays(t, o) })
	}
	if o.Polls {
		t.Run("the same frames come by long polling", func(t *testing.T) { polls(t, o) })
	}
	if len(o.Medium) > 0 {
		t.Run("media are served by digest, for ever", func(t *testing.T) { servesMedia(t, o) })
	}
	if o.Shutdown != nil {
		t.Run("a shutdown says when to come back", func(t *testing.T) { saysWhen(t, o) })
	}
}

func welcomes(t *testing.T, o Origin) {
	p := dial(t, o, false)
	challenge := p.header.Get(protocol.ChallengeHeader)
	if len(challenge) < 16 {
		t.Errorf("challenge %q is too short to be fresh", challenge)
	}
	if again := dial(t, o, false).header.Get(protocol.ChallengeHeader); again == challenge {
		t.Error("the same challenge twice")
	}
	p.say(protocol.TypeHello, o.hello(challenge, nil))
	f := p.next()
	var w protocol.Welcome
	if err := f.Open(&w); err != nil || f.Type != protocol.TypeWelcome {
		t.Fatalf("first frame %s, %v", f.Type, err)
	}
	if w.Version != protocol.Version || w.Now <= content.Epoch {
		t.Errorf("welcome %+v has no version or no time", w)
	}
}

func tellsAll(t *testing.T, o Origin) {
	p := join(t, o, nil)
	got := p.rest()
	seen := map[protocol.Type]int{}
	book := protocol.NewBook(o.Screen)
	for _, f := range got {
		seen[f.Type]++
		checkSealed(t, o, f)
		if _, err := book.Accept(f, 0); err != nil && f.Type != protocol.TypeCommand {
			t.Errorf("%s in the order of arrival: %v", f.Thing(), err)
		}
	}
	for _, typ := range []protocol.Type{protocol.TypeScreen, protocol.TypeProgramme, protocol.TypeFigures} {
		if seen[typ] == 0 {
			t.Errorf("no %s came", typ)
		}
	}
	if len(hashes(got)) != len(got) {
		t.Errorf("%d frames for %d things", len(got), len(hashes(got)))
	}
}

func checkSealed(t *testing.T, o Origin, f protocol.Frame) {
	t.Helper()
	if f.Type.Signed() && f.Hash != string(content.DigestOf(f.Body)) {
		t.Errorf("%s: the hash is not that of the body", f.Thing())
	}
	if f.Type.Signed() && len(o.Keys) > 0 {
		if err := f.Verify(o.Keys); err != nil {
			t.Errorf("%s: %v", f.Thing(), err)
		}
	}
}

func tellsLacking(t *testing.T, o Origin) {
	has := hashes(join(t, o, nil).rest())
	if more := join(t, o, has).rest(); len(more) != 0 {
		t.Errorf("a player that has everything got %d frames more than its welcome: %s", len(more), more[0].Thing())
	}
	for thing := range has {
		old := has[thing]
		has[thing] = string(content.DigestOf([]byte("older")))
		got := join(t, o, has).rest()
		if len(got) != 1 || got[0].Thing() != thing || got[0].Hash != old {
			t.Errorf("a player that lacks %s got %d frames", thing, len(got))
		}
		has[thing] = old
	}
}

func tellsChanges(t *testing.T, o Origin) {
	p := join(t, o, nil)
	first := p.rest()
	for _, c := range []struct {
		typ    protocol.Type
		change func(testing.TB)
	}{{protocol.TypeProgramme, o.ChangeProgramme}, {protocol.TypeFigures, o.ChangeFigures}} {
		at := slices.IndexFunc(first, func(f protocol.Frame) bool { return f.Type == c.typ })
		if c.change == nil || at < 0 {
			t.Fatalf("the test of this origin gives no %s to change", c.typ)
		}
		c.change(t)
		f := p.await(c.typ)
		checkSealed(t, o, f)
		if f.Hash == first[at].Hash || f.Number < first[at].Number {
			t.Errorf("%s after a change: number %d after %d, same hash %v", c.typ, f.Number, first[at].Number, f.Hash == first[at].Hash)
		}
	}
	all := append(first, p.rest()...)
	again := hashes(join(t, o, nil).rest())
	if more := join(t, o, again).rest(); len(more) != 0 {
		t.Errorf("after a change a player that is up to date got %d frames of %d", len(more), len(all))
	}
}

func compresses(t *testing.T, o Origin) {
	plain := hashes(join(t, o, nil).rest())
	p := dial(t, o, true)
	p.ws.EnableWriteCompression(true)
	p.say(protocol.TypeHello, o.hello(p.header.Get(protocol.ChallengeHeader), nil))
	p.await(protocol.TypeWelcome)
	packed := p.rest()
	for _, f := range packed {
		checkSealed(t, o, f)
	}
	if len(hashes(packed)) != len(plain) {
		t.Errorf("%d things compressed, %d plain", len(hashes(packed)), len(plain))
	}
}

func tellsTime(t *testing.T, o Origin) {
	p := join(t, o, nil)
	p.rest()
	for sent := int64(1); sent <= 3; sent++ {
		p.say(protocol.TypeClock, protocol.Clock{Sent: sent})
		var c protocol.Clock
		if err := p.await(protocol.TypeClock).Open(&c); err != nil {
			t.Fatal(err)
		}
		if c.Sent != sent || c.Got <= content.Epoch || c.Answered < c.Got {
			t.Errorf("answer %+v to %d", c, sent)
		}
	}
}

func ignores(t *testing.T, o Origin) {
	p := join(t, o, nil)
	p.rest()
	p.raw([]byte(`{"type":"of-tomorrow","body":{"x":1},"more":[]}`))
	p.raw([]byte(`{"type":"status","body":{"clock":"synced","of_tomorrow":{"y":2}},"more":1}`))
	p.say(protocol.TypeClock, protocol.Clock{Sent: 9})
	p.await(protocol.TypeClock)
}

func takesPlays(t *testing.T, o Origin) {
	p := join(t, o, nil)
	p.rest()
	journal := "contract-" + time.Now().UTC().Format("150405.000000000")
	runs := func(seqs ...int64) protocol.Plays {
		out := protocol.Plays{Journal: journal}
		for _, n := range seqs {
			from := content.Epoch + n*60_000
			out.Runs = append(out.Runs, protocol.Run{Seq: n, Audience: "a", Programme: string(content.DigestOf(nil)), Entered: from, From: from, Until: from + 60_000, Clock: "synced"})
		}
		return out
	}
	for _, c := range []struct {
		send []int64
		want int64
	}{
		{[]int64{1, 2, 3}, 3}, {[]int64{1, 2, 3}, 3}, {[]int64{3, 4}, 4}, {[]int64{6}, 4}, {[]int64{5}, 6},
	} {
		p.say(protocol.TypePlays, runs(c.send...))
		var a protocol.Acked
		if err := p.await(protocol.TypeAcked).Open(&a); err != nil {
			t.Fatal(err)
		}
		if a.Journal != journal || a.Seq != c.want {
			t.Errorf("after runs %v: acked %+v, want up to %d", c.send, a, c.want)
		}
	}
	stored := o.Runs(t, journal)
	slices.Sort(stored)
	if !slices.Equal(stored, []int64{1, 2, 3, 4, 5, 6}) {
		t.Errorf("stored runs %v, want each of 1 to 6 once", stored)
	}
}

func saysWhen(t *testing.T, o Origin) {
	a, b := join(t, o, nil), join(t, o, nil)
	a.rest()
	o.Shutdown(t)
	for _, p := range []*peer{a, b} {
		code, reason := p.closed()
		if _, ok := protocol.RetryAfter(reason); code != protocol.CloseRestart || !ok {
			t.Errorf("closed with %d %q, want %d and when to come back", code, reason, protocol.CloseRestart)
		}
	}
}
