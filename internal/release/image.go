package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// certificates is where Debian keeps those that programs trust.
const certificates = "/etc/ssl/certs/ca-certificates.crt"

// recipes are the files that an image of the server is built by.
var recipes = []string{"Containerfile", "Containerfile.office"}

// image fills a folder with all that the recipes copy, and the recipes.
func image(root, out, goarch, version string) error {
	if err := os.MkdirAll(filepath.Join(out, "data"), 0o755); err != nil { // the first content of the volume: an empty folder of the server's user
		return err
	}
	for _, name := range recipes {
		if err := copyFile(filepath.Join(root, "internal/release/server", name), filepath.Join(out, name)); err != nil {
			return err
		}
	}
	if err := copyFile(certificates, filepath.Join(out, "ca-certificates.crt")); err != nil {
		return fmt.Errorf("certificates for the image (Debian: apt-get install ca-certificates): %w", err)
	}
	if err := compile(root, filepath.Join(out, "ngatu"), "ngatu", version, machine{goarch: goarch}); err != nil {
		return err
	}
	fmt.Println("created folder:", out)
	return nil
}

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}
