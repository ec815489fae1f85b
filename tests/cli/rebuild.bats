#!/usr/bin/env bats
# entente link --rebuild takes its time: nobody waits for it, and nothing is lost when it is killed.

load helper

setup_file () {
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus SOURCE_DATE_EPOCH=1717200000
	make_documents 1500 >"$BATS_FILE_TMPDIR/docs.jsonl"
	entente add -q "$BATS_FILE_TMPDIR/docs.jsonl"
}
setup () {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus SOURCE_DATE_EPOCH=1717200000
	cp -r "$BATS_FILE_TMPDIR/corpus" "$ENTENTE_CORPUS"
	members >"$BATS_TEST_TMPDIR/before"
}
teardown () { [ -z "${rebuild-}" ] || kill -9 "$rebuild" 2>/dev/null || true; }

members () { entente stories --members --format tsv | sort; }
links () { [ "$(cut -d ' ' -f 1 "$ENTENTE_CORPUS/lock-link" 2>/dev/null)" = "$1" ]; }
# Begin to make all anew, and hold it where it is: $rebuild.
begin () {
	"$ENTENTE" link --rebuild >"$BATS_TEST_TMPDIR/said" 2>&1 3>&- &
	rebuild=$!
	wait_for links $rebuild
	sleep 0.1
	kill -STOP $rebuild
}

@test "rebuild: beside it sources and articles come, verdicts are given, stories are read; then it has them" {
	begin
	try source add --no-discover --kind feed http://news.example/feed.xml
	expect_status 0
	record mine en "Bridge closed" "The bridge over the river was closed on Tuesday after a lorry hit one of its piers." 2024-05-10 >"$BATS_TEST_TMPDIR/mine.json"
	try add --no-link "$BATS_TEST_TMPDIR/mine.json"
	expect_status 0
	[ "$output" = "1 added" ]
	members | diff "$BATS_TEST_TMPDIR/before" -
	# Two of one story, and one of another.
	read -r one two other <<<"$(awk -F '\t' '$2 == last && !a { a = before " " $1; of = $2 } { before = $1; last = $2 } a && $2 != of { print a, $1; exit }' <(sort -t '	' -k 2,2 "$BATS_TEST_TMPDIR/before") | tr '\n' ' ')"
	try judge mine "$other" same
	expect_status 0
	[[ "$stderr" == *"stories hear of it"* ]] || { show_result; return 1; }
	try judge "$one" "$two" different
	expect_status 0
	members | diff "$BATS_TEST_TMPDIR/before" -
	kill -CONT $rebuild
	wait $rebuild
	rebuild=
	cat "$BATS_TEST_TMPDIR/said"
	members >"$BATS_TEST_TMPDIR/after"
	story () { awk -F '\t' -v id="$1" '$1 == id { print $2 }' "$BATS_TEST_TMPDIR/after"; }
	[ -n "$(story mine)" ]
	[ "$(story mine)" = "$(story "$other")" ]
	[ -z "$(story "$one")" ] || [ "$(story "$one")" != "$(story "$two")" ]
	try link
	[[ "$output" == "0 articles linked, "* ]] || { show_result; return 1; }
	try check
	expect_status 0
}

@test "rebuild: killed, it leaves all as it was, and the next comes to its end" {
	begin
	kill -9 $rebuild
	wait $rebuild || true
	rebuild=
	members | diff "$BATS_TEST_TMPDIR/before" -
	try check
	expect_status 0
	try link --rebuild
	expect_status 0
	[[ "$output" == "1500 articles linked, "* ]] || { show_result; return 1; }
	members | diff "$BATS_TEST_TMPDIR/before" -
}
