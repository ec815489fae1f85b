#!/bin/sh
# soak_search.sh BUILD MINUTES: see search.mk. One process answers the same questions all the time, another adds an article
# a second; an answer that fails, or knows less than the one before, ends the run.
set -eu
B=$1 minutes=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ENTENTE_CORPUS="$work/corpus" ENTENTE_LEXICON="${ENTENTE_LEXICON:-$B/lexicon.bin}"
"$B/entente" add -q corpus/sample/*.example
python3 tests/bench/soak_search.py "$B/entente" "$minutes"
