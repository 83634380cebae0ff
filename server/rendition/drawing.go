package rendition

import (
	"context"
	"sync"

	"ngatu/internal/media"
	"ngatu/internal/worker"
)

// drawing is a picture that is open in a worker and is drawn once for each canvas: whoever checks a
// file looks at what screens will get, at no cost.
type drawing struct {
	*worker.Picture

	mu    sync.Mutex
	drawn map[media.Spec]func() (media.Rendition, error)
}

func drawingOf(p *worker.Picture) *drawing {
	return &drawing{Picture: p, drawn: map[media.Spec]func() (media.Rendition, error){}}
}

// Render is [worker.Picture.Render], once.
func (d *drawing) Render(ctx context.Context, s media.Spec) (media.Rendition, error) {
	if s.Mark != nil {
		return d.Picture.Render(ctx, s) // the same mark is another one each time
	}
	d.mu.Lock()
	draw, begun := d.drawn[s]
	if !begun {
		draw = sync.OnceValues(func() (media.Rendition, error) { return d.Picture.Render(ctx, s) })
		d.drawn[s] = draw
	}
	d.mu.Unlock()
	return draw()
}

// Opened is the picture that was taken, which is open until [Taken.Close]; nil for a clip.
func (t Taken) Opened() *media.Opened {
	if t.picture == nil {
		return nil
	}
	return &media.Opened{Render: t.picture.Render, Grey: t.picture.Grey}
}

// After is t whose first change waits for something more: its error keeps the file from being
// published. Publish begins with the drawing all the same.
func (t Taken) After(more func() error) Taken {
	kept := t.kept
	t.kept = sync.OnceValue(func() error {
		if err := wait(kept); err != nil {
			return err
		}
		return more()
	})
	return t
}
