#!/usr/bin/env bats
# entente source: what is followed: added from sites, lists and files; listed with its health; exported; removed.

load helper

setup () {
	export ENTENTE_CORPUS="$BATS_TEST_TMPDIR/corpus"
	cd "$BATS_TEST_TMPDIR" || exit 1
}

teardown () { [ -z "${server_pid-}" ] || kill "$server_pid" 2>/dev/null || true; }

# Serve the directory $1 over HTTP: $site is its address. Requests are logged in the file `log`.
serve () {
	python3 -u - "$1" >port 2>log <<-'EOF' 3>&- &
	import functools, http.server, sys
	handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
	server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
	print(server.server_port, flush=True)
	server.serve_forever()
	EOF
	server_pid=$!
	wait_for test -s port
	site="http://127.0.0.1:$(cat port)"
}

feed () { printf '<rss version="2.0"><channel><title>%s</title><link>%s</link><item><title>One</title><link>%s/1</link></item></channel></rss>' "$1" "$2" "$2"; }
page () { printf '<!doctype html><html><head><title>The Harbour</title>%s</head><body><p>News.</p></body></html>' "$1"; }
newsmap () { printf '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>%s/1</loc><n:news><n:title>One</n:title></n:news></url></urlset>' "$1"; }
sitemap () { printf '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>%s/1</loc></url></urlset>' "$1"; }
add () { entente source add --allow-private --delay 0 "$@"; }
# The kinds and paths of all sources, children behind a dash.
kinds () { entente source list --format tsv | awk -F '\t' '{ sub(/^http:\/\/[^\/]*/, "", $3); print ($4 ? "- " : "") $2, $3 }'; }

@test "source add: a home page gives the feeds it names, and the news sitemap of robots.txt" {
	mkdir web
	serve web
	page '<link rel="alternate" type="application/rss+xml" title="Harbour RSS" href="/all.rss">
	<link rel="alternate" type="application/atom+xml" title="Harbour Atom" href="/all.atom">
	<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed">
	<link rel="alternate" hreflang="fr" href="/fr/">' >web/index.html
	printf 'User-agent: *\nDisallow: /private\nSitemap: %s/map.xml\nSitemap: %s/news.xml\n' "$site" "$site" >web/robots.txt
	newsmap "$site" >web/news.xml
	sitemap "$site" >web/map.xml
	run add "$site" --group dailies --lang en
	expect_status 0
	[ "${lines[-1]}" = "3 added" ]
	[ "$(kinds)" = $'home /\n- feed /all.rss\n- news-sitemap /news.xml' ]
	[ "$(entente source list --format tsv | cut -f 6,7 | sort -u)" = $'dailies\ten' ]
	# robots.txt comes before anything else, and nothing that it forbids is asked.
	[[ "$(head -1 log)" == *"/robots.txt"* ]]
	# Again: nothing new. With the sitemaps of its past: one more.
	run add "$site"
	[ "${lines[-1]}" = "0 added, 3 already there" ]
	run add "$site" --all-sitemaps
	[ "${lines[-1]}" = "1 added, 3 already there" ]
}

@test "source add: where a page names nothing, the customary places are asked" {
	mkdir web
	serve web
	page '' >web/index.html
	feed Harbour "$site" >web/rss.xml
	sitemap "$site" >web/sitemap.xml
	run add "$site"
	expect_status 0
	[ "$(kinds)" = $'home /\n- feed /rss.xml' ]
	[ "$(entente source list --format jsonl | grep -c '"title":"Harbour"')" -eq 1 ]
	# Without a feed the sitemap is followed.
	rm web/rss.xml
	ENTENTE_CORPUS="$PWD/other" run add "$site"
	[ "$(ENTENTE_CORPUS="$PWD/other" kinds)" = $'home /\n- sitemap /sitemap.xml' ]
}

@test "source add: a feed, a sitemap and a list at an address are known by what they are" {
	mkdir web
	serve web
	feed Harbour "$site" >web/x
	newsmap "$site" >web/y
	printf '<opml version="2.0"><body><outline text="G"><outline text="F" xmlUrl="%s/x"/></outline></body></opml>' "$site" >web/z
	run add "$site/x" "$site/y"
	expect_status 0
	[ "$(kinds)" = $'feed /x\nnews-sitemap /y' ]
	run add "$site/z"
	[ "${lines[-1]}" = "0 added, 1 already there" ]
	[ "$(entente source list --group G --format tsv | wc -l)" -eq 1 ]
}

