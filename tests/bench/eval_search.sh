#!/bin/sh
# eval_search.sh BUILD DIR: see search.mk. DIR has docs.jsonl, queries.tsv, qrels.tsv and score_search.py.
set -eu
B=$1 D=$2
work=$B/eval-search
rm -rf "$work"
mkdir -p "$work"
export ENTENTE_LEXICON="${ENTENTE_LEXICON:-$B/lexicon.bin}"

# Across the languages: nothing says which language a query is in; both are searched, deep enough for candidates of
# the query's own task, which alone are scored.
"$B/entente" --corpus "$work/bodies" add -q "$D/docs.jsonl"
tail -n +2 "$D/queries.tsv" | cut -f 1,6 >"$work/queries"
for required in --any ''; do
	# shellcheck disable=SC2086
	"$B/entente" --corpus "$work/bodies" search --batch "$work/queries" --plain $required --copies -n 400 |
		python3 tests/bench/eval_search.py run >"$work/run.tsv"
	echo "across the languages, ${required:-all words asked for}"
	python3 "$D/score_search.py" --dir "$D" --run "$work/run.tsv" | grep C4
done

# In one language: the query's own document is to be found, in its text alone, and with its title.
python3 tests/bench/eval_search.py titles "$D" >"$work/titled.jsonl"
"$B/entente" --corpus "$work/titles" add -q "$work/titled.jsonl"
for what in bodies titles; do
	echo "in one language, $what: entente, plain Xapian"
	tail -n +2 "$D/queries.tsv" | awk -F '\t' -v OFS='\t' '{ print $1, $3, $6 }' >"$work/own"
	for lang in fr en; do
		awk -F '\t' -v OFS='\t' -v lang=$lang '$2 == lang { print $1, $3 }' "$work/own" >"$work/own.$lang"
		"$B/entente" --corpus "$work/$what" search --batch "$work/own.$lang" --plain --any --lang $lang --in $lang --copies -n 100
	done | python3 tests/bench/eval_search.py run >"$work/own.tsv"
	"$B/tests/plain_search" "$work/$what" 100 <"$work/own" >"$work/plain.tsv"
	python3 tests/bench/eval_search.py own "$D" "$work/own.tsv" "$work/plain.tsv"
done
