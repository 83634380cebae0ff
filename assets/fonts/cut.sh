#!/bin/sh
# Cuts Be Vietnam Pro to Latin and Vietnamese: one subset a weight, so that no kerning pair is lost across a cut.
# The argument is the folder of the unpacked package; the files land beside this script.
set -eu
out=$(dirname "$0")
marks='U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0304,U+0306-0309,U+031B,U+0323,U+1EA0-1EF9,U+2009,U+2012-2014,U+2018-201A,U+201C-201E,U+2020,U+2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AB,U+2122,U+2212,U+2248,U+2260,U+2264-2265'
cut() { # static folder, weight, format, flavour
	/usr/bin/python3 /usr/bin/pyftsubset "$1/BeVietnamPro_$(basename "$1").ttf" --unicodes="$marks" \
		--layout-features=kern,mark,mkmk,ccmp,locl --no-hinting --notdef-outline --name-IDs='*' \
		--output-file="$out/be-vietnam-pro-$2.$3" $4
}
for w in 400Regular:400 600SemiBold:600 800ExtraBold:800; do
	cut "$1/${w%%:*}" "${w##*:}" ttf ''
	cut "$1/${w%%:*}" "${w##*:}" woff2 --flavor=woff2
done