@test "source add: what is forbidden, missing or nothing is said, and the rest is done" {
	mkdir web
	serve web
	printf 'User-agent: entente\nDisallow: /private\n' >web/robots.txt
	feed Harbour "$site" >web/x
	page '' >web/private
	echo 'just words' >web/words
	try source add --allow-private --delay 0 "$site/private" "$site/none" "$site/words" "$site/x"
	expect_status 65
	[[ "$stderr" == *"/private: robots.txt forbids it"* ]]
	[[ "$stderr" == *"/none: HTTP 404"* ]]
	[[ "$stderr" == *"/words: neither a page nor a feed nor a sitemap"* ]]
	[ "$(kinds)" = "feed /x" ]
	! grep -q 'GET /private' log
	# Private addresses are not asked unless told to.
	try source add --delay 0 "$site/x"
	expect_status 65
	[[ "$stderr" == *"private address refused"* || "$stderr" == *"could not be had"* ]]
}

@test "source add: lists of addresses, OPML, saved feeds and JSON Lines; without the network" {
	printf '# outlets\nhttps://a.example/feed\n\n  b.example\n' >list.txt
	feed Harbour http://h.example | sed 's|<link>|<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="http://h.example/rss"/><link>|' >saved.xml
	cat >list.opml <<-'EOF'
	<opml version="2.0"><body><outline text="Presse"><outline text="Locale">
	<outline type="rss" text="Le Phare &amp; Cie" xmlUrl="https://phare.example/rss" htmlUrl="https://phare.example/" language="fr"/>
	</outline></outline><outline text="bad" xmlUrl="gopher://x"/></body></opml>
	EOF
	try source add --no-discover list.txt saved.xml list.opml c.example/sitemap-news.xml
	expect_status 65
	expect_one_line source "'gopher://x' is not an http or https URL"
	[[ "$output" == *"5 added, 1 could not be read" ]]
	[ "$(kinds)" = $'feed https://a.example/feed\nhome https://b.example/\nnews-sitemap https://c.example/sitemap-news.xml\nfeed /rss\nfeed https://phare.example/rss' ] ||
		[ "$(entente source list --format tsv | wc -l)" -eq 5 ]
	entente source list --group Presse/Locale --format jsonl | grep -q '"title":"Le Phare & Cie","group":"Presse/Locale","language":"fr"'
	# By standard input, as JSON, what is there already is not added twice.
	entente source export --format jsonl >all.jsonl
	[ "$(entente source add - <all.jsonl)" = "0 added, 5 already there" ]
	try source add --no-discover nothere
	expect_status 66
	printf 'https://a.example/\nno address\n' >bad.txt
	try source add --no-discover bad.txt
	expect_status 65
	expect_one_line source "bad.txt:2:"
	printf '<html>' >bad.xml
	try source add bad.xml
	expect_status 65
}

@test "source export: OPML and JSON Lines come back as they were" {
	entente source add -q --no-discover --group 'A & B/ "C"' --lang fr https://a.example/ https://a.example/rss
	entente source add -q --no-discover --kind sitemap https://d.example/x
	local child='{"url":"https://a.example/news.xml","kind":"news-sitemap","parent":"https://a.example/","title":"<News>"}'
	entente source add -q - <<<"$child"
	entente source export >one.opml
	xmllint --noout one.opml 2>/dev/null || python3 -c 'import sys, xml.dom.minidom as m; m.parse("one.opml")'
	entente source export --format jsonl | sed -E 's/"(id|added|next_poll)":("[^"]*"|[0-9]+),//g' | sort >one.jsonl
	ENTENTE_CORPUS="$PWD/again" entente source add -q one.opml
	ENTENTE_CORPUS="$PWD/again" entente source export --format jsonl | sed -E 's/"(id|added|next_poll)":("[^"]*"|[0-9]+),//g' | sort >two.jsonl
	diff one.jsonl two.jsonl
	grep -q '"parent":"https://a.example/"' two.jsonl
}

