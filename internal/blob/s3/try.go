package s3

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net/http"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"ngatu/content"
)

// Try puts a small object, reads it, lists and deletes it: all that a server needs to be allowed.
func (b *Bucket) Try(ctx context.Context) error {
	key := b.prefix + "try-" + rand.Text()
	want := []byte("ngatu doctor")
	err := b.line.ask(ctx, func(ctx context.Context, _ func()) error {
		_, err := b.client.PutObject(ctx, b.name, key, bytes.NewReader(want), int64(len(want)), minio.PutObjectOptions{})
		return err
	})
	if err != nil {
		return b.explain("", err)
	}
	err = b.line.ask(ctx, func(ctx context.Context, _ func()) error {
		o, err := b.client.GetObject(ctx, b.name, key, minio.GetObjectOptions{})
		if err != nil {
			return err
		}
		defer o.Close()
		got, err := io.ReadAll(o)
		if err == nil && !bytes.Equal(got, want) {
			err = damaged("", errBytes)
		}
		return err
	})
	if err == nil {
		err = b.Check(ctx)
	}
	if gone := b.remove(context.WithoutCancel(ctx), key); err == nil {
		err = gone
	}
	return b.explain("", err)
}

// Public says whether somebody without a key may list the bucket or read an object of it.
func (b *Bucket) Public(ctx context.Context) (bool, error) {
	stranger, err := minio.New(b.client.EndpointURL().Host, &minio.Options{
		Creds: credentials.NewStaticV4("", "", ""), Secure: b.client.EndpointURL().Scheme == "https", Region: b.region, MaxRetries: 3, Transport: transport(),
	})
	if err != nil {
		return false, badEndpoint(err)
	}
	one, err := b.one(ctx)
	if err != nil {
		return false, err
	}
	public := false
	err = b.line.ask(ctx, func(ctx context.Context, _ func()) error {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		for o := range stranger.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix}) {
			public = o.Err == nil
			return o.Err
		}
		return nil
	})
	if public || content.CodeOf(err) == content.Away {
		return public, err
	}
	if one == "" {
		return false, nil
	}
	err = b.line.ask(ctx, func(ctx context.Context, _ func()) error {
		_, err := stranger.StatObject(ctx, b.name, b.key(one), minio.StatObjectOptions{})
		return err
	})
	if err == nil {
		return true, nil
	}
	if answer := minio.ToErrorResponse(err); answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusUnauthorized {
		return false, nil
	}
	return false, b.explain("", err)
}
