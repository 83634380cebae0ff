#!/usr/bin/env bash
# Installs the programs that the tests drive, where they are missing: on Debian and Ubuntu by apt-get,
# as root or through sudo. Elsewhere it names them and stops. `make test` runs it first.
set -euo pipefail

missing=()
need() { # need PACKAGE PROGRAM…: one of the programs must be there
	local package=$1 program
	shift
	for program; do
		if command -v "$program" >/dev/null 2>&1 || compgen -G "$program" >/dev/null; then return; fi
	done
	missing+=("$package")
}
need chromium chromium chromium-browser google-chrome
need zbar-tools zbarimg
need ffmpeg ffmpeg
need postgresql /usr/lib/postgresql/*/bin/initdb initdb
need gcc gcc
need iproute2 ip
need xvfb Xvfb
need imagemagick import
need nginx-light nginx /usr/sbin/nginx
need caddy caddy
need libheif-examples heif-convert heif-dec
need tesseract-ocr tesseract
need tesseract-ocr-vie "/usr/share/tesseract-ocr/*/tessdata/vie.traineddata" /usr/share/tessdata/vie.traineddata
need libreoffice-calc-nogui /usr/lib/libreoffice/program/libsclo.so
need libreoffice-writer-nogui /usr/lib/libreoffice/program/libswlo.so
need libreoffice-impress-nogui /usr/lib/libreoffice/program/libsdlo.so

# The S3 server has no package. It is built once for all checkouts, under the name that internal/testkit/s3server looks for.
s3server() {
	local version=v1.8.0 cache program
	cache=${XDG_CACHE_HOME:-$HOME/.cache}/ngatu
	program=$cache/versitygw-$version
	[ -x "$program" ] && return
	echo "Building the S3 server that the tests drive, versitygw $version; that takes a minute or two, once"
	mkdir -p "$cache"
	(cd "$(dirname "$0")/../.." && CGO_ENABLED=0 go build -modfile=tools.mod -trimpath -ldflags="-s -w" -o "$program.$$" github.com/versity/versitygw/cmd/versitygw)
	mv "$program.$$" "$program" # whole or not at all: others may look at the same time
}
s3server &
building=$!
built() { wait "$building" || { echo "The S3 server that the tests drive could not be built." >&2; exit 1; }; }

[ ${#missing[@]} -eq 0 ] && { built; exit 0; }

if ! command -v apt-get >/dev/null 2>&1; then
	echo "The tests drive programs that are not on this machine. Install what your system calls:" >&2
	printf '  %s\n' "${missing[@]}" >&2
	exit 1
fi
root=()
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null 2>&1 || { echo "Install these as root, then run this again: ${missing[*]}" >&2; exit 1; }
	root=(sudo)
fi
echo "Installing what the tests drive: ${missing[*]}"
if ! "${root[@]}" apt-get update -qq; then
	echo "The distribution's packages cannot be reached. The tests need: ${missing[*]}" >&2
	exit 1
fi
if ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; then
	echo "These could not be installed; the tests need them: ${missing[*]}" >&2
	exit 1
fi
built