@test "source list: health, and the exit status of --stale" {
	export SOURCE_DATE_EPOCH=1767225600
	entente source add -q --no-discover https://a.example/feed https://b.example/feed
	try source list --stale
	expect_status 1
	[ -z "$output" ]
	sqlite3 corpus/corpus.sqlite "UPDATE source SET success_s = 1767225600 + 86400 * 4, failures = 0 WHERE source_id = 1;
		UPDATE source SET failures = 3, why = 'HTTP 503' WHERE source_id = 2;
		INSERT INTO source_day VALUES (2, (1767225600 + 86400 * 4) / 86400, 5, 3, 9, 8)"
	export SOURCE_DATE_EPOCH=$((1767225600 + 86400 * 4 + 7200))
	try source list
	expect_status 0
	[[ "$output" == *"feed              2 h     0.0  https://a.example/feed"* ]]
	[[ "$output" == *"feed            never     2.0  https://b.example/feed"*"3 failures in a row: HTTP 503"* ]]
	try source list --stale
	expect_status 0
	[[ "$output" == *b.example* && "$output" != *a.example* ]]
	try source list --stale=1h --format tsv
	expect_status 0
	[ "${#lines[@]}" -eq 2 ]
	try source list --stale=1w
	expect_status 1
	try source list --stale=soon
	expect_status 2
	entente source list --json | python3 -c '
import json, sys
rows = json.load(sys.stdin)
assert [r["stale"] for r in rows] == [False, True], rows
assert rows[1]["failures"] == 3 and rows[1]["why"] == "HTTP 503"
assert rows[1]["articles_per_day"] == 1.96 and rows[1]["failed_7d"] == 3'
}

@test "source remove: with its children; what is not there is said" {
	entente source add -q --no-discover https://a.example/ https://b.example/feed
	entente source add -q - <<<'{"url":"https://a.example/rss","kind":"feed","parent":"https://a.example/"}'
	try source remove https://www.a.example
	expect_status 0
	[ "$output" = "2 removed" ]
	try source remove https://a.example/
	expect_status 66
	expect_one_line source "no source https://a.example/"
	try source remove 2
	[ "$output" = "1 removed" ]
	try source list
	expect_status 1
	expect_one_line source "no sources"
}

@test "source: wrong words have status 2, and no corpus 66" {
	try source
	expect_status 2
	try source frobnicate
	expect_status 2
	try source add
	expect_status 2
	try source add --kind blog --no-discover https://a.example/
	expect_status 2
	try source export --format tsv
	expect_status 2
	try source list
	expect_status 66
	try source remove x
	expect_status 66
}

@test "source: a front page that names no feed is followed by its links to articles" {
	mkdir -p web/2026/01/31 web/tag
	serve web
	local text
	text=$(printf 'The mayor opened the bridge over the river on Saturday, sentence %s. ' 1 2 3 4 5 6 7 8)
	page '<link rel="x">' >web/index.html
	sed -i 's|<p>News.</p>|<a href="/2026/01/31/the-bridge-is-open-again.html">The bridge is open</a> <a href="/tag/bridges.html">Bridges</a> <a href="/2026/01/31/not-this-one-please-dear.html" rel="nofollow">No</a>|' web/index.html
	for name in 2026/01/31/the-bridge-is-open-again 2026/01/31/not-this-one-please-dear tag/bridges; do
		printf '<html lang="en"><head><title>The bridge is open</title></head><body><article><h1>The bridge is open</h1><p>%s</p></article></body></html>' "$text" >"web/$name.html"
	done
	run add "$site"
	[ "$(kinds)" = "home /" ]
	try crawl --allow-private --delay 0
	expect_status 0
	[[ "$output" == *"1 added"* ]]
	[ "$(sqlite3 corpus/corpus.sqlite 'SELECT count(*) FROM article')" -eq 1 ]
	! grep -qE 'GET /(tag|2026/01/31/not)' log
	entente source list --json | python3 -c '
import json, sys
[home] = json.load(sys.stdin)
assert home["last_success"] and home["failures"] == 0 and home["new_per_day"] == 1.0, home'
}
