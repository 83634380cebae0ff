package air

import (
	"context"
	"slices"

	"ngatu/player/protocol"
)

// Topics of the hub.
func audienceTopic(key string) string { return "audience/" + key }
func screenTopic(code string) string  { return "screen/" + code }
func boardTopic(id string) string     { return "board/" + id }

// screen hands out the truth of one screen where it differs, and has its players listen to what it needs.
func (a *Air) screen(ctx context.Context, g *gathered, s stand) error {
	truth := a.screenFrame(s, g)
	head := protocol.Frame{Type: protocol.TypeScreen, For: s.screen.Code, Number: g.number}
	f, err := protocol.Seal(head, truth, nil) // unsigned: most changes do not touch most screens
	if err != nil {
		return err
	}
	topics := []string{screenTopic(s.screen.Code), audienceTopic(s.key)}
	for _, b := range a.boardsOf(s.key) {
		topics = append(topics, boardTopic(b))
	}
	last, known := a.screens[s.screen.Code]
	if !known {
		last = &heard{}
	}
	if last.hash != f.Hash {
		if f, err = protocol.Seal(head, truth, a.key); err != nil {
			return err
		}
		if err := a.store.PutFrame(ctx, f); err != nil {
			return err
		}
		if err := a.hub.Tell(topics[0], f); err != nil {
			return err
		}
		a.stats.Frames++
		last.hash = f.Hash
	}
	if !slices.Equal(last.topics, topics) {
		last.topics = topics
		a.hub.Retopic(s.screen.Code, topics)
	}
	a.screens[s.screen.Code] = last
	return nil
}

// board hands out the figures of a board where they differ.
func (a *Air) board(ctx context.Context, g *gathered, id string) error {
	figures, ok := a.figures(id, g)
	if !ok {
		return nil
	}
	head := protocol.Frame{Type: protocol.TypeFigures, For: id, Number: g.number}
	f, err := protocol.Seal(head, figures, nil)
	if err != nil || a.boards[id] == f.Hash {
		return err
	}
	if f, err = protocol.Seal(head, figures, a.key); err != nil {
		return err
	}
	if err := a.hand(ctx, boardTopic(id), f); err != nil {
		return err
	}
	a.boards[id] = f.Hash
	return nil
}

// hand keeps a frame for the record and gives it to the hub: what was shown can always be read back.
func (a *Air) hand(ctx context.Context, topic string, f protocol.Frame) error {
	if err := a.store.PutFrame(ctx, f); err != nil {
		return err
	}
	if err := a.hub.Publish(topic, f); err != nil {
		return err
	}
	a.stats.Frames++
	return nil
}
