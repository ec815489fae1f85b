#!/bin/bash
# bench_index.sh BUILD PERF [KEEP]: index the same articles with Omega's scriptindex and with entente, and compare.
#
# Both index every word of title and text with its position, and stems apart; the title also under S; the id, the
# language and the date. scriptindex takes one stemmer a run, so it runs once for each language into one database.
# Compare within one run only: the figures of a shared machine move by a fifth from hour to hour.
set -euo pipefail
export LC_ALL=C.UTF-8
build=$1 perf=$2 keep=${3:-}
[ -d "$perf" ] && perf=$perf/corpus20k.jsonl.xz
if [ ! -f "$perf" ]; then
	echo "bench-index: no $perf: PERF=FILE.jsonl.xz names articles as JSON Lines" >&2
	exit 66
fi
dir=$build/bench-index
rm -rf "$dir"
mkdir -p "$dir"
[ -n "$keep" ] || trap 'rm -rf "$dir"' EXIT

xz -dc "$perf" | python3 tests/bench/bench_index.py "$dir"
cat >"$dir/script" <<'SCRIPT'
id : boolean=Q unique=Q
title : index=S index
text : index
lang : boolean=L
date : valuenumeric=0
SCRIPT

# $1: name of the measurement; the rest: what to run. Leaves "CPU seconds" and "kilobytes" in NAME.time.
measure () {
	local name=$1
	shift
	if ! /usr/bin/time -f '%U %S %M' -o "$dir/$name.time" "$@" >"$dir/$name.log" 2>&1; then
		echo "bench-index: $name failed:" >&2
		cat "$dir/$name.log" >&2
		exit 1
	fi
}
sync
measure omega-fr scriptindex --stemmer=french "$dir/omega" "$dir/script" "$dir/fr.dump"
measure omega-en scriptindex --stemmer=english "$dir/omega" "$dir/script" "$dir/en.dump"
sync
measure store "$build/entente" --corpus "$dir/corpus" add --no-index -q "$dir/articles.jsonl"
measure index "$build/entente" --corpus "$dir/corpus" index -q --no-link
index_size=$(du -sk "$dir/corpus/index" | cut -f 1)
# The same in two parts at once, merged and compacted.
measure jobs "$build/entente" --corpus "$dir/corpus" index --rebuild --jobs 2 -q --no-link

# And where the time of the first goes: the part of what turns an article into words and facts.
perf record -q -F 199 --call-graph dwarf,4096 -o "$dir/perf.data" \
	"$build/entente" --corpus "$dir/corpus" index --rebuild -q --no-link >"$dir/perf.log" 2>&1 || true
text_share=$(perf report -i "$dir/perf.data" --children -g none 2>/dev/null | awk '$NF == "analysis_new_for_index" && !n++ { print $1 }')

cpu () { cat "${@/%/.time}" | awk '{ s += $1 + $2 } END { print s }'; }
memory () { cat "${@/%/.time}" | awk '$3 > m { m = $3 } END { print m }'; }
size () { du -sk "$@" | awk '{ s += $1 } END { print s }'; }
row () { printf '%-34s %10.1f %10.1f %10.1f\n' "$1" "$2" "$(awk "BEGIN { print $3 / 1024 }")" "$(awk "BEGIN { print $4 / 1024 }")"; }
ratio () { awk "BEGIN { printf \"%10.2f\", $1 / $2 }"; }

cd "$dir"
echo "$(cat count) articles, $(awk '{ printf "%.1f", $1 / 1048576 }' bytes) MB of text"
printf '%-34s %10s %10s %10s\n' '' 'CPU s' 'memory MB' 'size MB'
row 'scriptindex' "$(cpu omega-fr omega-en)" "$(memory omega-fr omega-en)" "$(size omega)"
row 'entente index' "$(cpu index)" "$(memory index)" "$index_size"
row 'entente index --rebuild --jobs 2' "$(cpu jobs)" "$(memory jobs)" "$(size corpus/index)"
row 'entente add (store alone)' "$(cpu store)" "$(memory store)" "$(size corpus/corpus.sqlite*)"
printf '%-34s %s %s %s\n' 'entente index / scriptindex' \
	"$(ratio "$(cpu index)" "$(cpu omega-fr omega-en)")" \
	"$(ratio "$(memory index)" "$(memory omega-fr omega-en)")" \
	"$(ratio "$index_size" "$(size omega)")"
printf '%-34s %s\n' 'entente add + index / scriptindex' "$(ratio "$(cpu store index)" "$(cpu omega-fr omega-en)")"
printf '%-34s %10s\n' 'text work / index' "${text_share:-not measured}"
printf '%-34s %s\n' 'compacted index / text' "$(ratio "$(size corpus/index)" "$(awk '{ print $1 / 1024 }' bytes)")"
