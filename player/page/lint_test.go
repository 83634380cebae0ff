package page

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// tooNew are names that came after Chrome 51, or are there but do not do there what they do now.
var tooNew = []string{
	`\.finally\s*\(`, `\.entries\s*\(\s*\w+\s*\)\s*\.`, `Object\.(entries|values|fromEntries|hasOwn|getOwnPropertyDescriptors)`,
	`AbortController`, `\.replaceAll\s*\(`, `\.matchAll\s*\(`, `\.padStart\s*\(`, `\.padEnd\s*\(`, `\.trimStart\s*\(`, `\.trimEnd\s*\(`,
	`\.flat\s*\(`, `\.flatMap\s*\(`, `\.at\s*\(`, `\.findLast`, `Promise\.(allSettled|any|try|withResolvers)`, `globalThis`, `queueMicrotask`,
	`structuredClone`, `ResizeObserver`, `formatToParts`, `randomUUID`, `timeOrigin`, `\.arrayBuffer\s*\(`, `blob\.text\s*\(`, `\.stream\s*\(`,
	`\.append\s*\(`, `\.prepend\s*\(`, `\.replaceWith\s*\(`, `\.replaceChildren\s*\(`, `\.toggleAttribute\s*\(`, `OffscreenCanvas`, `\.roundRect\s*\(`,
	`BigInt`, `WeakRef`, `SharedArrayBuffer`, `requestIdleCallback`, `\.animate\s*\(`, `URLPattern`, `navigator\.locks`,
	`BroadcastChannel`, `ReadableStream`, `TextDecoderStream`, `import\s*\(`, `\.toSorted`, `\.groupBy`, `\.description\b`, `isConnected`,
}

// guarded are newer names that may be used behind a question whether they are there.
var guarded = map[string]string{
	`image\.decode\(`:        `!image.decode`,
	`VideoFrameCallback\(`:   `!video.requestVideoFrameCallback`,
	`navigator\.wakeLock\.`:  `navigator.wakeLock &&`,
	`navigator\.storage\.`:   `navigator.storage && navigator.storage.persist`,
	`navigator\.serviceWork`: `if (navigator.serviceWorker)`,
	`crypto\.subtle\.`:       `!crypto.subtle`,
	`fontKerning`:            `'fontKerning' in ctx`,
	`textRendering`:          `'textRendering' in ctx`,
}

// The scripts hold to ES2015: what esbuild writes for that target is what it writes for the newest.
func TestTheScriptsAreES2015(t *testing.T) {
	for _, name := range append([]string{WorkerName, heldName}, scripts...) {
		b, err := os.ReadFile(filepath.Join("files", name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(b), "[%files%]", "[]")
		code := func(target api.Target) string {
			r := api.Transform(text, api.TransformOptions{Target: target, Sourcefile: name})
			for _, m := range append(r.Errors, r.Warnings...) {
				t.Errorf("%s: %s", name, m.Text)
			}
			return string(r.Code)
		}
		if code(api.ES2015) != code(api.ESNext) {
			t.Errorf("%s uses syntax that is newer than ES2015", name)
		}
		same := func(b []byte) string {
			return string(api.Transform(string(b), api.TransformOptions{MinifyWhitespace: true, LegalComments: api.LegalCommentsNone}).Code)
		}
		if lean := withoutRemarks([]byte(text)); same(lean) != same([]byte(text)) || same(lean) == "" {
			t.Errorf("%s is other code without its remarks", name)
		}
		bare := withoutRemarksAndTexts(text)
		// esbuild drops trailing commas, which calls may not have before ES2017.
		if m := regexp.MustCompile(`,\s*\)`).FindString(bare); m != "" {
			t.Errorf("%s: a comma before a closing bracket", name)
		}
		if strings.Contains(bare, "`") {
			t.Errorf("%s: a text over several lines; remarks could not be left out safely", name)
		}
		for _, p := range tooNew {
			if m := regexp.MustCompile(p).FindString(bare); m != "" {
				t.Errorf("%s uses %q, which Chrome 51 does not know", name, m)
			}
		}
		for p, guard := range guarded {
			if regexp.MustCompile(p).MatchString(bare) && !strings.Contains(text, guard) && name != "fresh.js" {
				t.Errorf("%s uses %s without asking whether it is there (%s)", name, p, guard)
			}
		}
		if lines := strings.Count(text, "\n"); lines > 350 {
			t.Errorf("%s has %d lines", name, lines)
		}
	}
}

func withoutRemarksAndTexts(s string) string {
	s = regexp.MustCompile(`(?m)(^|\s)//.*$`).ReplaceAllString(s, "")
	return regexp.MustCompile(`'[^'\n]*'`).ReplaceAllString(s, "''")
}

func TestTheStyleIsOldEnough(t *testing.T) {
	css := ""
	for _, name := range styles {
		b, err := os.ReadFile(filepath.Join("files", name))
		if err != nil {
			t.Fatal(err)
		}
		css += regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(string(b), "")
	}
	for _, p := range []string{
		`\binset\s*:`, `\bgap\s*:`, `display\s*:\s*(inline-)?grid`, `aspect-ratio`, `\b(min|max|clamp)\(`, `:is\(`, `:where\(`, `:has\(`,
		`backdrop-filter`, `@layer`, `@container`, `\bdvh\b`, `object-view-box`, `:focus-visible`, `@supports`, `overscroll-behavior`, `&`,
	} {
		if m := regexp.MustCompile(p).FindString(css); m != "" {
			t.Errorf("the style uses %q, which Chrome 51 does not know", m)
		}
	}
}

// The page may say nothing that its policy forbids.
func TestNothingIsInline(t *testing.T) {
	html := string(Index(Build()))
	for _, p := range []string{`<style`, `\sstyle=`, `\son\w+=`, `<script[^>]*>[^<]`, `javascript:`, `https?://`} {
		if m := regexp.MustCompile(p).FindString(html); m != "" {
			t.Errorf("the page holds %q", m)
		}
	}
}
