#!/usr/bin/env bats
# entente search over several databases: local shards, stub files and xapian-tcpsrv answer as one index does.

load helper

# Forty articles in two languages, made of a few words each.
articles () { # $1: which third (0-2), or all
	python3 - "$1" <<-'END'
	import json, sys
	fr = "grève ferry ministre traversée incendie élection pont budget hôpital accord".split()
	en = "strike ferry minister crossing fire election bridge budget hospital agreement".split()
	for n in range(42):
	    if sys.argv[1] != "all" and n % 3 != int(sys.argv[1]):
	        continue
	    lang, words = ("fr", fr) if n % 2 else ("en", en)
	    pick = [words[(n * k + k) % 10] for k in (1, 3, 7)]
	    text = " ".join(pick * (n % 4 + 1)) + ". " + " ".join(words[(n + k) % 10] for k in range(n % 7)) + f". {n} end."
	    print(json.dumps({"id": f"s{n}", "language": lang, "title": pick[0] + " " + pick[1], "text": text, "domain": f"d{n % 5}.example",
	        "date_published": f"2024-0{n % 9 + 1}-11"}))
	END
}

free_port () { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Serve the index $1 on the port $2. In a process group of its own: at its end xapian-tcpsrv sends SIGTERM to all of its group.
serve () {
	setsid xapian-tcpsrv --quiet --interface 127.0.0.1 --port "$2" "$1/index" 3>&- &
	echo $! >>"$BATS_FILE_TMPDIR/servers"
	wait_for python3 -c "import socket; socket.create_connection(('127.0.0.1', $2))" 2>/dev/null
}

setup_file () {
	for part in 0 1 2 all; do articles $part | entente add -q --corpus "$BATS_FILE_TMPDIR/$part" -; done
	for name in 1 2 all; do
		port=$(free_port)
		echo "$port" >"$BATS_FILE_TMPDIR/port-$name"
		serve "$BATS_FILE_TMPDIR/$name" "$port"
	done
}

teardown_file () { while read -r pid; do kill "$pid" || true; done <"$BATS_FILE_TMPDIR/servers"; }

setup () { export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/all; }
remote () { echo "tcp:127.0.0.1:$(cat "$BATS_FILE_TMPDIR/port-$1")"; }
index () { echo "$BATS_FILE_TMPDIR/$1/index"; }

QUERIES=('ferry' 'strike' 'grève ferry' '"ferry strike"' 'minister OR pont' 'fire -bridge' 'title:budget' 'site:d3.example hospital'
	'date:2024-05 accord' 'elect*' '(fire OR strike) minister' 'ferry NEAR/3 ministre' '=ferry' 'lang:fr bridge' 'zeppelin ferry')

# What a search gives as lines of id and score; of equal scores, in order of id: docids differ from shard to shard.
listed () {
	local status=0
	entente search -q --format tsv -n 100 "$@" >"$BATS_TEST_TMPDIR/answer" || status=$?
	[ "$status" -le 1 ] || { echo "search $*: status $status"; return 1; }
	cut -f 2,3 "$BATS_TEST_TMPDIR/answer" | sort
}

# The answers under the options $1 and $2 (split at spaces) are the same; the third argument and those behind it: for both.
same () {
	local query options=("${@:3}")
	for query in "${QUERIES[@]}"; do
		# shellcheck disable=SC2086
		one=$(listed $1 "${options[@]}" -- "$query")
		# shellcheck disable=SC2086
		two=$(listed $2 "${options[@]}" -- "$query")
		[ "$one" = "$two" ] || { printf '%s %s\none: %s\ntwo: %s\n' "$query" "${options[*]}" "$one" "$two"; return 1; }
	done
}

@test "shards: three local ones answer as one index" {
	local shards="--db $(index 0) --db $(index 1) --db $(index 2)"
	same "" "$shards"
	QUERIES=('grève ferry' 'minister fire' 'lang:fr bridge')
	same "" "$shards" --any
	same "" "$shards" --sort first --copies
	[ "$(entente search ferry --count)" = "$(entente search ferry --count $shards)" ]
}

@test "shards: a stub file that names them, too" {
	for n in 0 1 2; do echo "auto $(index $n)/gen-1"; done >"$BATS_TEST_TMPDIR/stub"
	QUERIES=('grève ferry' 'elect*')
	same "" "--db $BATS_TEST_TMPDIR/stub"
}

@test "shards: one local and two remote answer as one remote index" {
	same "--db $(remote all)" "--db $(index 0) --db $(remote 1) --db $(remote 2)"
	QUERIES=('grève ferry' 'minister fire' 'lang:fr bridge')
	same "--db $(remote all)" "--db $(index 0) --db $(remote 1) --db $(remote 2)" --any
	same "--db $(remote all)" "--db $(index 0) --db $(remote 1) --db $(remote 2)" --sort date
	printf 'auto %s/gen-1\nremote 127.0.0.1:%s\nremote 127.0.0.1:%s\n' "$(index 0)" "$(cat "$BATS_FILE_TMPDIR/port-1")" \
		"$(cat "$BATS_FILE_TMPDIR/port-2")" >"$BATS_TEST_TMPDIR/stub"
	QUERIES=('grève ferry' 'fire')
	same "--db $(remote all)" "--db $BATS_TEST_TMPDIR/stub"
}

@test "shards: --explain says that a remote shard gets plain synonyms" {
	try search ferry strike --explain --db "$(index 0)" --db "$(remote 1)"
	expect_status 0
	[[ "$stderr" == *"A shard is remote"*SYNONYM* ]]
	try search ferry strike --explain --db "$(index 0)" --db "$(index 1)"
	[[ "$stderr" != *"remote"* ]]
}

@test "shards: what the store does not have is shown by what the index knows" {
	articles 0 | head -3 | entente add -q --corpus "$BATS_TEST_TMPDIR/few" -
	try search --corpus "$BATS_TEST_TMPDIR/few" ferry --db "$(index all)" --format jsonl -n 100
	expect_status 0
	python3 -c 'import json, sys
rows = [json.loads(l) for l in sys.stdin]
assert len(rows) > 5 and all(r["id"].startswith("s") and r["language"] and r["domain"] and r["date_published"] for r in rows), rows' <<<"$output"
}

@test "shards: a database that is not there is one clear line" {
	try search ferry --db "$(index 0)" --db "tcp:127.0.0.1:$(free_port)"
	expect_status 69
	expect_one_line search tcp:127.0.0.1
	try search ferry --db "$BATS_TEST_TMPDIR/nothing"
	expect_status 66
	expect_one_line search nothing
}
