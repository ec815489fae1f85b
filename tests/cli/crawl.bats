#!/usr/bin/env bats
# entente crawl at the command line: what it prints, logs, keeps and remembers. How it fetches is tests/unit/test_crawl.c's.

load helper

setup () {
	SAMPLE=$PWD/corpus/sample
	cd "$BATS_TEST_TMPDIR"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus ENTENTE_TEST_CLOCK=$BATS_TEST_TMPDIR/clock
	start_server --web "$SAMPLE" --log server.log --pages 5 http=127.0.0.1:0
}
teardown () { stop_server; }

@test "crawl: pages of the sample web are found by search; the second time nothing is new" {
	try crawl "${to[@]}" http://www.harbour-post.example/news/honfleur-museum-theft-boudin-painting.html \
		http://www.site.test/page/1.html
	expect_status 0
	[ "$output" = "2 added" ]
	[ -z "$stderr" ]
	entente search Honfleur --format jsonl | grep -q honfleur-museum-theft
	try crawl "${to[@]}" http://www.site.test/page/1.html
	expect_status 0
	[ "$output" = "0 added, 1 unchanged" ]
	[ "$(grep -c robots.txt server.log)" -eq 2 ]
	try check
	expect_status 0
}

@test "crawl: sources are asked and what they name is added; the summary counts; failures are status 65" {
	entente source add -q --no-discover http://www.site.test/feed.xml
	entente source add -q --no-discover --kind feed http://www.site.test/nothing
	try crawl --max-age 0 "${to[@]}"
	expect_status 65
	show_result
	[[ "$output" == "2 sources asked (1 failed), 5 added" ]]
	try crawl --max-age 0 "${to[@]}"
	expect_status 0
	[ "$output" = "0 added" ]
	entente source list --format jsonl | grep -q '"HTTP 404"'
}

@test "crawl: --log is an object a fetch, --input reads URLs, refusals and failures are told apart" {
	printf '# pages\n\nhttp://www.site.test/page/2.html\nnot a url\nhttp://www.site.test/private/x\nhttp://www.site.test/missing\n' >list
	try crawl --input list --log log "${to[@]}"
	expect_status 65
	[ "$output" = "1 added, 1 refused, 1 failed" ]
	[[ "$stderr" == "entente crawl: warning: list: 'not a url' is not an http or https URL" ]]
	python3 - <<-'EOF'
		import json
		lines = [json.loads(line) for line in open("log")]
		what = {line["url"]: line["what"] for line in lines}
		assert what["http://www.site.test/robots.txt"] == "robots", what
		assert what["http://www.site.test/page/2.html"] == "added", what
		assert what["http://www.site.test/private/x"] == "refused", what
		assert what["http://www.site.test/missing"] == "failed", what
		page = [line for line in lines if line["what"] == "added"][0]
		assert page["status"] == 200 and page["article"] and page["warc"].endswith(".warc.gz"), page
		assert page["time"].endswith("Z") and page["bytes"] > 0
	EOF
	[ "$(grep -c private server.log)" -eq 0 ]
}

@test "crawl: of a page that was asked for and is not there, it is said why" {
	try crawl --no-index "${to[@]}" http://www.site.test/missing http://www.site.test/private/x http://www.site.test/page/1.html
	expect_status 65
	show_result
	[ "$output" = "1 added, 1 refused, 1 failed" ]
	[[ "$stderr" == *"entente crawl: warning: http://www.site.test/missing: failed: HTTP 404"* ]]
	[[ "$stderr" == *"entente crawl: warning: http://www.site.test/private/x: refused: "* ]]
	[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 2 ]
}

@test "crawl: the archive is WARC 1.1 with a sorted CDXJ; --no-warc keeps none" {
	try crawl "${to[@]}" --no-index http://www.site.test/page/1.html http://www.site.test/page/2.html
	expect_status 0
	zcat corpus/warc/*.warc.gz | grep -a -q '^WARC-Type: response'
	LC_ALL=C sort -c corpus/warc/*.cdxj
	[ "$(grep -c '"status": "200"' corpus/warc/*.cdxj)" -eq 3 ]
	ENTENTE_CORPUS=other try crawl "${to[@]}" --no-index --no-warc http://www.site.test/page/1.html
	expect_status 0
	[ ! -e other/warc ]
}

@test "crawl: the contact is in the User-Agent, and remembered" {
	# not a private address: but for the way there, which is the test's
	entente crawl "${to[@]}" --no-index --contact me@desk.example http://www.site.test/page/1.html
	[ "$(sqlite3 corpus/corpus.sqlite "SELECT value FROM crawl_setting WHERE name = 'contact'")" = me@desk.example ]
	entente crawl "${to[@]}" --no-index http://www.site.test/page/2.html
	zcat corpus/warc/*.warc.gz | grep -a '^User-Agent' | tr -d '\r' | sort -u >agents
	show_agents=$(cat agents)
	[ "$(wc -l <agents)" -eq 1 ] && [[ "$show_agents" == "User-Agent: entente/"*"(+me@desk.example)" ]]
}

@test "crawl: what cannot be is a usage error" {
	for bad in "--once --follow" "--max-time soon" "--delay -1" "--respect nobody" "ftp://x/" "--concurrency 0"; do
		# shellcheck disable=SC2086
		try crawl $bad
		expect_status 2
	done
	try crawl --input missing
	expect_status 66
}

@test "crawl: where nothing is followed and nothing asked for, it says what to do" {
	try crawl --contact me@example.org
	expect_status 0
	expect_one_line crawl "'entente source add URL'"
}
