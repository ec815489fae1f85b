#!/bin/bash
# check.sh: every test there is, as TAP under prove; the last line counts them. Called by `make check`.
#   check.sh        all, as many files at a time as there are processors, or JOBS
#   check.sh FILE   one file of tests or test program
set -u
log=$B/check.log
parts=$B/check.parts
export B ENTENTE="$PWD/$B/entente" ENTENTE_LEXICON="$PWD/$B/lexicon.bin" PATH
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1
export LC_ALL=C.UTF-8 TZ=UTC
unset ENTENTE_CORPUS NO_COLOR

# A file of tests is a line on the screen, its TAP goes to a part of the log. Each has a prove of its own: a program that bails out
# would keep prove from running those behind it. False when something in it failed.
one () {
	local file=$1 how='' status=0 part=$parts/${1##*/}
	case $file in
	*.bats) how='bats --tap' ;;
	*/test_*) how=tests/tap.sh ;;
	esac
	prove -v --merge --timer --exec "$how" "$file" >"$part" 2>&1 || status=1
	# One that died before its plan ended is a failure, however many of its tests passed.
	if grep -qE 'Dubious|No plan found|Bad plan|Bailout' "$part" && ! grep -q '^not ok' "$part"; then
		echo "not ok - $file died" >>"$part"
	fi
	# In one piece: others write at the same time.
	shown=$(grep -E '^(\[[0-9:]+\] )?(\./)?(tests|build)[^ ]* *\.\.|^not ok|^# (FAIL|  )|Bailout|Dubious|^ *Failed|ERROR: ' "$part" |
		sed 's/ \.\. *$//' | head -n 60)
	printf '%s\n' "$shown"
	return $status
}
if [ $# -gt 0 ]; then one "$1"; exit; fi

shopt -s nullglob
rm -rf "$parts" && mkdir -p "$parts" || exit
files=()
# The largest first: what runs alone at the end is short.
for t in $(ls -S tests/cli/*.bats) "$B"/tests/test_*; do case $t in *.o | *.d) ;; *) files+=("$t") ;; esac; done
for f in $FUZZ; do files+=("$B/tests/replay_$f"); done
status=0
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "${JOBS:-$(nproc)}" "$0" || status=1

cat "$parts"/* >"$log" && rm -rf "$parts"
passed=$(grep -cE '^ok [0-9]' "$log"); failed=$(grep -cE '^not ok ' "$log")
echo
echo "$passed passed, $failed failed"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
