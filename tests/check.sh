#!/bin/bash
# check.sh: every test there is, as TAP under prove; the last line counts them. Called by `make check`.
set -u
log=$B/check.log
export B ENTENTE="$PWD/$B/entente" ENTENTE_LEXICON="$PWD/$B/lexicon.bin" PATH
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1
export LC_ALL=C.UTF-8 TZ=UTC
unset ENTENTE_CORPUS NO_COLOR
: >"$log"
status=0

# $1: how to run one; the rest: what to run. A file of tests is a line on the screen, its TAP goes to the log. Each has a prove
# of its own: a program that bails out would keep prove from running those behind it.
run () {
	local how=$1 file; shift
	for file; do
		prove -v --merge --timer --exec "$how" "$file" >"$log.part" 2>&1 || status=1
		grep -E '^(\[[0-9:]+\] )?(\./)?(tests|build)[^ ]* *\.\.|^not ok|^# (FAIL|  )|Bailout|Dubious|^ *Failed|ERROR: ' "$log.part" |
			sed 's/ \.\. *$//' | head -n 60
		cat "$log.part" >>"$log"
		# One that died before its plan ended is a failure, however many of its tests passed.
		if grep -qE 'Dubious|No plan found|Bad plan|Bailout' "$log.part" && ! grep -q '^not ok' "$log.part"; then
			echo "not ok - $file died" | tee -a "$log"
		fi
	done
}

units=(); for t in "$B"/tests/test_*; do case $t in *.o|*.d|*'*') ;; *) [ -x "$t" ] && units+=("$t") ;; esac; done
run "tests/tap.sh" "${units[@]}"
replays=(); for f in $FUZZ; do replays+=("$B/tests/replay_$f"); done
[ ${#replays[@]} -eq 0 ] || run "" "${replays[@]}"
shopt -s nullglob
run "bats --tap" tests/cli/*.bats

passed=$(grep -cE '^ok [0-9]' "$log"); failed=$(grep -cE '^not ok ' "$log")
rm -f "$log.part"
echo
echo "$passed passed, $failed failed"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
