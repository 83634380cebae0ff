// Package areas embeds the administrative units of Hanoi, the tile grid of its districts, the
// crosswalk of the reform of 1 July 2025 and the figures published about iHanoi.
//
// It owns the bytes and the record of where they came from (README.md). It must not know what they
// mean: the packages that read them ([ngatu/content/area], [ngatu/content/figure]) are handed the
// files.
package areas

import "embed"

// Files holds the CSV files named in README.md, UTF-8, one header row each.
//
//go:embed *.csv
var Files embed.FS

// Published is the name in [Files] of the figures published about iHanoi.
const Published = "ihanoi_published_figures.csv"
