package app

import "context"

// StudioLink is a new one-time link to the studio where nobody has an account yet.
func (a *App) StudioLink(ctx context.Context) (string, error) { return "", nil }
