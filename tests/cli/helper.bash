# helper.bash: what the command line tests share. They run the real program ($ENTENTE, with $ENTENTE_LEXICON) from
# the repository's top, write only below bats' own directories, and make the articles they need themselves.
bats_require_minimum_version 1.5.0

cd "$BATS_TEST_DIRNAME/../.." || exit 1
: "${B:=build}" "${ENTENTE:=$PWD/$B/entente}" "${ENTENTE_LEXICON:=$PWD/$B/lexicon.bin}"
export ENTENTE ENTENTE_LEXICON LC_ALL=C.UTF-8 TZ=UTC
unset ENTENTE_CORPUS NO_COLOR SOURCE_DATE_EPOCH
SERVER=$PWD/$B/tests/server/server
[[ $B != /* ]] || SERVER=$B/tests/server/server
# No test takes longer, whatever it waits for: bats ends it and says so. Background programs are started with 3>&-: bats waits for
# whoever holds that.
: "${BATS_TEST_TIMEOUT:=300}"

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
# Run the test server in the current directory, with these options and LISTEN…; it ends when stop_server, or the test, does.
# $server is its process, $port where the first LISTEN is, $to what a crawl needs to get there by any host's name.
start_server () {
	[ -x "$SERVER" ] || { echo "no test server at $SERVER: 'make tests' builds it"; return 1; }
	rm -f hold && mkfifo hold
	"$SERVER" "$@" <hold >ports 2>server.err 3>&- &
	server=$!
	exec 7<>hold # which never waits for the other end
	wait_for server_began
	grep -q ready ports || { echo "the test server ended: $(cat server.err)"; return 1; }
	port=$(sed -n '1s/.* //p' ports)
	to=(--allow-private --connect-to ":80:127.0.0.1:$port")
}
server_began () { grep -q ready ports || ! kill -0 "$server" 2>/dev/null; }
stop_server () {
	exec 7>&- || true
	[ -z "${server-}" ] || kill "$server" 2>/dev/null || true
	server=
}

# Does the process $1 hold the lock of the corpus $2?
holds () { [ "$(cut -d ' ' -f 1 "$2/lock" 2>/dev/null)" = "$1" ]; }

# Run `bash -c "$1"` in a process group of its own, and kill all of it after $2 milliseconds.
kill_after () {
	setsid bash -c "$1" >"$BATS_TEST_TMPDIR/said" 2>"$BATS_TEST_TMPDIR/err" </dev/null 3>&- &
	local group=$!
	sleep "$(($2 / 1000)).$(printf %03d $(($2 % 1000)))"
	kill -KILL -- "-$group" 2>/dev/null || true
	wait "$group" 2>/dev/null || true
	# Nothing of it may write any more.
	wait_for eval "! kill -0 -- -$group 2>/dev/null"
}

# $1 documents of made-up words with a skewed frequency, in turn French and English: the same every time.
make_documents () {
	awk -v n="$1" 'function rnd(m) { seed = (seed * 1103515245 + 12345) % 2147483648; return int(seed / 65536) % m }
	function word(l,  k, w, s) { k = rnd(40) < 25 ? rnd(60) : rnd(4000); w = l; for (s = 0; s < 3; s++) { w = w substr(C, k % 16 + 1, 1) substr(V, k % 5 + 1, 1); k = int(k / 3) + s } return w }
	BEGIN { seed = 42; C = "bcdfglmnprstvzkj"; V = "aeiou"
		for (i = 0; i < n; i++) { l = i % 2 ? "en" : "fr"; t = ""
			for (w = 0; w < 150; w++) t = t (w ? " " : "") word(l == "fr" ? "le" : "th") (w % 12 == 11 ? "." : "")
			printf "{\"id\": \"doc%d\", \"language\": \"%s\", \"title\": \"Story %d %s\", \"text\": \"%s\", \"date_published\": \"2024-05-%02d\", \"date_fetched\": \"2024-05-30\"}\n", i, l, i, word("t"), t, i % 28 + 1 } }'
}

# Pages $2 to $3 of a site in the folder $1: each has its own text and the same offer; a real sentence is on two of them.
offer_pages () {
	mkdir -p "$1"
	local n w real
	for n in $(seq "$2" "$3"); do
		w=$(printf '%b' "\\x$(printf %x $((97 + n % 26)))\\x$(printf %x $((97 + n / 26)))")
		real=; case $n in 5 | 17) real='<p>The harbour was dug by hand in the year of the great flood.</p>' ;; esac
		cat > "$1/page-$n.html" <<-HTML
		<html lang=en><head><link rel=canonical href=https://www.post.example/news/$n><title>Quarter $w reopens its bridge</title></head>
		<body><h1>Quarter $w reopens its bridge</h1><article>
		<p>The bridge of quarter $w was opened again on Monday, as engineer $w had promised in the spring.</p>
		<p>Mayor $w cut the ribbon, and the children of school $w sang a song that was written for the day.</p>
		<p class=x>Get the harbour news every morning in our letter</p>
		<p>The old ferry of quarter $w will go on running until October, and then be sold, said captain $w.</p>
		<p>Nobody in quarter $w had thought that the works would be done in time, clerk $w admitted with a smile.</p>$real
		</article></body></html>
		HTML
	done
}

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
