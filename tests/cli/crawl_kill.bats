#!/usr/bin/env bats
# entente crawl: killed, interrupted, and two at once. The soak test's own program, in small (make soak-crawl does it 200 times).

load helper

setup () {
	cd "$BATS_TEST_TMPDIR"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
}
teardown () {
	stop_server
	[ -z "${crawl-}" ] || kill -9 "$crawl" 2>/dev/null || true
}

# Serve made-up sites of $1 pages; the rest are options.
serve () {
	start_server --log server.log --pages "$@" http=127.0.0.1:0
	to+=(--no-index)
}
sql () { sqlite3 "file:corpus/corpus.sqlite?mode=ro" "$1"; }
stored () { [ "$(sql 'SELECT count(*) FROM article' 2>/dev/null || echo 0)" -ge "$1" ]; }

@test "crawl: kill -9 at random moments: nothing acknowledged is lost or fetched again, no host is hurried" {
	run python3 "$BATS_TEST_DIRNAME/../bench/soak_crawl.py" --entente "$ENTENTE" --server "$SERVER" --web "$BATS_TEST_DIRNAME/../../corpus/sample" \
		--work soak --kills "${KILLS:-8}" --pages 60 --longest 0.5 --quick
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == *" kills in "*"nothing acknowledged lost"* ]]
}

@test "crawl: a second one says who holds the corpus, within five seconds; the first goes on" {
	serve 400
	entente source add -q --no-discover --kind sitemap http://www.site.test/sitemap.xml
	"$ENTENTE" crawl --delay 0.05 --max-age 0 "${to[@]}" >said 2>&1 3>&- &
	crawl=$!
	wait_for stored 3
	start=$(date +%s%N)
	try crawl --delay 0.05 "${to[@]}" http://www.site.test/page/1.html
	expect_status 75
	expect_one_line crawl "$crawl"
	[ $(($(date +%s%N) - start)) -lt 7000000000 ]
	# reading goes on
	entente stats >/dev/null
	kill -0 $crawl
}

@test "crawl: SIGTERM ends it in order: 130, and what was fetched is stored; the next goes on; kill -9 leaves no lock" {
	serve 300 --pause 30
	entente source add -q --no-discover --kind sitemap http://www.site.test/sitemap.xml
	"$ENTENTE" crawl --delay 0.02 --max-age 0 --log log "${to[@]}" >said 2>&1 3>&- &
	crawl=$!
	wait_for stored 3
	start=$(date +%s%N)
	kill -TERM $crawl
	status=0; wait $crawl || status=$?
	[ $status -eq 130 ]
	[ $(($(date +%s%N) - start)) -lt 10000000000 ]
	cat said
	[ "$(wc -l <said)" -eq 1 ]
	# every page that the server sent whole is there, but for the one under way
	got=$(sql 'SELECT count(*) FROM article'); asked=$(grep -c '/page/' server.log)
	[ "$got" -ge $((asked - 1)) ]
	[ "$(grep -c '"what":"added"' log)" -eq "$got" ]
	"$ENTENTE" crawl --delay 0.02 --max-age 0 "${to[@]}" >said 2>&1 3>&- &
	crawl=$!
	wait_for stored $((got + 3))
	kill -KILL $crawl
	wait $crawl || true
	try crawl --delay 0.02 --max-age 0 --max-pages 3 "${to[@]}"
	show_result
	expect_status 0
	[ -z "$(grep '/page/' server.log | sort | sed -E 's/.*"path":"([^"]*)".*/\1/' | sort | uniq -c | awk '$1 > 2')" ]
}

@test "crawl: what was learnt of a site is stored as pages come, whatever becomes of the crawl" {
	offer_pages web/www.post.example 1 150
	serve 1 --web web
	seq -f 'http://www.post.example/page-%.0f.html' 150 >urls
	"$ENTENTE" crawl --follow --delay 0.01 --input urls "${to[@]}" >said 2>&1 3>&- &
	crawl=$!
	learnt () { sql 'SELECT coalesce (sum (pages), 0) FROM furniture_site' 2>/dev/null || echo 0; }
	some () { [ "$(learnt)" -ge 100 ]; }
	wait_for some
	kill -KILL $crawl
	wait $crawl || true
	crawl=
	[ $(($(sql 'SELECT count(*) FROM article') - $(learnt))) -lt 100 ]
	try furniture list
	[[ "$output" == *"Get the harbour news every morning in our letter"* ]]
}

@test "crawl: four hours of --follow: sources are asked as they deserve, and no host before its delay" {
	run python3 "$BATS_TEST_DIRNAME/../bench/crawl_day.py" --entente "$ENTENTE" --server "$SERVER" --work day --hours 4
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == *"4 hours in "*"none before its host's delay"* ]]
}
