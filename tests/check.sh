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

# $1: how to run one; the rest: what to run. A file of tests is a line on the screen, its TAP goes to the log.
run () {
	local how=$1; shift
	[ $# -gt 0 ] || return 0
	if [ -n "$how" ]; then prove -v --merge --timer --exec "$how" "$@"; else prove -v --merge --timer --exec '' "$@"; fi >"$log.part" 2>&1 || status=1
	grep -E '^(\[[0-9:]+\] )?(\./)?(tests|build)[^ ]* *\.\.|^not ok|^# (FAIL|  )|Dubious|^ *Failed|ERROR: ' "$log.part" | sed 's/ \.\. *$//' | head -n 300
	cat "$log.part" >>"$log"
}

units=(); for t in "$B"/tests/test_*; do case $t in *.o|*.d|*'*') ;; *) [ -x "$t" ] && units+=("$t") ;; esac; done
run "tests/tap.sh" "${units[@]}"
replays=(); for f in $FUZZ; do replays+=("$B/tests/replay_$f"); done
[ ${#replays[@]} -eq 0 ] || run "" "${replays[@]}"
shopt -s nullglob
run "bats --tap" tests/cli/*.bats

passed=$(grep -cE '^ok ' "$log"); failed=$(grep -cE '^not ok ' "$log")
# A test program that died before its plan ended counts as one failure more.
died=$(grep -cE 'Dubious|No plan found|Bad plan' "$log")
[ "$died" -eq 0 ] || [ "$failed" -gt 0 ] || failed=$died
rm -f "$log.part"
echo
echo "$passed passed, $failed failed"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
