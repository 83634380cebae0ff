package store

import (
	"context"
	"database/sql"
	"sync"
)

// mostStatements bounds how many texts are kept read. Ours are some two hundred constants; a text
// that is put together again each time must not fill the memory.
const mostStatements = 400

// statements is a pool that keeps its queries read: parsing one takes SQLite longer than finding a
// row, and ten thousand players that come back at once ask the same three (docs/performance.md).
// PostgreSQL's driver does so by itself.
type statements struct {
	*sql.DB

	mu    sync.RWMutex
	known map[string]*sql.Stmt
}

func keepRead(pool *sql.DB) *statements {
	return &statements{DB: pool, known: map[string]*sql.Stmt{}}
}

// QueryContext is the pool's, without parsing.
func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := s.of(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return s.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext is the pool's, without parsing.
func (s *statements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := s.of(ctx, query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return s.DB.QueryRowContext(ctx, query, args...)
}

// of is a query that was read; nil where that is not to be had: then the pool itself tells why.
func (s *statements) of(ctx context.Context, query string) *sql.Stmt {
	s.mu.RLock()
	stmt, full := s.known[query], len(s.known) >= mostStatements
	s.mu.RUnlock()
	if stmt != nil || full {
		return stmt
	}
	made, err := s.DB.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.known[query]; first != nil {
		_ = made.Close() // another was quicker
		return first
	}
	s.known[query] = made
	return made
}
