package campaignfile

import (
	"context"
	"sync"

	"ngatu/content"
	"ngatu/internal/worker"
)

// Texts remembers what campaign.yaml files say: those in force are asked for with every
// picture of their folder. The zero value remembers nothing yet.
type Texts struct {
	mu   sync.Mutex
	read map[content.Digest][]*worker.Node
}

// mostTexts is how many are remembered; with one more, all are read again.
const mostTexts = 100

// Documents takes the text of a campaign.yaml apart, in a worker.
func (t *Texts) Documents(ctx context.Context, workers *worker.Pool, b []byte) ([]*worker.Node, error) {
	d := content.DigestOf(b)
	t.mu.Lock()
	docs, ok := t.read[d]
	t.mu.Unlock()
	if ok {
		return docs, nil
	}
	docs, err := workers.YAML(ctx, b)
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
