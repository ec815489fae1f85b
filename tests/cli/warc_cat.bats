#!/usr/bin/env bats
# entente warc ls, cat: records of archives.

load helper

setup () {
	cd "$BATS_TEST_TMPDIR"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	python3 - <<-'END'
	import gzip, zipfile
	n = 0
	def record(kind, uri, block, date="2026-10-01T10:00:00Z"):
	    global n
	    n += 1
	    return (f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: {date}\r\n"
	            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012d}>\r\n"
	            f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n"
	def response(uri, body, head=""):
	    return record("response", uri, f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n".encode() + body)
	records = [record("request", "http://a.example/1", b"GET /1 HTTP/1.1\r\n\r\n"),
	           response("http://a.example/1", b"<p>first</p>"),
	           response("http://a.example/2", gzip.compress(b"<p>packed</p>"), "Content-Encoding: gzip\r\n"),
	           response("http://a.example/1", b"<p>second</p>"),
	           response("http://a.example/evil", b"\x1b]0;owned\x07<p>\x1b[31mred</p>")]
	open("a.warc.gz", "wb").write(b"".join(map(gzip.compress, records)))
	open("a.warc", "wb").write(b"".join(records))
	with zipfile.ZipFile("a.wacz", "w") as z:
	    z.write("a.warc.gz", "archive/a.warc.gz")
	END
}

@test "warc ls: a row a record, the same for every kind of file, as text, tsv, json" {
	for file in a.warc a.warc.gz a.wacz; do
		try warc ls $file
		expect_status 0
		show_result
		[ "$(printf '%s\n' "$output" | wc -l)" -eq 5 ]
		[[ "$(printf '%s\n' "$output" | sed -n 3p)" =~ ^' '*[0-9]+'  response  200 '.*'  2026-10-01  http://a.example/2'$ ]]
		[ -z "$(printf '%s\n' "$output" | tr -d '\n' | tr -cd '\000-\037')" ]
		[ "$(entente warc ls --format tsv $file | cut -f 3 | tr '\n' ' ')" = "request response response response response " ]
		entente warc ls --json $file | python3 -c 'import json, sys; r = json.load(sys.stdin); assert [x["status"] for x in r] == [None, 200, 200, 200, 200], r'
	done
}

@test "warc cat: a whole archive is what it was; a record by offset, id and address" {
	entente warc cat a.warc | cmp - a.warc
	entente warc cat a.warc.gz | cmp - a.warc
	entente warc cat a.wacz | cmp - a.warc
	offset=$(entente warc ls --format tsv a.warc.gz | sed -n 2p | cut -f 2)
	[ "$(entente warc cat --body a.warc.gz "$offset")" = "<p>first</p>" ]
	[ "$(entente warc cat --body a.warc.gz 00000000-0000-4000-8000-000000000002)" = "<p>first</p>" ]
	[ "$(entente warc cat --body a.warc.gz '<urn:uuid:00000000-0000-4000-8000-000000000002>')" = "<p>first</p>" ]
	for file in a.warc a.warc.gz a.wacz; do
		[ "$(entente warc cat --body $file http://a.example/1)" = "<p>second</p>" ]
		[ "$(entente warc cat --body --all $file http://a.example/1)" = "<p>first</p><p>second</p>" ]
		[ "$(entente warc cat --body $file http://a.example/2)" = "<p>packed</p>" ]
	done
	[[ "$(entente warc cat --head a.warc http://a.example/2)" == WARC/1.1*"Content-Encoding: gzip"* ]]
}

@test "warc cat: what is not there is one line and 66; usage 2; damage 65" {
	try warc cat a.warc http://a.example/none
	expect_status 66
	expect_one_line warc "no record 'http://a.example/none' in a.warc"
	try warc cat a.warc 7
	expect_status 66
	try warc ls none.warc
	expect_status 66
	expect_one_line warc none.warc
	try warc ls
	expect_status 66
	try warc frobnicate
	expect_status 2
	try warc cat --json a.warc
	expect_status 2
	head -c 700 a.warc.gz >cut.warc.gz
	try warc ls cut.warc.gz
	show_result
	expect_status 65
	[[ "$stderr" == *"cut.warc.gz:offset "* ]]
}

@test "warc cat: on a terminal nothing reaches it that moves it" {
	script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal here"
	script -qec "'$ENTENTE' warc cat a.warc http://a.example/evil" /dev/null </dev/null >shown
	grep -q "red" shown
	! grep -q "$(printf '\033')" shown
	entente warc cat a.warc http://a.example/evil | grep -q "$(printf '\033')"
}

@test "warc: what a crawl kept: by its index, by address, by article; a page that came again has its body where it was first" {
	start_server case=127.0.0.1:0
	crawl () { entente crawl -q --delay 0 --no-index "${to[@]}" "$@"; }
	crawl http://twice.case.test/a.html http://etag.case.test/page/6.html
	sleep 1
	crawl http://twice.case.test/a.html
	stop_server
	[ "$(entente warc ls --format tsv | awk -F '\t' '$8 ~ /a.html$/ { print $3 }' | tr '\n' ' ')" = "response revisit " ]
	# the indexes name every record that the archives have
	for f in corpus/warc/*.warc.gz; do entente warc ls --format tsv "$f"; done | awk -F '\t' '$3 == "response" || $3 == "revisit" { print $2, $8 }' | sort >records
	entente warc ls --format tsv | awk -F '\t' '{ print $2, $8 }' | sort | diff - records
	entente warc cat --body http://twice.case.test/a.html >body
	grep -q '<h1>' body
	[[ "$(entente warc cat --head http://twice.case.test/a.html)" == *"WARC-Type: revisit"* ]]
	[ "$(entente warc cat --head --all http://twice.case.test/a.html | grep -ac '^WARC-Type')" -eq 2 ]
	id=$(entente show http://twice.case.test/a.html --json | sed -nE 's/^  "id": "(.*)",$/\1/p')
	entente warc cat --body "$id" | cmp - body
	try warc cat http://twice.case.test/none.html
	expect_status 66
	expect_one_line warc "in the corpus"
}
