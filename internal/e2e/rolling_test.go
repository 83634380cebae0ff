package e2e

import (
	"context"
	"os"
	"slices"
	"sync"
	"testing"
)

// rollEnv names the commit whose nodes are there before: make soak sets it.
const rollEnv = "NGATU_ROLL_FROM"

// TestRollingUpgrade: three nodes of the version of before, from the repository's history, give way to
// later ones one after another, and one goes back, while people publish and put takeovers on.
// Nothing is lost, the maker stays of the version of before, also when it is killed, all nodes serve
// the page of that version, and each page is loaded again once.
func TestRollingUpgrade(t *testing.T) {
	before := os.Getenv(rollEnv)
	if before == "" {
		t.Skip("builds nodes of before and of later: " + rollEnv + " names the commit of those, as make soak does")
	}
	r := newRolled(t, builtAt(t, before, beforeRelease), laterAt(t))
	r.makes("the first maker", beforeRelease, "a", "b", "c")
	first := r.maker()
	rest := slices.DeleteFunc([]string{"a", "b", "c"}, func(name string) bool { return name == first })
	one, two := rest[0], rest[1]
	r.open()
	ctx, stop := context.WithCancel(t.Context())
	var publishing sync.WaitGroup
	publishing.Go(func() { r.publish(ctx) })
	defer func() { stop(); publishing.Wait() }()
	r.works("before", one, two)
	was, schema := r.kept(nil), r.schema()
	build := r.build[beforeRelease]
	r.loadedAs("before", build)

	r.end(one, false)
	r.works("a node is gone", two, first)
	r.start(one, r.later)
	later := r.build[laterRelease]
	if now := r.schema(); now <= schema || r.says(one).Schema != now || r.says(two).Schema >= now || later == build {
		t.Fatalf("there are no two versions: schema %d, then %d; %+v and %+v", schema, now, r.says(one), r.says(two))
	}
	r.serve("a later node beside two of before", beforeRelease)
	r.works("a later node beside two of before", one, two)
	r.makes("the maker stays", beforeRelease, first)
	was = r.kept(was)

	r.end(first, true)
	r.works("the maker was killed", one, two)
	r.makes("the other of before makes", beforeRelease, two)
	r.start(first, r.later)
	r.serve("one of before is left", beforeRelease)
	r.works("one of before is left", first, two)
	r.makes("it still makes", beforeRelease, two)
	was = r.kept(was)
	r.loadedAs("while one of before is here", build)

	r.end(two, false)
	r.makes("a later one makes", laterRelease, one, first)
	r.serve("none of before is left", laterRelease)
	r.works("none of before is left", one, first)
	r.start(two, r.later)
	r.works("all are later", two, one)
	r.loadedAs("all are later", build, later)
	was = r.kept(was)

	back := r.maker()
	others := slices.DeleteFunc([]string{"a", "b", "c"}, func(name string) bool { return name == back })
	r.end(others[0], false)
	r.start(others[0], r.old)
	r.serve("one has gone back", beforeRelease)
	r.works("one has gone back", others[0], others[1])
	r.makes("the maker stays, of the later version", laterRelease, back)
	r.loadedAs("one has gone back", build, later, build)
	r.end(back, true)
	r.makes("the one that went back makes", beforeRelease, others[0])
	r.works("it makes what screens show", others[1], others[0])
	stop()
	publishing.Wait()
	r.kept(was)
	r.loadedAs("in the end", build, later, build)

	r.end(others[0], false)
	if _, err := r.db.Exec(`UPDATE migrations SET oldest = number WHERE number = $1`, r.schema()); err != nil { // as a step that takes away would
		t.Fatal(err)
	}
	r.refuses(others[0], r.old, "đã bỏ khỏi")
	r.works("one of before was refused", others[1], others[1])
	t.Logf("%d approvals in passing, %d steps, schema %d, then %d", r.acked, r.steps, schema, r.schema())
}
