#!/bin/sh
# bench_related.sh BUILD PERF COPIES: see related.mk. The corpus is made once and kept in BUILD/bench-related-COPIES.
set -eu
B=$1 PERF=$2 COPIES=$3
work=$B/bench-related-$COPIES from=$B/bench-search-$COPIES
export ENTENTE_LEXICON="${ENTENTE_LEXICON:-$B/lexicon.bin}"
if [ ! -f "$work/done" ]; then
	rm -rf "$work"
	mkdir -p "$work"
	if [ -f "$from/done" ]; then
		cp -r --reflink=auto "$from/corpus" "$work/corpus"
	else
		[ -f "$PERF" ] || { echo "bench-related: PERF=FILE names articles as .jsonl.xz" >&2; exit 66; }
		xz -dc "$PERF" | python3 tests/bench/bench_search.py make "$COPIES" >"$work/articles.jsonl"
		"$B/entente" --corpus "$work/corpus" add -q --no-link "$work/articles.jsonl"
		rm "$work/articles.jsonl"
	fi
	"$B/entente" --corpus "$work/corpus" link
	touch "$work/done"
fi
python3 tests/bench/bench_related.py "$B/entente" "$work/corpus"
