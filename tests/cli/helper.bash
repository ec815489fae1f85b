# helper.bash: what the command line tests share. They run the real program ($ENTENTE, with $ENTENTE_LEXICON) from
# the repository's top, write only below bats' own directories, and make the articles they need themselves.
bats_require_minimum_version 1.5.0

cd "$BATS_TEST_DIRNAME/../.." || exit 1
: "${B:=build}" "${ENTENTE:=$PWD/$B/entente}" "${ENTENTE_LEXICON:=$PWD/$B/lexicon.bin}"
export ENTENTE ENTENTE_LEXICON LC_ALL=C.UTF-8 TZ=UTC
unset ENTENTE_CORPUS NO_COLOR SOURCE_DATE_EPOCH

entente () { "$ENTENTE" "$@"; }

# Run the program with its two outputs apart: $status, $output, $stderr.
try () { run --separate-stderr "$ENTENTE" "$@"; }

# Say what was got when a test goes wrong: bats shows it.
show_result () { printf 'status %s\nstdout: %s\nstderr: %s\n' "$status" "$output" "$stderr"; }
expect_status () { [ "$status" -eq "$1" ] || { show_result; echo "expected status $1"; return 1; }; }
# Exactly one line on stderr, of the command $1, that has $2 in it.
expect_one_line () {
	show_result
	[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 1 ]
	[[ "$stderr" == "entente $1: "* ]]
	[[ "$stderr" == *"$2"* ]]
}

# One article as a line of JSON. $1 id, $2 language, $3 title, $4 text, $5 day (or nothing). No control characters in them.
record () {
	local field fields=() day=null
	for field in "$1" "$2" "$3" "$4"; do field=${field//\\/\\\\}; fields+=("${field//\"/\\\"}"); done
	[ -z "${5-}" ] || day="\"$5\""
	printf '{"id": "%s", "language": "%s", "title": "%s", "text": "%s", "date_published": %s}\n' "${fields[@]}" "$day"
}

# The ids of the JSON Lines on standard input, in their order, on one line.
ids () { sed -E 's/^.*"id":"([^"]*)".*$/\1/' | tr '\n' ' ' | sed 's/ $//'; }
# The ids that a search finds, sorted, on one line.
found () { entente search --format jsonl -q "$@" | ids | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//'; }

# Wait until a command is true, for ten seconds at most.
wait_for () {
	for _ in $(seq 200); do ! "$@" || return 0; sleep 0.05; done
	echo "waited in vain for: $*"
	return 1
}
# Does the process $1 hold the lock of the corpus $2?
holds () { [ "$(cut -d ' ' -f 1 "$2/lock" 2>/dev/null)" = "$1" ]; }

# Can permissions and mounts be tested here? They do not bind root: then the program runs as nobody.
as_nobody () {
	if [ "$(id -u)" -ne 0 ]; then "$@"; else setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; fi
}
needs_nobody () {
	[ "$(id -u)" -ne 0 ] || as_nobody true 2>/dev/null || skip "root here cannot become another user"
	# Everything down to the test's own directory must let that user through.
	as_nobody test -r "$1" || skip "another user cannot get to the test's directory"
	as_nobody test -x "$ENTENTE" || skip "another user cannot get to the program"
}
