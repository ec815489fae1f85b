#!/usr/bin/env bats
# Several that write to one corpus: a crawl that goes on for weeks keeps nobody out.

load helper

BODY="The bridge over the river was closed on Tuesday after a lorry hit one of its piers, the county council said. Engineers will inspect the piers on Thursday."

setup () {
	cd "$BATS_TEST_TMPDIR"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	start_server --log server.log --pages 400 http=127.0.0.1:0
}
teardown () {
	stop_server
	[ -z "${other-}" ] || kill -9 "$other" 2>/dev/null || true
}
sql () { sqlite3 "file:corpus/corpus.sqlite?mode=ro" "$1"; }
stored () { [ "$(sql 'SELECT count(*) FROM article' 2>/dev/null || echo 0)" -ge "$1" ]; }
asked () { grep -q "\"host\":\"$1\",\"path\":\"$2" server.log; }

@test "together: beside crawl --follow, articles and sources come and go, verdicts are given; new sources are asked" {
	entente source add -q --no-discover --kind sitemap http://www.site.test/sitemap.xml
	"$ENTENTE" crawl --follow --delay 0.05 --max-age 0 "${to[@]}" >said 2>err 3>&- &
	other=$!
	wait_for stored 3
	record mine en "Bridge closed" "$BODY" >mine.json
	try add mine.json
	expect_status 0
	[ "$output" = "1 added" ]
	[ -z "$stderr" ]
	[ "$(found title:bridge)" = mine ]
	try source add --no-discover --kind feed http://p300.live.test/feed.xml
	expect_status 0
	wait_for asked p300.live.test /feed.xml
	read -r one two <<<"$(entente search '*' -n 2 --format jsonl -q | ids)"
	try judge "$one" "$two" different
	expect_status 0
	try link
	expect_status 0
	try source remove http://www.site.test/sitemap.xml
	expect_status 0
	[ "$output" = "1 removed" ]
	try source list --format tsv
	[ "$(printf '%s\n' "$output" | wc -l)" -eq 1 ]
	kill -0 $other
	# nothing is left of it but what was under way
	[ "$(sql "SELECT count(*) FROM crawl_url WHERE state = 0 AND url LIKE 'http://www.site.test/%'")" -eq 0 ]
	kill -TERM $other
	status=0; wait $other || status=$?
	other=
	cat said err
	[ $status -eq 130 ]
	entente index -q
	try check
	expect_status 0
	# numbers are given out once, whoever gives them
	[ "$(sql 'SELECT count(*) - count(DISTINCT seq) FROM article')" -eq 0 ]
	[ "$(sql "SELECT count(*) FROM article WHERE id = 'mine'")" -eq 1 ]
}

@test "together: adds beside a crawl and beside each other, killed at times: all that was said to be stored is" {
	for n in 1 2 3; do
		for i in $(seq 40); do record "a$n-$i" en "Ferry $n.$i late" "Ferry $i of line $n came late. $BODY"; done >"lines$n.jsonl"
	done
	"$ENTENTE" crawl -q --no-index --delay 0.02 "${to[@]}" $(printf 'http://www.site.test/page/%d.html ' $(seq 60)) >crawled 2>&1 3>&- &
	crawl=$!
	pids=$crawl
	for n in 1 2 3; do "$ENTENTE" add --no-index "lines$n.jsonl" >"said$n" 2>&1 3>&- & pids="$pids $!"; done
	"$ENTENTE" add --no-index lines1.jsonl >/dev/null 2>&1 3>&- &
	other=$!
	sleep 0.05
	kill -9 $other || true
	# shellcheck disable=SC2086
	wait $pids
	other=
	cat crawled said*
	for n in 1 2 3; do grep -qE '^(40 added|[0-9]+ added, [0-9]+ already there|0 added, 40 already there)$' "said$n"; done
	[ "$(sql 'SELECT count(*) FROM article')" -eq 180 ]
	[ "$(sql 'SELECT count(*) - count(DISTINCT seq) FROM article')" -eq 0 ]
	entente index -q
	try check
	expect_status 0
}

@test "together: an archive that is still coming keeps nobody out" {
	entente crawl -q --no-index --delay 0 "${to[@]}" $(printf 'http://www.site.test/page/%d.html ' $(seq 30)) >/dev/null
	mkfifo pipe
	"$ENTENTE" --corpus two add --no-index - <pipe >said 3>&- &
	other=$!
	exec 4>pipe
	for _ in $(seq 40); do cat corpus/warc/*.warc.gz; done >&4
	some () { [ "$(sqlite3 two/corpus.sqlite "SELECT count(*) FROM article" 2>/dev/null || echo 0)" -ge 1 ]; }
	wait_for some
	record mine en "Bridge closed" "$BODY" >mine.json
	try --corpus two add --no-index mine.json
	expect_status 0
	kill -0 $other
	exec 4>&-
	wait $other
	other=
	[ "$(sqlite3 two/corpus.sqlite "SELECT count(*) FROM article")" -eq 31 ]
}
