#!/bin/sh
# bench_search.sh BUILD PERF QUERIES COPIES: see search.mk. The corpus is made once and kept in BUILD/bench-search-COPIES.
set -eu
B=$1 PERF=$2 QUERIES=$3 COPIES=$4
work=$B/bench-search-$COPIES
[ -f "$PERF" ] && [ -f "$QUERIES" ] || {
	echo "bench-search: PERF=FILE names articles as .jsonl.xz; queries.tsv (kind, language, words) stands beside it" >&2
	exit 66
}
export ENTENTE_LEXICON="${ENTENTE_LEXICON:-$B/lexicon.bin}"
if [ ! -f "$work/done" ]; then
	rm -rf "$work"
	mkdir -p "$work"
	xz -dc "$PERF" | python3 tests/bench/bench_search.py make "$COPIES" >"$work/articles.jsonl"
	python3 tests/bench/bench_search.py fts "$work/fts.sqlite" <"$work/articles.jsonl"
	"$B/entente" --corpus "$work/corpus" add -q --no-link "$work/articles.jsonl"
	touch "$work/done"
fi
"$B/tests/bench_search" "$work/corpus" "$work/fts.sqlite" "$ENTENTE_LEXICON" <"$QUERIES"
# Lucene where Debian's package of it is installed (liblucene8-java, and any Java).
lucene=$(printf '%s:' /usr/share/java/lucene-core-*.jar /usr/share/java/lucene-analyzers-common-*.jar)
if command -v java >/dev/null && [ -f "${lucene%%:*}" ]; then
	ask="java -Xmx1g -cp $lucene tests/bench/BenchLucene.java"
	[ -d "$work/lucene" ] || python3 tests/bench/bench_search.py lines <"$work/articles.jsonl" | $ask index "$work/lucene"
	echo "$(basename "${lucene%%:*}" .jar), in each article's own stems"
	$ask ask "$work/lucene" <"$QUERIES"
else
	echo 'no Lucene beside it: liblucene8-java is not installed'
fi
printf 'a whole process, two words in both languages: '
python3 tests/bench/bench_search.py cold 40 "$B/entente" --corpus "$work/corpus" search 'ministre grève'
printf 'a whole process that prints its version:      '
python3 tests/bench/bench_search.py cold 40 "$B/entente" version
