package box

import (
	"context"
	"sync"

	"ngatu/content"
	"ngatu/internal/worker"
)

// texts remembers what campaign.yaml files say: those in force are asked for with every
// picture of their folder.
type texts struct {
	mu   sync.Mutex
	read map[content.Digest][]*worker.Node
}

// mostTexts is how many are remembered; with one more, all are read again.
const mostTexts = 100

// documents takes the text of a campaign.yaml apart, in a worker.
func (cs *campaigns) documents(ctx context.Context, b []byte) ([]*worker.Node, error) {
	t, d := &cs.texts, content.DigestOf(b)
	t.mu.Lock()
	docs, ok := t.read[d]
	t.mu.Unlock()
	if ok {
		return docs, nil
	}
	docs, err := cs.Workers.YAML(ctx, b)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.read == nil || len(t.read) >= mostTexts {
		t.read = map[content.Digest][]*worker.Node{}
	}
	t.read[d] = docs
	return docs, nil
}
