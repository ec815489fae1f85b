#!/bin/sh
# bench_extract.sh PROGRAM DATA BUILD: unpack the pages of DATA once and time both ways over them.
set -eu
program=$1 data=$2 out=$3/bench-extract
if [ -z "${PAGES:-}" ]; then
	mkdir -p "$out"
	for page in "$data"/pages/*.html.gz; do
		file=$out/$(basename "$page" .gz)
		[ -f "$file" ] || gzip -dc "$page" > "$file"
	done
	PAGES=$out
fi
"$program" "$PAGES"/*.html
